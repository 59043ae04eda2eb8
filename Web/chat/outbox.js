import { t } from "./messages.js";

/** @typedef {import("../client/protocol").ChatMessage} ChatMessage */

/**
 * One's own messages on their way. Each keeps the key that it began with, over lost links, refreshes and another agent, so that the server
 * stores it once.
 */
export class Outbox {
  /** @type {string | null} */
  #session = null;
  /** @type {Map<string, string>} */
  #texts = new Map();
  /** Those that the server is being asked to take. */
  #asked = new Set();
  #client;
  #log;
  #changed;

  /**
   * @param {{client: import("../client/index.js").VisavisClient, log: import("./message-log.js").MessageLog, unsent?: [string, string][], changed: () => void, signal: AbortSignal}} options
   *   `unsent`: keys and texts that a former load of the page left behind
   */
  constructor({ client, log, unsent = [], changed, signal }) {
    this.#client = client;
    this.#log = log;
    this.#changed = changed;
    for (const [key, text] of unsent) this.#keep(key, text);
    client.on("state", () => this.#tell(), { signal });
  }

  /** Keys and texts of what the server does not have. */
  get unsent() {
    return [...this.#texts];
  }

  /** @param {string | null} session  where messages go from now on; null: they wait */
  follow(session) {
    if (session === this.#session) return;
    this.#session = session;
    if (session !== null) for (const key of this.#texts.keys()) void this.#send(key);
  }

  /** @param {string} text */
  add(text) {
    const key = makeKey();
    this.#keep(key, text);
    this.#changed();
    void this.#send(key);
  }

  /** @param {ChatMessage} message  that the server has, whoever told */
  arrived({ key }) {
    if (this.#texts.delete(key)) this.#changed();
  }

  /**
   * @param {string} key
   * @param {string} text
   */
  #keep(key, text) {
    this.#texts.set(key, text);
    this.#log.addOwn(key, text, this.#words);
  }

  get #words() {
    return t(this.#client.state === "connected" ? "sending" : "waiting");
  }

  #tell() {
    for (const key of this.#asked) this.#log.tell(key, this.#words);
  }

  /** @param {string} key */
  async #send(key) {
    const session = this.#session;
    const text = this.#texts.get(key);
    if (session === null || text === undefined || this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#log.tell(key, this.#words);
    try {
      const { message } = await this.#client.request("chat.send", { session, key, text }, { timeoutMs: 0 });
      this.#asked.delete(key);
      this.#log.add(message);
      this.arrived(message);
    } catch {
      this.#asked.delete(key);
      // The agent has changed meanwhile: it goes to the one who has the customer now.
      if (this.#session !== null && this.#session !== session) void this.#send(key);
      else this.#log.tell(key, t("notSent"), () => void this.#send(key));
    }
  }
}

/** 128 random bits; `randomUUID` is missing where the page is not in a secure context. */
function makeKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
