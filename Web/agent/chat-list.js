import { h, setAttribute, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { icon } from "../shared/icons.js";
import { KeyedList } from "../shared/keyed-list.js";
import { awaitsAnswer, callerOf, customerWroteAt, isLive } from "./chats.js";
import { Component } from "./component.js";
import { currentCaller, stage } from "./state.js";
import { t } from "./wording.js";

/** @typedef {import("./chats.js").Chat} Chat */

/** Keys choose as many. */
const numbered = 9;
const callKey = "call";

/** Who writes, who waits for an answer, and which records are to be finished. The call that is on beside them has a row too: the way back to it. */
export class ChatList extends Component {
  #rows = h("ul", { class: "chat-rows" });
  #list;
  #focus;
  /** @type {Map<string, () => void>} */
  #clocks = new Map();

  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   * @param {{focus: () => void}} page  `focus`: to what was chosen
   */
  constructor(host, context, { focus }) {
    super(host, context);
    this.#focus = focus;
    this.#list = new KeyedList({ host: this.#rows, key: (/** @type {Chat | null} */ chat) => chat?.key ?? callKey, make: (chat) => (chat === null ? this.#makeCall() : this.#make(chat)) });
    host.append(h("h2", { tabindex: "-1" }, t("chats.title")), this.#rows);
    this.watch((state) => state.chats, () => this.#render());
    this.watch(stage, () => this.#render());
    this.watch((state) => JSON.stringify(currentCaller(state)), () => this.#render());
    everySecond(() => this.#tick(), this.signal);
  }

  /**
   * The chat of that number, as the list shows them; 0 is the call.
   * @param {number} number
   */
  chooseNumber(number) {
    if (number === 0) return this.#hasCall && this.#choose(null);
    const chat = this.state.chats.list[number - 1];
    return chat !== undefined && this.#choose(chat.key);
  }

  get #hasCall() {
    return ["call", "elsewhere", "wrapUp"].includes(stage(this.state));
  }

  /** @param {string | null} key */
  #choose(key) {
    this.context.chatCommands.open(key);
    this.#focus();
  }

  #render() {
    const { list } = this.state.chats;
    this.host.hidden = list.length === 0;
    this.#clocks.clear();
    this.#list.show(list.length > 0 && this.#hasCall ? [null, ...list] : list);
    this.#tick();
  }

  #tick() {
    for (const show of this.#clocks.values()) show();
  }

  #makeCall() {
    const name = h("strong", { class: "chat-row-name" });
    const badge = h("span", { class: "chat-row-badge" });
    const button = h("button", { class: "chat-row", type: "button", "data-act": "open", onclick: () => this.#choose(null) },
      h("span", { class: "chat-row-head" }, icon("camera"), name), h("span", { class: "chat-row-foot" }, badge));
    return {
      element: h("li", {}, button),
      update: () => {
        setAttribute(button, "aria-current", this.state.chats.open === null ? "true" : null);
        setText(name, currentCaller(this.state)?.name ?? t("offer.someone"));
        this.#clocks.set(callKey, () => {
          const { wrapUp } = this.state;
          const isWrapUp = stage(this.state) === "wrapUp" && wrapUp !== null;
          setAttribute(badge, "data-tone", isWrapUp ? "hold" : "live");
          setText(badge, isWrapUp ? this.#wrapUpText(wrapUp) : t("chats.call"));
        });
      },
    };
  }

  /** @param {Chat | null} first */
  #make(first) {
    const key = /** @type {Chat} */ (first).key;
    const number = h("kbd", { "aria-hidden": "true" });
    const name = h("strong", { class: "chat-row-name" });
    const unread = h("span", { class: "chat-row-unread" });
    const last = h("span", { class: "chat-row-last" });
    const since = h("span", { class: "chat-row-since" });
    const badge = h("span", { class: "chat-row-badge", "data-tone": "hold" });
    const button = h("button", { class: "chat-row", type: "button", "data-act": "open", "data-chat": key, onclick: () => this.#choose(key) },
      h("span", { class: "chat-row-head" }, icon("chat"), name, unread, number), last, h("span", { class: "chat-row-foot" }, since, badge));
    return {
      element: h("li", {}, button),
      update: (/** @type {Chat | null} */ shown) => {
        const chat = /** @type {Chat} */ (shown);
        const live = isLive(chat);
        const place = this.state.chats.list.indexOf(chat) + 1;
        setAttribute(button, "aria-current", this.state.chats.open === key ? "true" : null);
        setAttribute(button, "aria-keyshortcuts", place <= numbered ? `Alt+${place}` : null);
        setText(number, place <= numbered ? `Alt ${place}` : "");
        setText(name, callerOf(chat)?.name ?? t("offer.someone"));
        unread.hidden = chat.unread === 0;
        unread.replaceChildren(String(chat.unread), h("span", { class: "visually-hidden" }, ` ${t("chats.unread", { n: chat.unread })}`));
        setText(last, lastLine(chat));
        button.toggleAttribute("data-awaits", awaitsAnswer(chat));
        badge.hidden = live;
        since.hidden = !live;
        this.#clocks.set(key, () => {
          const now = this.context.client.clock();
          if (live) setText(since, t(chat.messages.some(({ role }) => role === "customer") ? "chats.wroteAgo" : "chats.cameAgo", { time: clockText(now - customerWroteAt(chat)) }));
          else setText(badge, chat.wrapUp === null ? t("chats.ended") : this.#wrapUpText(chat.wrapUp));
        });
      },
    };
  }

  /** @param {import("./model.js").WrapUp} wrapUp */
  #wrapUpText({ deadline }) {
    return t("chats.wrapUp", { time: clockText(deadline - this.context.client.clock()) });
  }
}

/** @param {Chat} chat */
function lastLine(chat) {
  const last = chat.messages.at(-1);
  if (last === undefined) return isLive(chat) ? t("chats.nothingYet") : "";
  return last.role === "agent" ? t("chats.youWrote", { text: last.text }) : last.text;
}
