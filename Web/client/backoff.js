/** Exponential back-off with full jitter: a crowd that lost the same server does not come back in one wave. */
export class Backoff {
  /**
   * @param {{firstMs?: number, longestMs?: number, random?: () => number}} options
   */
  constructor({ firstMs = 250, longestMs = 10_000, random = Math.random } = {}) {
    this.firstMs = firstMs;
    this.longestMs = longestMs;
    this.random = random;
    this.attempts = 0;
  }

  /**
   * The pause before the next attempt, in ms.
   * @param {number} [atLeastMs]
   */
  next(atLeastMs = 0) {
    const ceiling = Math.min(this.longestMs, this.firstMs * 2 ** this.attempts);
    this.attempts += 1;
    return atLeastMs + this.random() * ceiling;
  }

  reset() {
    this.attempts = 0;
  }
}
