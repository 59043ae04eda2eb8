import { Conversation } from "../chat/conversation.js";
import { Unseen } from "../chat/unseen.js";
import { ask } from "../shared/dialog.js";
import { h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").ChatMessage} ChatMessage */
/** @typedef {import("./waiting.js").WaitingView} WaitingView */

/** A conversation with an agent in writing, from one agent to the next: what was written stays while the customer waits for another. */
export class ChatView {
  element;
  #client;
  #conversation;
  #unseen;
  #hangUp;
  /** @type {Session | null} */
  #session = null;
  #place = h("div", { class: "chat-waiting", hidden: true });
  #name = h("h1", { class: "chat-with", tabindex: -1 });
  #presence = h("p", { class: "lamp", role: "status" });
  #end = h("button", { class: "button", type: "button", onclick: () => void this.#ask() }, t("endChat"));

  /**
   * @param {{client: import("../client/index.js").VisavisClient, sounds: import("../shared/sounds.js").Sounds, interaction: string, hangUp: (session: string) => void, signal: AbortSignal}} options
   */
  constructor({ client, sounds, interaction, hangUp, signal }) {
    this.#client = client;
    this.#hangUp = hangUp;
    this.#unseen = new Unseen({ sounds, signal });
    this.#conversation = new Conversation({ client, interaction, isMine: ({ role }) => role === "customer", nameOf: ({ name }) => name ?? t("adviser"), signal });
    this.element = h("section", { class: "visit-chat", "aria-label": t("chat") },
      h("header", { class: "chat-header" }, h("div", { class: "chat-avatar" }, icon("person")), h("div", { class: "chat-who" }, this.#name, this.#presence), this.#end),
      this.#place, this.#conversation.element);
    client.on("chat", (message) => this.#arrived(message), { signal });
    client.on("chat.history", ({ messages }) => this.addFormer(messages), { signal });
    client.on("state", () => this.#show(), { signal });
  }

  /** The session that is on, null while the customer waits. */
  get session() {
    return this.#session;
  }

  /** @param {ChatMessage[]} messages */
  addFormer(messages) {
    this.#conversation.addFormer(messages);
  }

  /**
   * An agent is there.
   * @param {Session} session
   */
  talk(session) {
    const isNew = this.#session?.id !== session.id;
    this.#session = session;
    this.#place.hidden = true;
    this.#place.replaceChildren();
    this.#conversation.follow(session.id);
    this.#conversation.notice(null);
    document.title = t("titleChat", { name: this.#agentName });
    this.#show();
    if (isNew) this.#conversation.scroll();
  }

  /**
   * Nobody is there; another agent will be.
   * @param {WaitingView} waiting
   */
  wait(waiting) {
    this.#session = null;
    this.#conversation.follow(null);
    this.#conversation.notice(t("chatPaused"));
    this.#place.hidden = false;
    this.#place.replaceChildren(waiting.element);
    this.#show();
  }

  focus() {
    this.#conversation.focus();
  }

  scroll() {
    this.#conversation.scroll();
  }

  /** What was written, to be read once more when the chat is over. */
  transcript() {
    this.#conversation.readOnly("");
    this.#conversation.notice(null);
    return this.#conversation.element;
  }

  get #agent() {
    return this.#session?.participants.find(({ role }) => role === "agent");
  }

  get #agentName() {
    return this.#agent?.name ?? t("adviser");
  }

  #show() {
    this.#end.hidden = this.#session === null;
    setText(this.#name, this.#session === null ? t("chat") : this.#agentName);
    this.#presence.hidden = this.#session === null;
    if (this.#session === null) return;
    const isAway = this.#agent?.presence !== "attached";
    const isCut = this.#client.state !== "connected";
    this.#presence.dataset.tone = isCut ? "offline" : isAway ? "warn" : "ok";
    setText(this.#presence, isCut ? t("chatCut") : t(isAway ? "agentAway" : "agentHere"));
  }

  /** @param {ChatMessage} message */
  #arrived(message) {
    if (this.#conversation.add(message) && message.role !== "customer") this.#unseen.add();
  }

  async #ask() {
    const session = this.#session;
    if (session === null || !(await ask({ title: t("endChatTitle"), text: t("endChatText"), yes: t("endChat"), no: t("endChatNo") }))) return;
    this.#hangUp(session.id);
  }
}
