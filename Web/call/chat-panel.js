import { h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { formatTime } from "../shared/i18n.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").ChatMessage} ChatMessage */

let lastNumber = 0;

/** The conversation in writing. Every text is shown as text, never as markup. */
export class ChatPanel {
  element;
  unread = 0;

  #client;
  #session;
  #self;
  #changed;
  #list = h("ol", { class: "chat-items" });
  #log = h("div", { class: "chat-list", role: "log", "aria-label": t("messages"), "aria-live": "polite", tabindex: 0 }, this.#list);
  #empty = h("p", { class: "chat-empty" }, t("noMessages"));
  #input;
  #form;
  #readOnly = h("p", { class: "chat-read-only", hidden: true }, t("readOnly"));
  #onHold = h("p", { class: "chat-on-hold", role: "status", hidden: true }, t("readOnHold"));
  /** @type {Map<string, HTMLElement>} by the key the sender chose */
  #items = new Map();

  /**
   * @param {{client: import("../client/index.js").VisavisClient, session: string, self: string, close: () => void, changed: () => void}} options
   */
  constructor({ client, session, self, close, changed }) {
    this.#client = client;
    this.#session = session;
    this.#self = self;
    this.#changed = changed;
    const id = `chat-${++lastNumber}`;
    this.#input = h("textarea", { class: "input chat-input", id, rows: 1, maxlength: 2000, "aria-label": t("message"), placeholder: t("message") });
    this.#input.addEventListener("keydown", (event) => this.#keyed(event));
    this.#form = h("form", { class: "chat-form", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.#submit()) },
      this.#input, h("button", { class: "button", "data-kind": "primary", type: "submit", "aria-label": t("send") }, icon("send")));
    this.element = h("section", { class: "call-panel call-chat", "aria-label": t("chat"), hidden: true },
      h("div", { class: "chat-head" }, h("h2", {}, t("chat")),
        h("button", { class: "call-control chat-close", type: "button", "aria-label": t("close"), onclick: close }, icon("close"))),
      this.#empty, this.#log, this.#onHold, this.#form, this.#readOnly);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && close());
  }

  /** @param {boolean} open */
  show(open) {
    this.element.hidden = !open;
    if (!open) return;
    this.unread = 0;
    this.#scroll();
    (this.#form.hidden ? this.#log : this.#input).focus();
    this.#changed();
  }

  /**
   * Whoever is not seen is not read either: a supervisor who listens or whispers only reads. What was typed stays.
   * @param {boolean} mayWrite
   * @param {boolean} isRead  by a customer on hold, whom those who work here neither see nor hear
   */
  follow(mayWrite, isRead) {
    this.#onHold.hidden = !mayWrite || !isRead;
    this.#form.hidden = !mayWrite;
    this.#readOnly.hidden = mayWrite;
  }

  /**
   * @param {ChatMessage} message
   * @param {{old?: boolean}} options  `old`: from a snapshot, so it does not count as unread
   */
  add(message, { old = false } = {}) {
    if (message.session !== this.#session) return;
    const known = this.#items.get(message.key);
    const mine = message.from === this.#self;
    const item = this.#item(message.key, mine, message.text, message.name || t(message.role), formatTime(message.at));
    if (known) known.replaceWith(item);
    else this.#append(item);
    if (!known && !mine && !old && this.element.hidden) this.unread += 1;
    this.#changed();
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.#input.value.trim();
    if (!text) return;
    this.#input.value = "";
    const key = makeKey();
    this.#append(this.#item(key, true, text, "", t("sending")));
    void this.#send(key, text);
  }

  /**
   * The same key at each attempt: the server stores it once.
   * @param {string} key
   * @param {string} text
   */
  async #send(key, text) {
    try {
      const { message } = await this.#client.request("chat.send", { session: this.#session, key, text }, { timeoutMs: 60_000 });
      this.add(message);
    } catch {
      const foot = this.#items.get(key)?.querySelector(".chat-foot");
      if (!foot) return;
      const again = () => {
        setText(foot, t("sending"));
        void this.#send(key, text);
      };
      foot.replaceChildren(t("notSent"), " ", h("button", { class: "chat-again", type: "button", onclick: again }, t("sendAgain")));
    }
  }

  /**
   * @param {string} key
   * @param {boolean} mine
   * @param {string} text
   * @param {string} name  of somebody else
   * @param {string} foot
   */
  #item(key, mine, text, name, foot) {
    const item = h("li", { class: "chat-item", "data-mine": mine },
      h("span", { class: "chat-name" }, mine ? t("fromYou") : name), h("p", { class: "chat-text" }, text), h("span", { class: "chat-foot" }, foot));
    this.#items.set(key, item);
    return item;
  }

  /** @param {HTMLElement} item */
  #append(item) {
    this.#empty.hidden = true;
    this.#list.append(item);
    this.#scroll();
  }

  #scroll() {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}

/** 128 random bits; `randomUUID` is missing where the page is not in a secure context. */
function makeKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
