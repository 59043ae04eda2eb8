import { h, setText } from "../shared/dom.js";
import { formatDateTime, formatTime } from "../shared/i18n.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").ChatMessage} ChatMessage */
/** @typedef {{element: HTMLElement, foot: HTMLElement, at: number}} Item  `at`: Infinity until the server has it */

/** Nearer to the end than this counts as reading along. */
const nearPx = 80;

/** What was written, in the order of the server's clock. Every text is shown as text, never as markup. */
export class MessageLog {
  #isMine;
  #nameOf;
  #list = h("ol", { class: "chat-items" });
  element = h("div", { class: "chat-list", role: "log", "aria-label": t("messages"), "aria-live": "polite", tabindex: 0 }, this.#list);
  /** @type {Map<string, Item>} by the key the sender chose */
  #items = new Map();

  /** @param {{isMine: (message: ChatMessage) => boolean, nameOf: (message: ChatMessage) => string}} options */
  constructor({ isMine, nameOf }) {
    this.#isMine = isMine;
    this.#nameOf = nameOf;
  }

  get isEmpty() {
    return this.#items.size === 0;
  }

  /**
   * @param {ChatMessage} message
   * @returns {boolean} whether it was not known before
   */
  add(message) {
    const { key, text, at } = message;
    const known = this.#items.get(key);
    if (known?.at === at) return false;
    const isMine = this.#isMine(message);
    const follows = isMine || this.#isAtEnd;
    known?.element.remove();
    const time = timeText(at);
    this.#insert(key, this.#item(isMine, text, this.#nameOf(message), isMine ? t("sent", { time }) : time, at));
    if (follows) this.scroll();
    return known === undefined;
  }

  /**
   * What was written before somebody looked: it is not read out.
   * @param {ChatMessage[]} messages
   */
  addFormer(messages) {
    this.element.setAttribute("aria-live", "off");
    for (const message of messages) this.add(message);
    requestAnimationFrame(() => this.element.setAttribute("aria-live", "polite"));
  }

  /**
   * A message of one's own that the server does not have yet.
   * @param {string} key
   * @param {string} text
   * @param {string} foot
   */
  addOwn(key, text, foot) {
    this.#insert(key, this.#item(true, text, "", foot, Infinity));
    this.scroll();
  }

  /**
   * How it goes with one's own message.
   * @param {string} key
   * @param {string} words
   * @param {(() => void) | null} again  for a button that tries once more
   */
  tell(key, words, again = null) {
    const item = this.#items.get(key);
    if (item === undefined || item.at !== Infinity) return;
    if (again === null) setText(item.foot, words);
    else item.foot.replaceChildren(words, " ", h("button", { class: "chat-again", type: "button", onclick: again }, t("sendAgain")));
  }

  scroll() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  get #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < nearPx;
  }

  /**
   * @param {boolean} isMine
   * @param {string} text
   * @param {string} name  of somebody else
   * @param {string} words
   * @param {number} at
   * @returns {Item}
   */
  #item(isMine, text, name, words, at) {
    const foot = h("span", { class: "chat-foot" }, words);
    const element = h("li", { class: "chat-item", "data-mine": isMine },
      h("span", { class: "chat-name" }, isMine ? t("fromYou") : name), h("p", { class: "chat-text" }, text), foot);
    return { element, foot, at };
  }

  /**
   * @param {string} key
   * @param {Item} item
   */
  #insert(key, item) {
    this.#items.delete(key);
    const next = [...this.#items.values()].filter(({ at }) => at > item.at).reduce((/** @type {Item | null} */ first, other) => (first === null || other.at < first.at ? other : first), null);
    this.#list.insertBefore(item.element, next?.element ?? null);
    this.#items.set(key, item);
  }
}

/**
 * The time alone, unless it is that of another day.
 * @param {number} at
 */
function timeText(at) {
  return new Date(at).toDateString() === new Date().toDateString() ? formatTime(at) : formatDateTime(at);
}
