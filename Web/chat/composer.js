import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "./messages.js";

let lastNumber = 0;

/** Where a message is written: Enter sends it, Shift and Enter begin a new line. */
export class Composer {
  element;
  /** Whether what is written can be sent now; what was typed stays either way. */
  isPaused = false;
  #input = h("textarea", {
    class: "input chat-input", id: `chat-${++lastNumber}`, rows: 1, maxlength: 2000, enterkeyhint: "send", "aria-label": t("message"), placeholder: t("message"),
  });
  #send;
  #changed;

  /** @param {{send: (text: string) => void, changed: (draft: string) => void}} options */
  constructor({ send, changed }) {
    this.#send = send;
    this.#changed = changed;
    this.element = h("form", { class: "chat-form", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.#submit()) },
      this.#input, h("button", { class: "button", "data-kind": "primary", type: "submit", "aria-label": t("send") }, icon("send")));
    this.#input.addEventListener("keydown", (event) => this.#keyed(event));
    this.#input.addEventListener("input", () => changed(this.#input.value));
  }

  get draft() {
    return this.#input.value;
  }

  set draft(text) {
    this.#input.value = text;
  }

  focus() {
    this.#input.focus();
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.#input.value.trim();
    if (!text || this.isPaused) return;
    this.#input.value = "";
    this.#changed("");
    this.#send(text);
  }
}
