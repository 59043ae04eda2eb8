import { h, setAttribute, setText } from "../shared/dom.js";
import { clockText } from "../shared/duration.js";
import { formatNumber, withLanguage } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { KeyedList } from "../shared/keyed-list.js";
import { pageState } from "../shared/page-state.js";
import { activityText } from "../shared/titles.js";
import { t } from "./messages.js";
import { sinceOf, standingOf, standings } from "./standing.js";

/** @typedef {import("./api").Board} Board */
/** @typedef {import("./api").BoardAgent} BoardAgent */
/** @typedef {import("./standing.js").Standing} Standing */

const names = /** @type {Standing[]} */ (Object.keys(standings));

/** The agents by what they are doing, those who do it longest first. */
export class AgentGroups {
  element;
  #actions;
  #queueName;
  #groups;
  #count = h("p", { class: "muted small" });
  #empty = pageState("empty", { title: t("noAgents"), text: t("noAgentsText") });
  /** @type {Map<string, {since: number, clock: HTMLElement}>} */
  #clocks = new Map();
  /** @type {Board["activities"]} */
  #activities = [];

  /** @param {{actions: import("./actions.js").BoardActions, queueName: (queue: string) => string}} options */
  constructor({ actions, queueName }) {
    this.#actions = actions;
    this.#queueName = queueName;
    this.#groups = new Map(names.map((name) => [name, this.#group(name)]));
    this.element = h("section", { class: "stack board-agents", "aria-labelledby": "agents-title" },
      h("header", { class: "row board-head" }, h("h2", { id: "agents-title", tabindex: -1 }, t("agents")), this.#count), ...[...this.#groups.values()].map(({ element }) => element), this.#empty);
  }

  /** @param {Board} board */
  show({ agents, activities }) {
    const focused = document.activeElement?.closest("[data-agent]") ? /** @type {HTMLElement} */ (document.activeElement) : null;
    const held = focused && { agent: focused.closest("[data-agent]")?.getAttribute("data-agent"), act: focused.dataset.act };
    this.#activities = activities;
    this.#clocks.clear();
    const sorted = [...agents].sort((one, other) => sinceOf(one) - sinceOf(other) || one.name.localeCompare(other.name));
    for (const [name, { element, count, list }] of this.#groups) {
      const members = sorted.filter((agent) => standingOf(agent) === name);
      element.hidden = members.length === 0;
      setText(count, formatNumber(members.length));
      list.show(members);
    }
    setText(this.#count, formatNumber(agents.length));
    this.#empty.hidden = agents.length > 0;
    if (held) this.#follow(held);
  }

  /**
   * An agent who went to another group takes the focus along; one who left the board leaves it at the heading.
   * @param {{agent: string | null | undefined, act: string | undefined}} held
   */
  #follow({ agent, act }) {
    const row = this.element.querySelector(`[data-agent="${CSS.escape(agent ?? "")}"]`);
    const target = row?.querySelector(`[data-act="${act ?? ""}"]:not([hidden])`) ?? row?.querySelector("button") ?? (document.activeElement === document.body ? this.element.querySelector("h2") : null);
    if (target instanceof HTMLElement && target !== document.activeElement) target.focus({ preventScroll: true });
  }

  /** @param {number} now */
  tick(now) {
    for (const { since, clock } of this.#clocks.values()) setText(clock, clockText(now - since));
  }

  /**
   * Those who are off may be many and need no look: they are folded away.
   * @param {Standing} name
   */
  #group(name) {
    const count = h("span", { class: "group-count" });
    const host = h("ul", { class: "agent-rows" });
    const list = new KeyedList({ host, key: (/** @type {BoardAgent} */ { id }) => id, make: (agent) => this.#make(agent) });
    const lamp = h("span", { class: "lamp", "data-tone": standings[name] }, t(`group_${name}`));
    const element = h("details", { class: "agent-group", "data-group": name, open: name !== "offline" }, h("summary", {}, h("h3", {}, lamp, " ", count), icon("chevron")), host);
    return { element, count, list };
  }

  /** @param {BoardAgent} agent */
  #make({ id, name }) {
    const clock = h("span", { class: "agent-clock", role: "timer" });
    const activity = h("span", {});
    const facts = h("p", { class: "muted small" });
    const watch = h("a", { class: "button agent-act", "data-kind": "quiet", "data-act": "watch", title: t("watch"), "aria-label": t("watchOf", { name }) }, icon("ear"));
    const change = h("button", {
      class: "button agent-act", "data-kind": "quiet", "data-act": "change", type: "button", title: t("change"), "aria-label": t("changeOf", { name }),
      onclick: () => void this.#actions.force(id),
    }, icon("swap"));
    const element = h("li", { class: "agent-row", "data-agent": id }, h("div", { class: "agent-who" }, h("strong", {}, name), facts), clock, watch, change);
    facts.append(activity);
    return {
      element,
      update: (/** @type {BoardAgent} */ agent) => {
        // That they are available is what the group says.
        const title = agent.activity === "available" ? null : activityText(this.#activities.find((known) => known.name === agent.activity)?.title, agent.activity);
        const skills = Object.entries(agent.skills).map(([skill, level]) => `${skill} ${level}`).join(", ");
        const lost = !agent.connected && agent.workload !== "idle" ? t("lostConnection") : null;
        const chats = agent.chats ? t("chats", { n: agent.chats }) : null;
        setText(activity, [lost, chats, title, agent.queues?.map(this.#queueName).join(", "), skills].filter(Boolean).join(" · "));
        setAttribute(facts, "title", activity.textContent);
        watch.hidden = agent.session === null;
        setAttribute(watch, "href", agent.session === null ? null : withLanguage(`/supervise#${agent.session}`));
        this.#clocks.set(id, { since: sinceOf(agent), clock });
      },
    };
  }
}
