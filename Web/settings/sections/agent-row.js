import { fill, h, setText } from "../../shared/dom.js";
import { icon } from "../../shared/icons.js";
import { toast } from "../../shared/toast.js";
import { t } from "../messages.js";
import { sortedJSON } from "../plan-shape.js";

/** @typedef {import("../plan").AgentAccount} AgentAccount */
/** @typedef {{name: string, words: string}[]} Named */

let made = 0;

/** One agent: what they can do and for whom, with a button that saves it. */
export class AgentRow {
  element;
  name;
  #api;
  #agent;
  #names;
  #profile;
  #saved;
  #facts = h("span", { class: "muted small entry-facts" });
  #body = h("div", { class: "entry-body", hidden: true });
  #save = h("button", { class: "button", "data-kind": "primary", type: "submit" }, t("saveAgent"));
  #problem = h("p", { class: "problem", role: "alert" });

  /** @param {{api: import("../../shared/api.js").Api, agent: AgentAccount, names: {queues: Named, skills: Named}, role: string}} options */
  constructor({ api, agent, names, role }) {
    this.#api = api;
    this.#agent = agent;
    this.name = agent.name;
    this.#names = names;
    this.#profile = { skills: { ...agent.profile.skills }, queues: agent.profile.queues ?? null };
    this.#saved = sortedJSON(this.#profile);
    this.#body.id = `agent-${(made += 1)}`;
    const toggle = h("button", { class: "entry-toggle", type: "button", "aria-expanded": "false", "aria-controls": this.#body.id }, icon("chevron"),
      h("span", {}, h("span", { class: "entry-title" }, agent.name), this.#facts));
    toggle.addEventListener("click", () => {
      this.#body.hidden = !this.#body.hidden;
      toggle.setAttribute("aria-expanded", String(!this.#body.hidden));
      if (this.#body.childElementCount === 0) this.#fill();
    });
    this.element = h("li", { class: "entry" }, h("div", { class: "entry-head" }, h("h2", {}, toggle),
      h("span", { class: "muted small" }, role), agent.disabled && h("span", { class: "lamp", "data-tone": "offline" }, t("disabled"))), this.#body);
    this.#tell();
  }

  get isChanged() {
    return sortedJSON(this.#profile) !== this.#saved;
  }

  #fill() {
    const { queues, skills } = this.#names;
    const every = h("input", { type: "checkbox", checked: this.#profile.queues === null });
    const boxes = queues.map(({ name, words }) => this.#queueBox(name, words));
    every.addEventListener("change", () => {
      this.#profile.queues = every.checked ? null : queues.map(({ name }) => name);
      for (const { input } of boxes) {
        input.checked = true;
        input.disabled = every.checked;
      }
      this.#tell();
    });
    fill(this.#body, h("form", { class: "stack", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), void this.#send()) },
      h("fieldset", { class: "field-group" }, h("legend", {}, t("part_skills")), skills.length === 0 ? h("p", { class: "hint" }, t("noSkillsPublished")) : null,
        h("div", { class: "field-grid skill-grid" }, ...skills.map(({ name, words }) => this.#skill(name, words)))),
      h("fieldset", { class: "field-group checks" }, h("legend", {}, t("part_queues")), h("label", { class: "check" }, every, t("everyQueue")), ...boxes.map(({ element }) => element)),
      h("div", { class: "row" }, this.#save, this.#problem)));
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  #queueBox(name, words) {
    const input = h("input", { type: "checkbox", checked: this.#profile.queues?.includes(name) ?? true, disabled: this.#profile.queues === null });
    input.addEventListener("change", () => {
      const others = (this.#profile.queues ?? []).filter((queue) => queue !== name);
      this.#profile.queues = (input.checked ? [...others, name] : others).sort();
      this.#tell();
    });
    return { input, element: h("label", { class: "check" }, input, words) };
  }

  /**
   * @param {string} name
   * @param {string} words
   */
  #skill(name, words) {
    const id = `${this.#body.id}-${name}`;
    const level = String(this.#profile.skills[name] ?? "");
    const input = h("select", { class: "input", id }, h("option", { value: "" }, t("level_none")),
      ...(/** @type {const} */ ([1, 2, 3, 4, 5])).map((value) => h("option", { value, selected: String(value) === level }, t(`level_${value}`))));
    input.addEventListener("change", () => {
      if (input.value === "") delete this.#profile.skills[name];
      else this.#profile.skills[name] = Number(input.value);
      this.#tell();
    });
    return h("div", { class: "field" }, h("label", { for: id }, words), input);
  }

  #tell() {
    const { skills, queues } = this.#profile;
    const words = (/** @type {Named} */ named, /** @type {string} */ name) => named.find((known) => known.name === name)?.words ?? name;
    const able = Object.entries(skills).map(([skill, level]) => `${words(this.#names.skills, skill)} ${level}`).join(", ");
    setText(this.#facts, [able || t("noSkillsYet"), queues === null ? t("everyQueue") : queues.map((queue) => words(this.#names.queues, queue)).join(", ") || t("noQueue"),
      this.isChanged ? t("notSaved") : null].filter(Boolean).join(" · "));
    this.#save.setAttribute("aria-disabled", String(!this.isChanged));
  }

  async #send() {
    if (!this.isChanged) return;
    const sent = structuredClone(this.#profile);
    setText(this.#problem, "");
    try {
      await this.#api.put(`/api/routing/agents/${encodeURIComponent(this.#agent.id)}`, { profile: sent });
      this.#saved = sortedJSON(sent);
      toast(t("agentSaved", { name: this.name }), "ok");
      this.#tell();
    } catch (error) {
      const { code } = /** @type {{code?: string}} */ (error);
      setText(this.#problem, code === "unknown_skill" || code === "unknown_queue" ? t("agentOutdated") : t("failed", { code: String(code) }));
    }
  }
}
