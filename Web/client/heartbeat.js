/**
 * Pings a connection and finds out that it is dead. TCP alone may keep a half-open socket for many minutes after a laptop
 * slept or a network changed, so whatever was sent and has heard nothing for `patienceMs` counts as two lost pings.
 */
export class Heartbeat {
  #sentAt = 0;
  #heardAt = 0;
  #pingMs;
  #send;
  #dead;
  #oldestUnanswered;
  /** @type {ReturnType<typeof setInterval>} */
  #timer;

  /**
   * @param {{pingMs: number, patienceMs?: number, send: () => void, dead: () => void, oldestUnanswered: () => number | null}} options
   *   `oldestUnanswered`: when the oldest request without an answer was sent, in `performance.now()`
   */
  constructor({ pingMs, patienceMs = 8000, send, dead, oldestUnanswered }) {
    this.#pingMs = pingMs;
    this.patienceMs = patienceMs;
    this.#send = send;
    this.#dead = dead;
    this.#oldestUnanswered = oldestUnanswered;
    this.#sentAt = this.#heardAt = performance.now();
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  /** Something arrived. */
  heard() {
    this.#heardAt = performance.now();
  }

  /** Pings at once: the network or the page's visibility has changed. */
  probe() {
    this.#sentAt = performance.now();
    this.#send();
  }

  stop() {
    clearInterval(this.#timer);
  }

  #tick() {
    const now = performance.now();
    const oldest = this.#oldestUnanswered();
    if (oldest !== null && this.#heardAt < oldest && now - oldest > this.patienceMs) this.#dead();
    else if (now - this.#sentAt >= this.#pingMs) this.probe();
  }
}
