import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { clockText, durationText } from "../shared/duration.js";
import { formatNumber } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { KeyedList } from "../shared/keyed-list.js";
import { pageState } from "../shared/page-state.js";
import { slotText } from "../shared/slot-picker.js";
import { titleText } from "../shared/titles.js";
import { t } from "./messages.js";
import { QueueEstimates } from "./queue-estimates.js";
import { percent } from "./words.js";

/** @typedef {import("./api").QueueFigures} QueueFigures */

/** Each queue as a card; they keep their places, whatever happens in them. */
export class QueueCards {
  element;
  #host = h("ul", { class: "queue-cards" });
  #empty = pageState("empty", { title: t("noQueues"), text: t("noQueuesText") });
  /** @type {Map<string, {since: number | null, clock: HTMLElement}>} */
  #clocks = new Map();
  #list;

  constructor() {
    this.#list = new KeyedList({ host: this.#host, key: (/** @type {QueueFigures} */ { queue }) => queue, make: (queue) => this.#make(queue) });
    this.element = h("section", { class: "stack", "aria-labelledby": "queues-title" }, h("h2", { id: "queues-title" }, t("queues")), this.#host, this.#empty);
  }

  /** @param {QueueFigures[]} queues */
  show(queues) {
    this.#clocks.forEach((_, name) => queues.some(({ queue }) => queue === name) || this.#clocks.delete(name));
    this.#list.show(queues);
    this.#empty.hidden = queues.length > 0;
    this.#host.hidden = queues.length === 0;
  }

  /** @param {number} now */
  tick(now) {
    for (const { since, clock } of this.#clocks.values()) setText(clock, since === null ? "–" : clockText(now - since));
  }

  /** @param {QueueFigures} first */
  #make(first) {
    const name = h("h3", {});
    const open = h("span", { class: "lamp" });
    const alarms = h("ul", { class: "queue-alarms" });
    const [waiting, oldest, free] = [h("span", { class: "figure-value" }), h("span", { class: "figure-value" }), h("span", { class: "figure-value" })];
    const booked = h("span", { class: "muted small" });
    const staffed = h("span", { class: "muted small" });
    const target = h("span", { class: "muted small" });
    const level = h("strong", {});
    const today = h("span", { class: "muted small" });
    const bar = h("meter", { class: "queue-level", min: 0, max: 1, "aria-hidden": "true" });
    const abandoned = h("span", { class: "small" });
    const estimates = new QueueEstimates();
    let alarmed = "";
    const element = h("li", { class: "card queue-card", id: `queue-${first.queue}`, tabindex: -1 },
      h("header", {}, name, open), alarms,
      h("dl", { class: "queue-figures" }, pair(t("waiting"), waiting, booked), pair(t("oldest"), oldest, target), pair(t("free"), free, staffed)),
      h("div", { class: "queue-today" }, h("p", { class: "row" }, h("span", { class: "small" }, t("serviceLevel")), level), bar, today, abandoned), estimates.element);
    this.#clocks.set(first.queue, { since: first.oldestEnqueuedAt, clock: oldest });
    return {
      element,
      update: (/** @type {QueueFigures} */ queue) => {
        const { serviceLevel, withinTarget, answered, abandoned: gone, averageAnswerMs } = queue.today;
        const within = durationText(queue.serviceLevelSeconds * 1000);
        setText(name, titleText(queue.title, queue.queue));
        setText(open, t(queue.isOpen ? "open" : "closed"));
        setAttribute(open, "data-tone", queue.isOpen ? "ok" : "offline");
        setText(waiting, formatNumber(queue.waiting));
        setText(booked, queue.nextBooking === null ? "" : t("booked", { n: queue.booked, when: slotText(queue.nextBooking) }));
        setText(free, formatNumber(queue.agentsAvailable));
        setText(staffed, t("ofStaffed", { n: queue.agentsStaffed }));
        setText(target, t("target", { time: within }));
        setText(level, serviceLevel === null ? "–" : percent(serviceLevel));
        bar.hidden = serviceLevel === null;
        bar.value = serviceLevel ?? 0;
        const counted = serviceLevel ? Math.round(withinTarget / serviceLevel) : answered + gone;
        setText(today, serviceLevel === null ? t("noCallsYet") : [t("inTime", { n: withinTarget, all: counted, time: within }),
          averageAnswerMs !== null && t("answeredAfter", { time: durationText(averageAnswerMs) })].filter(Boolean).join(" · "));
        setText(abandoned, t("gaveUp", { n: gone }));
        estimates.show(queue.estimates);
        element.toggleAttribute("data-alarmed", queue.alarms.length > 0);
        if (alarmed !== String(queue.alarms)) fill(alarms, ...queue.alarms.map((alarm) => h("li", {}, icon("warning"), h("span", {}, t(`alarm_${alarm}`)))));
        alarmed = String(queue.alarms);
        for (const [figure, alarm] of /** @type {const} */ ([[free, "nobody_staffed"], [oldest, "oldest_over_target"], [level, "service_level_low"]])) {
          figure.toggleAttribute("data-alarmed", queue.alarms.includes(alarm));
        }
        this.#clocks.set(queue.queue, { since: queue.oldestEnqueuedAt, clock: oldest });
      },
    };
  }
}

/**
 * @param {string} term
 * @param {...HTMLElement} value
 */
function pair(term, ...value) {
  return h("div", { class: "figure" }, h("dt", {}, term), h("dd", {}, ...value));
}
