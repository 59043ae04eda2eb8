import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { ask } from "../shared/dialog.js";
import { parts } from "./draft.js";
import { t } from "./messages.js";
import { ProblemList } from "./problem-list.js";
import { elementFor, objectsOnTheWay, partOf } from "./problems.js";
import { PublishBar } from "./publish-bar.js";
import { activitiesPart } from "./sections/activities.js";
import { AgentsPart } from "./sections/agents.js";
import { greetingsPart } from "./sections/greetings.js";
import { HistoryPart } from "./sections/history.js";
import { hoursPart } from "./sections/hours.js";
import { mediaPart } from "./sections/media.js";
import { queuesPart } from "./sections/queues.js";
import { skillsPart } from "./sections/skills.js";
import { workflowPart } from "./sections/workflow.js";

/** @typedef {import("./plan").Problem} Problem */
/** @typedef {import("./draft.js").Part} Part */

const planParts = { queues: queuesPart, media: mediaPart, skills: skillsPart, activities: activitiesPart, hours: hoursPart, greetings: greetingsPart, workflow: workflowPart };
const pageParts = /** @type {const} */ ([...parts, "agents", "history"]);
/** @typedef {typeof pageParts[number]} PagePart */

/** The settings: which part is shown stands in the address, so that it can be linked to and gone back from. */
export class SettingsPage {
  #main;
  #api;
  #draft;
  #agents;
  #history;
  #bar;
  #problems;
  #part = h("section", { class: "part", "aria-labelledby": "part-title" });
  /** @type {Map<PagePart, {link: HTMLElement, mark: HTMLElement}>} */
  #links = new Map();

  /** @param {{main: HTMLElement, api: import("../shared/api.js").Api, draft: import("./draft.js").Draft}} options */
  constructor({ main, api, draft }) {
    this.#main = main;
    this.#api = api;
    this.#draft = draft;
    this.#agents = new AgentsPart({ api, draft });
    this.#history = new HistoryPart({ api, draft, open: (version) => void this.#open(version) });
    this.#problems = new ProblemList({ draft, go: (problem) => this.#reveal(problem) });
    this.#bar = new PublishBar({ api, draft, checked: () => this.#checked(), restarted: () => this.#restarted() });
  }

  start() {
    const nav = h("nav", { class: "part-nav", "aria-label": t("parts") }, h("ul", { class: "part-links" }, ...pageParts.map((part) => h("li", {}, this.#link(part)))));
    fill(this.#main, h("div", { class: "settings-columns" }, nav, h("div", { class: "stack" }, this.#bar.notice, this.#problems.element, this.#part)), this.#bar.element);
    this.#draft.onChange(() => this.#mark());
    addEventListener("hashchange", () => this.#show(true));
    addEventListener("beforeunload", (event) => {
      if (!this.#draft.isChanged && !this.#agents.isChanged) return;
      event.preventDefault();
      event.returnValue = ""; // what older browsers ask for
    });
    this.#show(false);
    this.#mark();
  }

  /** @returns {PagePart} */
  get #shown() {
    return pageParts.find((part) => part === location.hash.slice(1)) ?? "queues";
  }

  /** @param {PagePart} part */
  #link(part) {
    const mark = h("span", { class: "part-mark" });
    const link = h("a", { href: `#${part}` }, t(`part_${part}`), " ", mark);
    this.#links.set(part, { link, mark });
    return link;
  }

  /** @param {boolean} moved  somebody went there: the heading is read out */
  #show(moved) {
    const part = this.#shown;
    for (const [name, { link }] of this.#links) setAttribute(link, "aria-current", name === part ? "page" : null);
    this.#redraw();
    document.title = `${t(`part_${part}`)} · ${t("title")}`;
    if (!moved) return;
    this.#part.querySelector("h1")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** @param {string} [focus]  the key of what gets the focus */
  #redraw(focus) {
    const part = this.#shown;
    const content = part === "agents" ? this.#agents.render() : part === "history" ? this.#history.render()
      : planParts[part]({ draft: this.#draft, redraw: (/** @type {string | undefined} */ key) => this.#redraw(key) });
    fill(this.#part, ...content);
    this.#part.dataset.part = part;
    if (focus === undefined) return;
    const element = this.#part.querySelector(`[data-focus="${CSS.escape(focus)}"]`);
    const target = element?.matches("button, input") ? element
      : element?.querySelector(".entry-body input:not([readonly])") ?? element?.querySelector(".entry-line :is(input, select, textarea)") ?? element?.querySelector("button");
    if (target instanceof HTMLElement) target.focus();
    if (target instanceof HTMLInputElement && target.type === "text") target.select();
  }

  /** Says at each part whether it was changed, and whether something is wrong in it. */
  #mark() {
    const changed = this.#draft.changedParts;
    for (const [name, { mark }] of this.#links) {
      const wrong = this.#draft.problems.filter(({ path }) => partOf(path) === name).length;
      mark.dataset.tone = wrong > 0 ? "danger" : "hold";
      setText(mark, wrong > 0 ? t("problemCount", { n: wrong }) : changed.some((part) => part === name) ? t("changed") : "");
    }
    this.#bar.show();
    this.#problems.show();
  }

  /** The plan was looked at by the server: the first problem is where one goes on. */
  #checked() {
    this.#mark();
    const [first] = this.#draft.problems;
    if (first) this.#reveal(first);
    else this.#redraw();
  }

  #restarted() {
    this.#agents.restart();
    this.#redraw();
    this.#mark();
  }

  /** @param {Problem} problem */
  #reveal(problem) {
    for (const object of objectsOnTheWay(problem.path, this.#draft.plan)) this.#draft.opened.add(object);
    const part = partOf(problem.path);
    if (this.#shown !== part) history.pushState(null, "", `#${part}`);
    this.#show(false);
    const place = elementFor(this.#part, problem.path);
    // What is wrong with a list itself is put right where entries are added.
    const input = place?.querySelector(place.matches(".entry-list") ? ":scope > .entry-add" : "input, select, textarea, button");
    if (!(input instanceof HTMLElement)) return this.#part.querySelector("h1")?.focus();
    input.focus();
    input.scrollIntoView({ block: "center" });
    if (input instanceof HTMLTextAreaElement && problem.offset !== undefined) {
      const at = [...input.value].slice(0, problem.offset).join("").length;
      input.setSelectionRange(at, Math.max(at, input.value.slice(at).search(/[\s)\],]|$/) + at));
    }
    return undefined;
  }

  /** @param {number} version */
  async #open(version) {
    if (this.#draft.isChanged && !(await ask({ title: t("openOver"), text: t("openOverText", { n: version }), yes: t("openIt"), no: t("cancel"), kind: "danger" }))) return;
    try {
      this.#draft.open(await this.#api.get(`/api/routing/plan?version=${version}`));
      location.hash = "#queues";
    } catch (error) {
      this.#bar.fail(error);
    }
  }
}
