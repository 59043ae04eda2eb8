import { SignalingError } from "./error.js";

/** @typedef {{id: number, method: string, params: object, sentAt: number | null, settle: (error: SignalingError | null, ok?: any) => void}} Waiting */

/**
 * Methods that do no harm when they are done twice. They are sent again in a new signaling session; all others are
 * rejected with `connection_lost`, because the answer that said whether they were done is gone.
 */
const repeatable = new Set([
  "ping", "visit.start", "visit.leave", "callback.request", "callback.answer", "offer.accept", "offer.reject", "chat.send", "note.save", "wrapup.finish", "wrapup.skip",
  "agent.activity", "session.ice", "session.media", "session.hangup",
  "session.hold", "recording.pause", "consent.set", "invite.revoke", "supervise.mode", "transfer.targets", "session.protect",
]);

/** The requests that have no answer yet. Ids start at 2: the `hello` of every connection is 1. */
export class Requests {
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #lastId = 1;

  /**
   * @param {string} method
   * @param {object} params
   * @param {number} timeoutMs  0: waits for ever
   * @returns {{waiting: Waiting, answer: Promise<any>}}
   */
  add(method, params, timeoutMs) {
    /** @type {Waiting} */
    const waiting = { id: ++this.#lastId, method, params, sentAt: null, settle: () => undefined };
    this.#waiting.set(waiting.id, waiting);
    const answer = new Promise((resolve, reject) => {
      const timer = timeoutMs > 0 ? setTimeout(() => waiting.settle(new SignalingError("timeout", `${method}: no answer`)), timeoutMs) : undefined;
      waiting.settle = (error, ok) => {
        clearTimeout(timer);
        this.#waiting.delete(waiting.id);
        if (error) reject(error);
        else resolve(ok);
      };
    });
    return { waiting, answer };
  }

  /**
   * @param {number} id
   * @param {{ok?: any, err?: {code: string, message: string, retryAfterMs?: number, turnaway?: "refuse" | "book" | "callback", greeting?: string}}} reply
   */
  answer(id, { ok, err }) {
    this.#waiting.get(id)?.settle(err ? new SignalingError(err.code, err.message, err.retryAfterMs, err.turnaway, err.greeting) : null, ok);
  }

  /** The requests to send again after a resume, with the ids they had: the server answers those it has done from memory. */
  afterResume() {
    return [...this.#waiting.values()];
  }

  /** The requests for a new signaling session, renumbered; what may not be repeated is rejected. */
  afterNewSession() {
    const kept = [];
    for (const waiting of [...this.#waiting.values()]) {
      if (waiting.sentAt !== null && !repeatable.has(waiting.method)) {
        waiting.settle(new SignalingError("connection_lost", `${waiting.method}: the connection was lost`));
        continue;
      }
      this.#waiting.delete(waiting.id);
      waiting.id = ++this.#lastId;
      this.#waiting.set(waiting.id, waiting);
      kept.push(waiting);
    }
    return kept;
  }

  /**
   * When the oldest unanswered request went out.
   * @returns {number | null}
   */
  oldestSentAt() {
    let oldest = null;
    for (const { sentAt } of this.#waiting.values()) {
      if (sentAt !== null && (oldest === null || sentAt < oldest)) oldest = sentAt;
    }
    return oldest;
  }

  /** @param {SignalingError} error */
  rejectAll(error) {
    for (const waiting of [...this.#waiting.values()]) waiting.settle(error);
  }
}
