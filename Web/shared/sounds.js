/** @typedef {"arrival" | "offer" | "message" | "test"} SoundName */

/**
 * Notes as [frequency in Hz, start, length in s]; soft sines, so no sound file has to be fetched.
 * @type {Record<SoundName, [number, number, number][]>}
 */
const melodies = {
  arrival: [[523.25, 0, 0.22], [659.25, 0.16, 0.22], [783.99, 0.32, 0.5]],
  offer: [[659.25, 0, 0.18], [880, 0.18, 0.34], [659.25, 0.7, 0.18], [880, 0.88, 0.34]],
  message: [[880, 0, 0.12]],
  test: [[523.25, 0, 0.3], [659.25, 0.25, 0.3], [523.25, 0.5, 0.4]],
};

/** Plays the few sounds of the pages. A browser lets it sound only after a gesture on the page: call `unlock` from one. */
export class Sounds {
  /** @type {AudioContext | null} */
  #context = null;

  /** @returns {Promise<boolean>} whether sound may be played now */
  async unlock() {
    const context = this.#open();
    if (!context) return false;
    if (context.state === "suspended") await Promise.race([context.resume(), pause(300)]).catch(() => undefined);
    return context.state === "running";
  }

  /**
   * @param {SoundName} name
   * @returns {Promise<boolean>} false when the browser did not allow it
   */
  async play(name) {
    if (!(await this.unlock()) || !this.#context) return false;
    const context = this.#context;
    for (const [frequency, start, length] of melodies[name]) note(context, frequency, context.currentTime + start, length);
    return true;
  }

  /**
   * Repeats a sound until the signal is aborted.
   * @param {SoundName} name
   * @param {number} everyMs
   * @param {AbortSignal} signal
   */
  repeat(name, everyMs, signal) {
    if (signal.aborted) return;
    void this.play(name);
    const timer = setInterval(() => void this.play(name), everyMs);
    signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  }

  #open() {
    if (!this.#context && typeof AudioContext === "function") this.#context = new AudioContext();
    return this.#context;
  }
}

/**
 * @param {AudioContext} context
 * @param {number} frequency
 * @param {number} at
 * @param {number} length
 */
function note(context, frequency, at, length) {
  const oscillator = new OscillatorNode(context, { type: "sine", frequency });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.18, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0005, at + length);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + length + 0.05);
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
