import { chatOf, isLive } from "./chats.js";
import { codeOf } from "./commands.js";
import { errorText } from "./wording.js";

/** @typedef {import("./model.js").ConsoleState} ConsoleState */
/** @typedef {import("./model.js").ConsoleAction} ConsoleAction */
/** @typedef {import("./chats.js").ChatsAction} ChatsAction */

/** What the agent can ask for in a chat, beside writing. Each is about the chat that is named: others go on meanwhile. */
export class ChatCommands {
  #client;
  #store;

  /**
   * @param {import("../client/index.js").VisavisClient} client
   * @param {import("./store.js").Store<ConsoleState, ConsoleAction>} store
   */
  constructor(client, store) {
    this.#client = client;
    this.#store = store;
  }

  /** @param {string | null} key  to be in front of the agent; null: the call */
  open(key) {
    this.#dispatch({ type: "open", key });
  }

  /** @param {string} key  one that is over, and has no record to finish */
  dismiss(key) {
    this.#dispatch({ type: "dismissed", key });
  }

  /** @param {string} key */
  async hangUp(key) {
    const session = this.#session(key);
    if (session === null) return;
    try {
      await this.#client.request("session.hangup", { session: session.id });
    } catch (error) {
      const code = codeOf(error);
      if (code !== "session_gone") this.#store.dispatch({ type: "notice", notice: { tone: "danger", key: "chats.endFailed", detail: errorText(code) } });
    }
  }

  /** @param {string} key */
  transferTargets(key) {
    return this.#client.request("transfer.targets", { session: key });
  }

  /**
   * @param {string} key
   * @param {{queue: string} | {agent: string}} target
   * @param {string} words  the target's name
   * @returns {Promise<string | null>} the code of what it was refused with
   */
  async transfer(key, target, words) {
    const session = this.#session(key);
    if (session === null) return "session_gone";
    this.#dispatch({ type: "passing", session: session.id, passing: { interaction: session.interaction, to: words } });
    try {
      await this.#client.request("session.transfer", { session: session.id, ...target });
      return null;
    } catch (error) {
      this.#dispatch({ type: "passing", session: session.id, passing: null });
      return codeOf(error);
    }
  }

  /**
   * Flags the interaction, so that the supervisors know.
   * @param {string} key
   */
  async protect(key) {
    const session = this.#session(key);
    if (session === null) return;
    /** @param {import("./model.js").Protection["told"]} told */
    const set = (told) => this.#dispatch({ type: "protection", session: session.id, protection: { session: session.id, told } });
    set("telling");
    try {
      await this.#client.request("session.protect", { session: session.id, end: false });
      if (this.#chat(key)?.protection !== null) set("told");
    } catch (error) {
      if (this.#chat(key)?.protection !== null) set("failed");
    }
  }

  /**
   * The panel is put away; the interaction stays flagged.
   * @param {string} key
   */
  unprotect(key) {
    this.#dispatch({ type: "protection", session: key, protection: null });
  }

  /**
   * Ends the chat because of the customer's behaviour.
   * @param {string} key
   * @param {number | null} blockMinutes  for how long no visit of theirs is taken; null: they may come again
   * @returns {Promise<string | null>} the code of what it was refused with
   */
  async protectAndEnd(key, blockMinutes) {
    const session = this.#session(key);
    if (session === null) return null;
    try {
      await this.#client.request("session.protect", { session: session.id, end: true, ...(blockMinutes !== null && { blockMinutes }) });
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  /** @param {string} key */
  #chat(key) {
    return chatOf(this.#store.state.chats, key);
  }

  /** @param {string} key */
  #session(key) {
    const chat = this.#chat(key);
    return chat !== null && isLive(chat) ? chat.session : null;
  }

  /** @param {ChatsAction} action */
  #dispatch(action) {
    this.#store.dispatch({ type: "chats", action });
  }
}
