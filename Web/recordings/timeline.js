import { h, setAttribute } from "../shared/dom.js";
import { clockText } from "../shared/duration.js";
import { t } from "./messages.js";

/** @typedef {import("./entries.js").Entry} Entry */
/** @typedef {import("./entries.js").Lane} Lane */

const steps = /** @type {const} */ ({ ArrowLeft: -5000, ArrowRight: 5000, ArrowDown: -5000, ArrowUp: 5000, PageDown: -30_000, PageUp: 30_000 });
const legend = /** @type {const} */ (["talk", "hold", "consult", "reconnect", "paused", "gap", "chat"]);

/** The whole recording at a glance: a lane for each who spoke, one for the call. It is the slider too, for mouse, finger and keyboard. */
export class Timeline {
  element;
  #durationMs;
  #seek;
  #positionMs = 0;
  #slider;
  #head = h("div", { class: "timeline-head" });

  /**
   * @param {{lanes: Lane[], entries: Entry[], durationMs: number, seek: (ms: number) => void}} options
   */
  constructor({ lanes, entries, durationMs, seek }) {
    this.#durationMs = Math.max(1, durationMs);
    this.#seek = seek;
    const spans = entries.filter(({ toMs }) => toMs !== null);
    const everywhere = spans.filter(({ kind }) => kind === "paused");
    const call = [...spans.filter(({ kind }) => kind !== "paused"), ...entries.filter(({ toMs }) => toMs === null)];
    this.#slider = h("div", {
      class: "timeline-lanes", role: "slider", tabindex: 0, "aria-label": t("position"), "aria-valuemin": 0, "aria-valuemax": Math.round(durationMs / 1000), "aria-describedby": "timeline-help",
    }, ...[...lanes.map(({ spans: talk }) => talk), call].map((marks) => h("div", { class: "timeline-lane" }, ...marks.map((entry) => this.#mark(entry)))),
    ...everywhere.map((entry) => this.#mark(entry)), this.#head);
    const used = new Set(entries.map(({ kind }) => kind));
    this.element = h("section", { class: "timeline", "aria-label": t("timeline") },
      h("div", { class: "timeline-names", "aria-hidden": "true" }, ...lanes.map(({ name }) => h("span", {}, name)), h("span", {}, t("call"))),
      this.#slider,
      h("p", { class: "visually-hidden", id: "timeline-help" }, t("timelineHelp")),
      h("ul", { class: "timeline-legend" }, ...legend.filter((kind) => used.has(kind) || (kind === "talk" && lanes.some(({ spans: talk }) => talk.length > 0)))
        .map((kind) => h("li", {}, h("span", { class: "timeline-mark", "data-kind": kind }), t(kind)))));
    this.#listen();
    this.show(0);
  }

  /** @param {number} positionMs */
  show(positionMs) {
    this.#head.style.insetInlineStart = `${(positionMs / this.#durationMs) * 100}%`;
    setAttribute(this.#slider, "aria-valuenow", String(Math.round(positionMs / 1000)));
    setAttribute(this.#slider, "aria-valuetext", `${clockText(positionMs)} / ${clockText(this.#durationMs)}`);
    this.#positionMs = positionMs;
  }

  /** @param {Entry} entry */
  #mark({ kind, fromMs, toMs, words }) {
    const mark = h("span", { class: "timeline-mark", "data-kind": kind, title: `${clockText(fromMs)} ${words}` });
    const from = Math.max(0, fromMs);
    mark.style.insetInlineStart = `${(from / this.#durationMs) * 100}%`;
    if (toMs !== null) mark.style.inlineSize = `${((Math.min(toMs, this.#durationMs) - from) / this.#durationMs) * 100}%`;
    else mark.dataset.moment = "";
    return mark;
  }

  #listen() {
    const slider = this.#slider;
    /** @param {PointerEvent} event */
    const to = (event) => {
      const box = slider.getBoundingClientRect();
      this.#seek(((event.clientX - box.left) / box.width) * this.#durationMs);
    };
    slider.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      slider.setPointerCapture(event.pointerId);
      to(event);
    });
    slider.addEventListener("pointermove", (event) => slider.hasPointerCapture(event.pointerId) && to(event));
    slider.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key in steps) this.#seek(this.#positionMs + steps[/** @type {keyof typeof steps} */ (event.key)]);
      else if (event.key === "Home") this.#seek(0);
      else if (event.key === "End") this.#seek(this.#durationMs);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
}
