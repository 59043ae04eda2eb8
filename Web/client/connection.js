import { SignalingError } from "./error.js";

/** @typedef {import("./protocol").Welcome} Welcome */
/** @typedef {{welcome: (welcome: Welcome) => void, refused: (error: SignalingError) => void, message: (message: any) => void, closed: () => void}} Handlers */

const subprotocol = "visavis.v1";
const openingMs = 8000;

/** One socket from its opening to its end. After `close` it says nothing more, so a former socket cannot speak for the present one. */
export class Connection {
  /** @type {Handlers | null} */
  #handlers;
  #socket;
  #welcomed = false;
  /** @type {ReturnType<typeof setTimeout>} */
  #opening;

  /**
   * @param {string} url
   * @param {object} hello  parameters of `hello`
   * @param {Handlers} handlers
   */
  constructor(url, hello, handlers) {
    this.#handlers = handlers;
    this.#socket = new WebSocket(url, subprotocol);
    this.#opening = setTimeout(() => this.#end(), openingMs);
    this.#socket.onopen = () => this.send({ id: 1, m: "hello", p: hello });
    this.#socket.onmessage = (event) => this.#received(event.data);
    this.#socket.onclose = this.#socket.onerror = () => this.#end();
  }

  /** @param {object} message */
  send(message) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  close() {
    this.#handlers = null;
    clearTimeout(this.#opening);
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = this.#socket.onerror = null;
    this.#socket.close(1000);
  }

  #end() {
    const handlers = this.#handlers;
    this.close();
    handlers?.closed();
  }

  /** @param {unknown} data */
  #received(data) {
    const message = parse(data);
    if (!message) return;
    if (this.#welcomed || message.id !== 1) return this.#handlers?.message(message);
    clearTimeout(this.#opening);
    if (message.ok) {
      this.#welcomed = true;
      this.#handlers?.welcome(message.ok);
    } else {
      const handlers = this.#handlers;
      this.close();
      handlers?.refused(new SignalingError(message.err?.code ?? "internal", message.err?.message, message.err?.retryAfterMs));
    }
  }
}

/** @param {unknown} data */
function parse(data) {
  if (typeof data !== "string") return null;
  try {
    const message = JSON.parse(data);
    return typeof message === "object" && message !== null ? message : null;
  } catch {
    return null;
  }
}
