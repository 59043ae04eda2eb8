import { h, setAttribute, setText } from "../shared/dom.js";
import { t } from "./messages.js";
import { percent } from "./words.js";

/** @typedef {import("./api").Estimates} Estimates */

/** Whether a queue's customers are told how long they will wait, and how far that could be relied on lately. */
export class QueueEstimates {
  element;
  #state = h("span", { class: "lamp" });
  #words = h("p", { class: "muted small" });

  constructor() {
    this.element = h("div", { class: "queue-estimates" }, h("p", { class: "row" }, h("span", { class: "small" }, t("estimates")), this.#state), this.#words);
  }

  /** @param {Estimates} estimates */
  show(estimates) {
    const { withheld } = estimates;
    setText(this.#state, t(withheld === null ? "estimates_told" : withheld === "learning" ? "estimates_notYet" : "estimates_withheld"));
    setAttribute(this.#state, "data-tone", withheld === null ? "ok" : withheld === "learning" ? "offline" : "warn");
    setText(this.#words, wordsOf(estimates));
  }
}

/** @param {Estimates} estimates */
function wordsOf({ withheld, waits, waitsNeeded, withinP90, withinP90Wanted }) {
  if (withheld === "learning" || withinP90 === null) return t("estimates_learning", { n: waits, all: waitsNeeded });
  const figures = { n: waits, share: percent(withinP90 / 100), wanted: percent(withinP90Wanted / 100) };
  const kept = t("estimates_kept", figures);
  if (withheld === null) return kept;
  const why = t(`estimates_${withheld}`, figures);
  return withheld === "too_long" ? why : `${why} ${kept}`;
}
