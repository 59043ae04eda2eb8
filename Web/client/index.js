import { Backoff } from "./backoff.js";
import { Connection } from "./connection.js";
import { Emitter } from "./emitter.js";
import { SignalingError } from "./error.js";
import { Heartbeat } from "./heartbeat.js";
import { Requests } from "./requests.js";

export { guestToken } from "./tokens.js";
export { SignalingError };

/** @typedef {import("./protocol").ClientEvents} ClientEvents */
/** @typedef {import("./protocol").ClientState} ClientState */
/** @typedef {import("./protocol").Method} Method */
/** @typedef {import("./protocol").Principal} Principal */
/** @typedef {import("./protocol").Welcome} Welcome */

/** How long the server holds a signaling session whose socket is lost. */
const resumableMs = 30_000;
const defaultTimeoutMs = 30_000;
/** What a snapshot says by leaving it out. */
const nothing = { ticket: null, offer: null, session: null, wrapUp: null, ended: null };
/** Codes after which trying again by itself leads nowhere. */
const fatal = new Set(["not_authenticated", "not_allowed", "invite_gone"]);

/**
 * A lasting connection to the hub: it reconnects, resumes, and sends again what got no answer.
 *
 * Requests made while the connection is away wait for it. After a resume they go out with the id they had; in a new
 * signaling session the harmless ones are repeated and the others are rejected with `connection_lost` (`requests.js`).
 */
export class VisavisClient {
  #url;
  #fetchToken;
  /** @type {Emitter<ClientEvents>} */
  #events = new Emitter();
  #requests = new Requests();
  #backoff = new Backoff();
  /** @type {ClientState} */
  #state = "idle";
  /** @type {Connection | null} */
  #connection = null;
  /** @type {Heartbeat | null} */
  #heartbeat = null;
  /** @type {{sid: string, secret: string, lostAt: number} | null} */
  #resume = null;
  /** @type {Principal | null} */
  #principal = null;
  #lastSeq = 0;
  #offsetMs = 0;
  #helloAt = 0;
  #welcomed = false;
  /** Grows with each attempt, so that a token that arrives late does not open a second socket. */
  #attempt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {AbortController | null} */
  #listening = null;

  /**
   * @param {{url?: string, fetchToken: () => Promise<string>}} options
   *   `fetchToken` may reject with an error whose `code` is `not_authenticated`, `not_allowed` or `invite_gone`: the client then stops.
   */
  constructor({ url = defaultUrl(), fetchToken }) {
    this.#url = url;
    this.#fetchToken = fetchToken;
  }

  get state() {
    return this.#state;
  }

  /** Who the server says this is; null before the first welcome. */
  get principal() {
    return this.#principal;
  }

  /** The server's time now, in ms. */
  clock() {
    return Date.now() + this.#offsetMs;
  }

  /** Connects, and stays connected until `close` or until the server says stop. */
  connect() {
    if (this.#state !== "idle" && this.#state !== "stopped") return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    addEventListener("online", () => this.#nudge(), { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#nudge(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.#nudge(), { signal });
    this.#backoff.reset();
    this.#setState("connecting");
    this.#open();
  }

  /** Ends the connection for good; `connect` begins anew. */
  close() {
    this.#resume = null;
    this.#stop("idle");
  }

  /**
   * @template {keyof ClientEvents} Name
   * @param {Name} name
   * @param {(value: ClientEvents[Name]) => void} listener
   * @param {{signal?: AbortSignal}} [options]
   * @returns {() => void} unsubscribes
   */
  on(name, listener, options) {
    return this.#events.on(name, listener, options);
  }

  /**
   * @template {Method} M
   * @param {M} method
   * @param {import("./protocol").Params<M>} params
   * @param {{timeoutMs?: number}} options  counted from the call, time without a connection included; 0: for ever
   * @returns {Promise<import("./protocol").Ok<M>>} rejects with a `SignalingError`
   */
  request(method, params, { timeoutMs = defaultTimeoutMs } = {}) {
    if (this.#state === "idle" || this.#state === "stopped") {
      return Promise.reject(new SignalingError("not_connected", `${method}: not connected`));
    }
    const { waiting, answer } = this.#requests.add(method, params, timeoutMs);
    this.#transmit(waiting);
    return answer;
  }

  /**
   * Sends without asking for an answer; lost when there is no connection now.
   * @template {import("./protocol").Notification} M
   * @param {M} method
   * @param {import("./protocol").Params<M>} params
   */
  notify(method, params) {
    if (this.#state === "connected") this.#connection?.send({ m: method, a: this.#lastSeq, p: params });
  }

  // --- connecting

  async #open() {
    const attempt = ++this.#attempt;
    clearTimeout(this.#retry);
    this.#drop();
    /** @type {Record<string, unknown>} */
    const hello = {};
    if (this.#resume && performance.now() - this.#resume.lostAt < resumableMs) {
      hello.resume = { sid: this.#resume.sid, secret: this.#resume.secret, lastSeq: this.#lastSeq };
    } else {
      this.#resume = null;
      try {
        hello.token = await this.#fetchToken();
      } catch (error) {
        if (attempt === this.#attempt) this.#refused(asSignalingError(error));
        return;
      }
      if (attempt !== this.#attempt) return;
    }
    this.#helloAt = Date.now();
    this.#connection = new Connection(this.#url, hello, {
      welcome: (welcome) => this.#welcome(welcome),
      refused: (error) => this.#refused(error),
      message: (message) => this.#message(message),
      closed: () => this.#lost(),
    });
  }

  /** @param {Welcome} welcome */
  #welcome(welcome) {
    this.#backoff.reset();
    this.#offsetMs = welcome.now - (this.#helloAt + Date.now()) / 2;
    this.#principal = welcome.principal;
    this.#resume = { sid: welcome.sid, secret: welcome.secret, lostAt: Infinity };
    this.#welcomed = true;
    if (!welcome.resumed) this.#lastSeq = welcome.seq;
    this.#heartbeat = new Heartbeat({
      pingMs: welcome.pingMs,
      send: () => void this.request("ping", {}, { timeoutMs: 0 }).catch(() => undefined),
      dead: () => this.#lost(),
      oldestUnanswered: () => this.#requests.oldestSentAt(),
    });
    // Ids grow on the wire: what is sent again goes out before a listener can ask for anything new.
    for (const waiting of welcome.resumed ? this.#requests.afterResume() : this.#requests.afterNewSession()) this.#deliver(waiting);
    this.#setState("connected");
    this.#events.emit("welcome", welcome);
    if (!welcome.resumed && welcome.snapshot) this.#events.emit("snapshot", { ...nothing, ...welcome.snapshot });
  }

  /**
   * The hello was refused, or there was no token for it.
   * @param {SignalingError} error
   */
  #refused(error) {
    if (fatal.has(error.code)) {
      this.#stop("stopped");
      this.#events.emit("bye", { action: "stop", reason: error.code });
      return;
    }
    const hadResume = this.#resume !== null;
    this.#resume = null;
    if (error.code === "resume_failed" && hadResume) this.#open();
    else this.#retryIn(this.#backoff.next(error.retryAfterMs));
  }

