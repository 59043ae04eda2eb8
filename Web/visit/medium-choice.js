import { fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").Medium} Medium */

const symbols = /** @type {const} */ ({ video: "camera", chat: "chat" });
const words = /** @type {const} */ ({ video: ["byVideo", "byVideoHint"], chat: ["byChat", "byChatHint"] });

/** How the customer wants to talk. Neither way is larger, brighter or chosen beforehand; where there is only one there is nothing to choose. */
export class MediumChoice {
  element = h("fieldset", { class: "medium-choice", hidden: true });
  /** @type {Medium[]} */
  #offered = ["video"];
  /** @type {Medium | null} */
  #chosen;
  #changed;

  /** @param {{chosen: Medium | null, changed: () => void}} options */
  constructor({ chosen, changed }) {
    this.#chosen = chosen;
    this.#changed = changed;
    this.element.addEventListener("change", (event) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      this.#chosen = value === "chat" ? "chat" : "video";
      this.#changed();
    });
  }

  /**
   * What the customer will have; null until they have said it.
   * @returns {Medium | null}
   */
  get medium() {
    if (this.#offered.length === 1) return this.#offered[0];
    return this.#chosen !== null && this.#offered.includes(this.#chosen) ? this.#chosen : null;
  }

  /** @param {Medium[]} offered  for the subject that was chosen */
  offer(offered) {
    this.#offered = offered.length > 0 ? offered : ["video"];
    this.element.hidden = this.#offered.length < 2;
    fill(this.element, h("legend", {}, t("medium")), h("div", { class: "medium-options" }, ...this.#offered.map((medium) => this.#option(medium))));
    this.#changed();
  }

  /** To the question, when it was not answered. */
  focus() {
    this.element.querySelector("input")?.focus();
  }

  /** @param {Medium} medium */
  #option(medium) {
    const [name, hint] = words[medium];
    return h("label", { class: "medium-option" },
      h("input", { type: "radio", name: "medium", value: medium, checked: medium === this.medium, "aria-describedby": `medium-${medium}` }),
      icon(symbols[medium]), h("span", { class: "medium-name" }, t(name)), h("span", { class: "muted small", id: `medium-${medium}` }, t(hint)));
  }
}
