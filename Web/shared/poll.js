/** Asks again and again while the page is looked at: at a steady pace while it works, ever more slowly while it does not. */
export class Poll {
  #ask;
  #everyMs;
  #failures = 0;
  #isAsking = false;
  #isStopped = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  static slowestMs = 30_000;

  /**
   * @param {() => Promise<void>} ask  rejects when there was no answer
   * @param {number} everyMs
   */
  constructor(ask, everyMs) {
    this.#ask = ask;
    this.#everyMs = everyMs;
  }

  start() {
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
    addEventListener("online", () => this.now());
    this.#plan(this.#everyMs);
  }

  stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** At once, whatever is planned: somebody has just changed something, or come back to the page. */
  now() {
    if (!this.#isAsking) void this.#turn();
  }

  async #turn() {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#isAsking = true;
    const worked = await this.#ask().then(() => true, () => false);
    this.#isAsking = false;
    this.#failures = worked ? 0 : this.#failures + 1;
    this.#plan(Math.min(this.#everyMs * 2 ** Math.min(this.#failures, 8), Poll.slowestMs));
  }

  /** @param {number} delayMs */
  #plan(delayMs) {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => document.visibilityState === "visible" && this.now(), delayMs);
  }
}
