/** @typedef {import("./model.js").ConsoleState} ConsoleState */
/**
 * What every part of the console is given.
 * @typedef {object} Context
 * @property {import("./store.js").Store<ConsoleState, import("./model.js").ConsoleAction>} store
 * @property {import("./commands.js").Commands} commands
 * @property {import("./chat-commands.js").ChatCommands} chatCommands
 * @property {import("../client/index.js").VisavisClient} client
 * @property {import("./note-keeper.js").NoteKeeper} notes
 * @property {(useCase: string) => string} useCaseName
 * @property {(queue: string) => string} queueName
 */

/** A part of the page: it renders from the store into its host and stops all it does when disposed of. */
export class Component {
  #abort = new AbortController();

  /**
   * @param {HTMLElement} host
   * @param {Context} context
   */
  constructor(host, context) {
    this.host = host;
    this.context = context;
  }

  get signal() {
    return this.#abort.signal;
  }

  get state() {
    return this.context.store.state;
  }

  /**
   * @template T
   * @param {(state: ConsoleState) => T} select
   * @param {(value: T, state: ConsoleState) => void} changed
   */
  watch(select, changed) {
    this.context.store.watch(select, changed, this.signal);
  }

  /**
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} handler
   */
  listen(target, type, handler) {
    target.addEventListener(type, handler, { signal: this.signal });
  }

  dispose() {
    this.#abort.abort();
  }
}