  /** The socket is gone, or as good as gone. */
  #lost() {
    this.#drop();
    if (this.#resume && this.#resume.lostAt === Infinity) this.#resume.lostAt = performance.now();
    this.#retryIn(this.#backoff.next());
  }

  /** @param {number} ms */
  #retryIn(ms) {
    this.#setState(this.#welcomed ? "reconnecting" : "connecting");
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), ms);
  }

  /** Something changed for the better: ask the socket whether it lives, or try again at once. */
  #nudge() {
    if (this.#state === "connected") this.#heartbeat?.probe();
    else if (this.#retry !== undefined && !this.#connection) this.#open();
  }

  #drop() {
    this.#heartbeat?.stop();
    this.#heartbeat = null;
    this.#connection?.close();
    this.#connection = null;
  }

  /** @param {"idle" | "stopped"} state */
  #stop(state) {
    this.#attempt += 1;
    clearTimeout(this.#retry);
    this.#listening?.abort();
    this.#drop();
    this.#resume = null;
    this.#requests.rejectAll(new SignalingError("not_connected", "the connection has ended"));
    this.#setState(state);
  }

  /** @param {ClientState} state */
  #setState(state) {
    if (this.#state === state) return;
    this.#state = state;
    this.#events.emit("state", state);
  }

  // --- messages

  /** @param {import("./requests.js").Waiting} waiting */
  #transmit(waiting) {
    if (this.#state === "connected") this.#deliver(waiting);
  }

  /** @param {import("./requests.js").Waiting} waiting */
  #deliver(waiting) {
    waiting.sentAt = performance.now();
    this.#connection?.send({ id: waiting.id, m: waiting.method, a: this.#lastSeq, p: waiting.params });
  }

  /** @param {any} message */
  #message(message) {
    this.#heartbeat?.heard();
    if (typeof message.id === "number") return this.#requests.answer(message.id, message);
    if (message.t === "bye") return this.#bye(message.p);
    if (typeof message.s === "number") {
      if (message.s <= this.#lastSeq) return;
      this.#lastSeq = message.s;
    }
    if (message.t === "signal") this.#events.emit("signal", { from: message.from, signal: message.p });
    else if (typeof message.t === "string") this.#events.emit(message.t, message.p);
  }

  /** @param {import("./protocol").Bye} bye */
  #bye(bye) {
    if (bye.action === "stop") {
      this.#stop("stopped");
    } else if (bye.action === "resume") {
      this.#lost();
      this.#open();
    } else {
      this.#drop();
      this.#resume = null;
      this.#retryIn(this.#backoff.next(500));
    }
    this.#events.emit("bye", bye);
  }
}

function defaultUrl() {
  return `${location.protocol === "http:" ? "ws:" : "wss:"}//${location.host}/ws`;
}

/** @param {unknown} error */
function asSignalingError(error) {
  const { code = "internal", message = String(error), retryAfterMs = 0 } = /** @type {any} */ (error) ?? {};
  return new SignalingError(code, message, retryAfterMs);
}
