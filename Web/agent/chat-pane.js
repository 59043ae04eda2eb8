import { Conversation } from "../chat/conversation.js";
import { ask } from "../shared/dialog.js";
import { h, setAttribute, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { tool } from "./call-tools.js";
import { callerOf, chatOf, isLive } from "./chats.js";
import { Component } from "./component.js";
import { chatDesk } from "./desk.js";
import { ProtectionPanel } from "./protection-panel.js";
import { TransferPanel } from "./transfer-panel.js";
import { t } from "./wording.js";
import { WrapUpForm } from "./wrapup-form.js";

/** @typedef {import("./chats.js").Chat} Chat */

/**
 * One chat from its first word to the end of its record. It stays as it is while others are in front of the agent: what is being written,
 * what was chosen in the record, and how far was read.
 */
export class ChatPane extends Component {
  wrapUp;
  #key;
  #desk;
  #conversation;
  #name = h("h2", { class: "chat-pane-name", tabindex: "-1" });
  #presence = h("p", { class: "lamp", role: "status" });
  #transfer = tool(icon("swap"), "transfer");
  #protect = tool(icon("shield"), "protect");
  #end = h("button", { class: "button tool", type: "button", "data-tool": "end" }, icon("close"), h("span", {}, t("chats.end")));
  #tools;
  #transferPanel;
  #protectionPanel;
  #record = h("div", { class: "chat-record", hidden: true });
  #over;
  #wasLive = false;

  /**
   * @param {import("./component.js").Context} context
   * @param {Chat} chat
   */
  constructor(context, { key, interaction }) {
    super(h("section", { class: "chat-pane", hidden: true }), context);
    this.#key = key;
    this.#desk = chatDesk(context, key);
    this.#conversation = new Conversation({
      client: context.client, interaction, isMine: ({ role, from, session }) => role === "agent" && from === this.#self(session),
      nameOf: ({ name, role }) => name ?? t(role === "customer" ? "offer.someone" : "role.agent"), signal: this.signal,
    });
    this.#transferPanel = new TransferPanel(context, this.#desk, this.signal, () => this.toggleTransfer());
    this.#protectionPanel = new ProtectionPanel(context, this.#desk, this.signal);
    this.#tools = h("div", { class: "tools", role: "toolbar", "aria-label": t("chats.tools") }, this.#transfer.button, this.#protect.button, this.#end);
    this.#over = h("div", { class: "chat-over row", hidden: true }, h("p", { role: "status" }, t("chats.over")),
      h("button", { class: "button", type: "button", onclick: () => context.chatCommands.dismiss(key) }, t("chats.dismiss")));
    const title = this.#desk.id("chat-name");
    this.#name.id = title;
    this.host.setAttribute("aria-labelledby", title);
    this.host.append(
      h("header", { class: "chat-pane-head" }, h("div", { class: "chat-pane-who" }, this.#name, this.#presence), this.#tools),
      this.#transferPanel.element, this.#protectionPanel.element, this.#conversation.element, this.#over, this.#record);
    setText(this.#transfer.words, t("tools.transfer"));
    setText(this.#protect.words, t("tools.protect"));
    this.listen(this.#transfer.button, "click", () => this.toggleTransfer());
    this.listen(this.#protect.button, "click", () => this.protect());
    this.listen(this.#end, "click", () => void this.#hangUp());
    this.wrapUp = new WrapUpForm(this.#record, context, this.#desk);
    this.watch((state) => chatOf(state.chats, key)?.messages, (messages) => messages && this.#showMessages(messages));
    this.watch((state) => chatOf(state.chats, key), (chat) => chat && this.#render(chat));
    this.watch((state) => this.#desk.protection(state) !== null, (on) => this.#renderProtection(on));
  }

  /** To where one writes, or to the record once the chat is over. */
  focus() {
    if (this.#chat !== null && isLive(this.#chat)) this.#conversation.focus();
    else (this.#record.hidden ? this.#name : this.#record.querySelector("h2"))?.focus();
  }

  /** @param {boolean} shown */
  show(shown) {
    if (this.host.hidden !== shown) return;
    this.host.hidden = !shown;
    if (shown) this.#conversation.scroll();
  }

  toggleTransfer() {
    if (this.#tools.hidden) return;
    const opens = this.#transferPanel.element.hidden;
    this.#openTransfer(opens);
    if (opens) this.#transferPanel.focus();
    else this.#transfer.button.focus();
  }

  /** Never the other way round: a key that was pressed twice takes nothing back. */
  protect() {
    if (this.#tools.hidden) return;
    if (this.#desk.protection(this.state) === null) this.#desk.protect();
    this.#openTransfer(false);
    this.#protectionPanel.focus();
  }

  /** @override */
  dispose() {
    super.dispose();
    this.wrapUp.dispose();
    this.host.remove();
  }

  get #chat() {
    return chatOf(this.state.chats, this.#key);
  }

  /** @param {import("./model.js").ChatMessage[]} messages */
  #showMessages(messages) {
    if (this.host.isConnected && !this.host.hidden) for (const message of messages) this.#conversation.add(message);
    else this.#conversation.addFormer(messages);
  }

  /** @param {Chat} chat */
  #render(chat) {
    const { session, wrapUp } = chat;
    const live = isLive(chat);
    const hadFocus = this.#wasLive && !live && this.host.contains(document.activeElement);
    this.#wasLive = live;
    setText(this.#name, callerOf(chat)?.name ?? t("offer.someone"));
    const customer = session?.participants.find(({ role }) => role === "customer");
    const isHere = customer?.presence === "attached";
    this.#presence.hidden = !live;
    this.#presence.dataset.tone = isHere ? "ok" : "warn";
    setText(this.#presence, live ? t(isHere ? "chats.here" : "chats.away") : "");
    this.#tools.hidden = !live;
    if (!live) this.#openTransfer(false);
    this.#conversation.follow(live && session ? session.id : null);
    this.#conversation.readOnly(live ? null : "");
    this.#record.hidden = live || wrapUp === null;
    this.#over.hidden = live || wrapUp !== null;
    this.host.dataset.phase = live ? "live" : "over";
    // What they wrote in, or pressed, has gone.
    if (hadFocus) queueMicrotask(() => this.focus());
  }

  /** @param {boolean} open */
  #openTransfer(open) {
    this.#transferPanel.show(open);
    this.#protectionPanel.show(!open && this.#desk.protection(this.state) !== null);
    setAttribute(this.#transfer.button, "aria-expanded", String(open));
  }

  /** @param {boolean} on */
  #renderProtection(on) {
    const hadFocus = this.#protectionPanel.element.contains(document.activeElement);
    this.#protect.button.toggleAttribute("data-on", on);
    setAttribute(this.#protect.button, "aria-expanded", String(on));
    this.#protectionPanel.show(on && this.#transferPanel.element.hidden);
    if (!on && hadFocus) this.#protect.button.focus();
  }

  /**
   * Who the agent is in a session: another one of the same matter may have had them too.
   * @param {string | undefined} session
   */
  #self(session) {
    const now = this.#chat?.session ?? null;
    return now !== null && now.id === session ? now.self : undefined;
  }

  async #hangUp() {
    const name = callerOf(/** @type {Chat} */ (this.#chat))?.name ?? t("offer.someone");
    if (await ask({ title: t("chats.endTitle", { name }), text: t("chats.endText"), yes: t("chats.end"), no: t("chats.endNo") })) await this.context.chatCommands.hangUp(this.#key);
  }
}
