import { h, setText } from "../shared/dom.js";
import { Composer } from "./composer.js";
import { keep, kept } from "./keeping.js";
import { MessageLog } from "./message-log.js";
import { t } from "./messages.js";
import { Outbox } from "./outbox.js";

/** @typedef {import("../client/protocol").ChatMessage} ChatMessage */

/** A conversation in writing: what was said, and where one writes. It outlives the sessions that its interaction goes through. */
export class Conversation {
  element;
  #log;
  #outbox;
  #composer;
  #empty = h("p", { class: "chat-empty" }, t("noMessages"));
  #notice = h("p", { class: "chat-notice", role: "status", hidden: true });
  #readOnly = h("p", { class: "chat-read-only", hidden: true });

  /**
   * @param {object} options
   * @param {import("../client/index.js").VisavisClient} options.client
   * @param {(message: ChatMessage) => boolean} options.isMine
   * @param {(message: ChatMessage) => string} options.nameOf  whoever else has written
   * @param {string} [options.interaction]  under which this window keeps what is not sent; without it a refresh forgets it
   * @param {AbortSignal} options.signal
   */
  constructor({ client, isMine, nameOf, interaction, signal }) {
    const { draft, unsent } = interaction === undefined ? { draft: "", unsent: [] } : kept(interaction);
    const changed = () => {
      this.#empty.hidden = !this.#log.isEmpty;
      if (interaction !== undefined) keep(interaction, { draft: this.#composer.draft, unsent: this.#outbox.unsent });
    };
    this.#log = new MessageLog({ isMine, nameOf });
    this.#composer = new Composer({ send: (text) => this.#outbox.add(text), changed });
    this.#outbox = new Outbox({ client, log: this.#log, unsent, changed, signal });
    this.#composer.draft = draft;
    this.#empty.hidden = !this.#log.isEmpty;
    this.element = h("div", { class: "conversation" }, this.#empty, this.#log.element, this.#notice, this.#composer.element, this.#readOnly);
  }

  /**
   * What was written before; asked twice it changes nothing.
   * @param {ChatMessage[]} messages
   */
  addFormer(messages) {
    this.#log.addFormer(messages);
    for (const message of messages) this.#outbox.arrived(message);
    this.#empty.hidden = !this.#log.isEmpty;
  }

  /**
   * @param {ChatMessage} message
   * @returns {boolean} whether it is new here
   */
  add(message) {
    const isNew = this.#log.add(message);
    this.#outbox.arrived(message);
    this.#empty.hidden = true;
    return isNew;
  }

  /** @param {string | null} session  where messages go; null: nobody would read them now, so that they cannot be sent */
  follow(session) {
    this.#composer.isPaused = session === null;
    this.#outbox.follow(session);
  }

  /** @param {string | null} words  above what one writes; null: none */
  notice(words) {
    this.#notice.hidden = words === null;
    if (words !== null) setText(this.#notice, words);
  }

  /** @param {string | null} words  why one can only read; null: one can write. What was typed stays. */
  readOnly(words) {
    this.#composer.element.hidden = words !== null;
    this.#readOnly.hidden = words === null || words === "";
    if (words !== null) setText(this.#readOnly, words);
  }

  focus() {
    if (this.#composer.element.hidden) this.#log.element.focus();
    else this.#composer.focus();
  }

  /** To the newest. */
  scroll() {
    this.#log.scroll();
  }
}
