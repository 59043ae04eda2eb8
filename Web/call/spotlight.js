/** @typedef {import("./pictures.js").Picture} Picture */

const speakingAbove = 0.02;
const beforeTurnMs = 1200;
const betweenTurnsMs = 3000;

/**
 * Decides whose picture is the large one. What was chosen by hand stays; else a shared screen; else, among three or more,
 * whoever has been speaking for a moment, and not the next one after each cough.
 */
export class Spotlight {
  /**
   * The key of the picture that was chosen by hand.
   * @type {string | null}
   */
  pinned = null;
  /**
   * The participants who are heard now.
   * @type {Set<string>}
   */
  speaking = new Set();

  /** @type {string | null} */
  #speaker = null;
  /** @type {{participant: string, since: number} | null} */
  #candidate = null;
  #turnedAt = -Infinity;

  /**
   * @param {Map<string, number>} levels  0…1, by participant
   * @param {number} now
   * @returns {boolean} whether something changed
   */
  hear(levels, now) {
    const before = [...this.speaking].join();
    this.speaking = new Set([...levels].filter(([, level]) => level > speakingAbove).map(([participant]) => participant));
    const [loudest] = [...levels].filter(([participant]) => this.speaking.has(participant)).sort((one, other) => other[1] - one[1])[0] ?? [];
    if (loudest === undefined || loudest === this.#speaker) this.#candidate = null;
    else if (this.#candidate?.participant !== loudest) this.#candidate = { participant: loudest, since: now };
    const turns = this.#candidate !== null && now - this.#candidate.since >= beforeTurnMs && now - this.#turnedAt >= betweenTurnsMs;
    if (turns && this.#candidate) {
      this.#speaker = this.#candidate.participant;
      this.#turnedAt = now;
      this.#candidate = null;
    }
    return turns || before !== [...this.speaking].join();
  }

  /**
   * @param {Picture[]} pictures
   * @param {string | null} counterpart  the participant to show while nobody speaks
   * @returns {Picture | null}
   */
  choose(pictures, counterpart) {
    const pinned = pictures.find(({ key }) => key === this.pinned);
    if (!pinned) this.pinned = null;
    return pinned
      ?? [...pictures].reverse().find(({ kind }) => kind === "screen")
      ?? (pictures.length > 1 ? pictures.find(({ participant, held }) => participant === this.#speaker && !held) : undefined)
      ?? pictures.find(({ participant }) => participant === counterpart)
      ?? pictures[0] ?? null;
  }
}
