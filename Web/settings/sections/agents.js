import { fill, h, setText } from "../../shared/dom.js";
import { pageState } from "../../shared/page-state.js";
import { readable, titleText } from "../../shared/titles.js";
import { known, t } from "../messages.js";
import { partHead } from "../names.js";
import { AgentRow } from "./agent-row.js";

/** @typedef {import("../plan").AgentAccount} AgentAccount */

/** Who can do what, and for which queues. Each agent is saved alone, and at once holds. */
export class AgentsPart {
  #api;
  #draft;
  /** @type {AgentRow[] | null} */
  #rows = null;
  #host = h("div", { class: "stack" });
  #list = h("ul", { class: "entries" });
  #none = h("p", { class: "muted", role: "status" });
  #search = h("input", { class: "input", id: "agent-search", type: "search", autocomplete: "off" });

  /** @param {{api: import("../../shared/api.js").Api, draft: import("../draft.js").Draft}} options */
  constructor({ api, draft }) {
    this.#api = api;
    this.#draft = draft;
    this.#search.addEventListener("input", () => this.#filter());
  }

  /** Whether anything written here was not saved. */
  get isChanged() {
    return this.#rows?.some((row) => row.isChanged) ?? false;
  }

  render() {
    if (this.#rows === null) void this.#load();
    return [partHead(t("part_agents"), t("agentsText")), this.#host];
  }

  /** The names that a profile may use are those of the published plan: a new one must be published first. */
  restart() {
    this.#rows = null;
  }

  async #load() {
    fill(this.#host, pageState("loading", { title: t("loading") }));
    try {
      const { agents } = await this.#api.get("/api/routing/agents");
      const { queues, skills } = this.#draft.published.plan;
      const names = { queues: queues.map(({ name, title }) => ({ name, words: titleText(title, name) })), skills: skills.map(({ name, title }) => ({ name, words: titleText(title, name) })) };
      this.#rows = agents.map((/** @type {AgentAccount} */ agent) => new AgentRow({ api: this.#api, agent, names, role: known(`role_${agent.role}`) ?? readable(agent.role) }));
      fill(this.#host, h("div", { class: "field agent-search" }, h("label", { for: "agent-search" }, t("findAgent")), this.#search), this.#none, this.#list);
      fill(this.#list, ...(this.#rows ?? []).map(({ element }) => element));
      this.#filter();
    } catch {
      fill(this.#host, pageState("error", { title: t("agentsFailed"), action: { label: t("retry"), onclick: () => void this.#load() } }));
    }
  }

  #filter() {
    const asked = this.#search.value.trim().toLocaleLowerCase();
    const rows = this.#rows ?? [];
    for (const { element, name } of rows) element.hidden = !name.toLocaleLowerCase().includes(asked);
    setText(this.#none, rows.length === 0 ? t("noAgents") : rows.every(({ element }) => element.hidden) ? t("noAgentFound") : "");
  }
}
