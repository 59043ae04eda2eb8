import { Conversation } from "../chat/conversation.js";
import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").ChatMessage} ChatMessage */

/** The drawer of a call in which people write to each other. */
export class ChatPanel {
  element;
  unread = 0;

  #session;
  #self;
  #changed;
  #conversation;

  /**
   * @param {{client: import("../client/index.js").VisavisClient, session: string, self: string, close: () => void, changed: () => void, signal: AbortSignal}} options
   */
  constructor({ client, session, self, close, changed, signal }) {
    this.#session = session;
    this.#self = self;
    this.#changed = changed;
    this.#conversation = new Conversation({ client, isMine: ({ from }) => from === self, nameOf: ({ name, role }) => name || t(role), signal });
    this.#conversation.follow(session);
    this.element = h("section", { class: "call-panel call-chat", "aria-label": t("chat"), hidden: true },
      h("div", { class: "chat-head" }, h("h2", {}, t("chat")),
        h("button", { class: "call-control chat-close", type: "button", "aria-label": t("close"), onclick: close }, icon("close"))),
      this.#conversation.element);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && close());
  }

  /** @param {boolean} open */
  show(open) {
    this.element.hidden = !open;
    if (!open) return;
    this.unread = 0;
    this.#conversation.scroll();
    this.#conversation.focus();
    this.#changed();
  }

  /**
   * Whoever is not seen is not read either: a supervisor who listens or whispers only reads. What was typed stays.
   * @param {boolean} mayWrite
   * @param {boolean} isRead  by a customer on hold, whom those who work here neither see nor hear
   */
  follow(mayWrite, isRead) {
    this.#conversation.notice(mayWrite && isRead ? t("readOnHold") : null);
    this.#conversation.readOnly(mayWrite ? null : t("readOnly"));
  }

  /** @param {ChatMessage[]} messages  written before, so that they do not count as unread */
  addFormer(messages) {
    this.#conversation.addFormer(messages.filter(({ session }) => session === this.#session));
    this.#changed();
  }

  /**
   * @param {ChatMessage} message
   * @returns {boolean} whether it waits to be read
   */
  add(message) {
    if (message.session !== this.#session) return false;
    const isNew = this.#conversation.add(message);
    const isUnread = isNew && message.from !== this.#self && this.element.hidden;
    if (isUnread) this.unread += 1;
    this.#changed();
    return isUnread;
  }
}
