import { fill, h, setText } from "../shared/dom.js";
import { clockText } from "../shared/duration.js";
import { formatNumber } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { titleText } from "../shared/titles.js";
import { t } from "./messages.js";
import { percent } from "./words.js";

/** @typedef {import("./api").Board} Board */

const names = /** @type {const} */ (["waiting", "longestWait", "freeAgents", "talking", "serviceLevel", "abandoned"]);

/** How it goes, all queues together, in six figures; and the queues that somebody should look at. */
export class Summary {
  element;
  #alarms = h("p", { class: "board-alarms", role: "status" });
  #alarmed = "";
  /** @type {number | null} */
  #oldest = null;
  #figures = Object.fromEntries(names.map((name) => [name, figure(name)]));

  constructor() {
    this.element = h("section", { class: "stack board-summary", "aria-label": t("now") },
      h("dl", { class: "board-figures" }, ...names.map((name) => this.#figures[name].element)), this.#alarms);
  }

  /** @param {Board} board */
  show({ queues, agents }) {
    const sum = (/** @type {(queue: Board["queues"][number]) => number} */ value) => queues.reduce((total, queue) => total + value(queue), 0);
    const answered = sum(({ today }) => today.answered);
    const abandoned = sum(({ today }) => today.abandoned);
    const counted = answered + abandoned;
    const measured = queues.filter(({ today }) => today.serviceLevel !== null);
    const free = agents.filter((agent) => agent.kind === "available" && agent.connected && !agent.notResponding && agent.workload === "idle").length;
    const staffed = agents.filter((agent) => agent.kind !== "offline" && agent.connected).length;
    this.#oldest = queues.reduce((/** @type {number | null} */ oldest, { oldestEnqueuedAt: at }) => (at !== null && (oldest === null || at < oldest) ? at : oldest), null);
    this.#set("waiting", formatNumber(sum(({ waiting }) => waiting)));
    this.#set("freeAgents", formatNumber(free), t("ofStaffed", { n: staffed }));
    this.#set("talking", formatNumber(agents.filter(({ workload }) => workload === "talking").length));
    this.#set("serviceLevel", measured.length === 0 ? "–" : percent(sum(({ today }) => today.withinTarget) / Math.max(1, sum(shareOf))), t("ofCalls", { n: sum(shareOf) }));
    this.#set("abandoned", formatNumber(abandoned), t("ofCalls", { n: counted }));
    this.#showAlarms(queues);
  }

  /** @param {number} now */
  tick(now) {
    this.#set("longestWait", this.#oldest === null ? "–" : clockText(now - this.#oldest));
  }

  /** @param {Board["queues"]} queues */
  #showAlarms(queues) {
    const alarmed = queues.filter(({ alarms }) => alarms.length > 0);
    const said = JSON.stringify(alarmed.map(({ queue }) => queue));
    if (said === this.#alarmed) return;
    this.#alarmed = said;
    this.#alarms.toggleAttribute("data-alarmed", alarmed.length > 0);
    fill(this.#alarms, icon(alarmed.length > 0 ? "warning" : "check"), h("span", {}, alarmed.length > 0 ? t("attention", { n: alarmed.length }) : t("allWell"),
      ...alarmed.flatMap(({ queue, title }, index) => [index > 0 && ", ", h("a", { href: `#queue-${queue}` }, titleText(title, queue))])));
  }

  /**
   * @param {typeof names[number]} name
   * @param {string} value
   * @param {string} [note]
   */
  #set(name, value, note = "") {
    setText(this.#figures[name].value, value);
    setText(this.#figures[name].note, note);
  }
}

/**
 * The calls that a queue's service level counts: the level and its numerator give its denominator.
 * @param {Board["queues"][number]} queue
 */
function shareOf({ today: { serviceLevel, withinTarget, answered, abandoned } }) {
  if (serviceLevel === null) return 0;
  return serviceLevel > 0 ? Math.round(withinTarget / serviceLevel) : answered + abandoned;
}

/** @param {typeof names[number]} name */
function figure(name) {
  const value = h("span", { class: "figure-value" });
  const note = h("span", { class: "muted small" });
  return { value, note, element: h("div", { class: "figure", "data-figure": name }, h("dt", {}, t(name)), h("dd", {}, value, note)) };
}
