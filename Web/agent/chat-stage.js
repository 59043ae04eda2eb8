import { isTyping } from "../shared/typing.js";
import { ChatPane } from "./chat-pane.js";
import { chatOf } from "./chats.js";
import { Component } from "./component.js";

/** The chats of this agent, one of which is in front of them. */
export class ChatStage extends Component {
  /** @type {Map<string, ChatPane>} */
  #panes = new Map();

  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   */
  constructor(host, context) {
    super(host, context);
    this.watch((state) => state.chats.list.map(({ key }) => key).join(), () => this.#follow());
    this.watch((state) => state.chats.open, (open) => this.#show(open));
  }

  /** The chat that is in front of the agent. */
  get pane() {
    return this.#panes.get(this.state.chats.open ?? "") ?? null;
  }

  /** Whether the focus is in it. */
  get hasFocus() {
    return this.host.contains(document.activeElement);
  }

  focus() {
    this.pane?.focus();
  }

  #follow() {
    const { chats } = this.state;
    for (const [key, pane] of this.#panes) {
      if (chatOf(chats, key) !== null) continue;
      pane.dispose();
      this.#panes.delete(key);
    }
    for (const chat of chats.list) {
      if (this.#panes.has(chat.key)) continue;
      const pane = new ChatPane(this.context, chat);
      this.#panes.set(chat.key, pane);
      this.host.append(pane.host);
    }
  }

  /** @param {string | null} open */
  #show(open) {
    // Who writes a note or to somebody else keeps the caret.
    const follows = this.hasFocus || !isTyping(document.activeElement);
    this.#follow();
    this.host.hidden = open === null;
    for (const [key, pane] of this.#panes) pane.show(key === open);
    if (open !== null && follows) this.focus();
  }
}
