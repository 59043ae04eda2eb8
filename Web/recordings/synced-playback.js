import { Emitter } from "../client/emitter.js";

/** @typedef {import("./api").RecordedFile} RecordedFile */
/** @typedef {{file: RecordedFile, element: HTMLMediaElement}} Track */
/** @typedef {{tick: number, change: void}} PlaybackEvents  `tick`: the position in ms */

/** Pictures this far from the sound, in seconds, are left alone; beyond the second bound they jump; between them they hurry or dawdle. */
const inStep = 0.04;
const tooFar = 0.5;
/** At most so much faster or slower while they catch up. */
const strongest = 0.1;
/** A file that begins this little later is there from the beginning. */
const lateMs = 250;

/**
 * Plays several files as one: the mix of all voices is the clock, the pictures follow it. Where the clock has nothing to play
 * (before it begins, after it ends, or without a mix at all) time runs by itself.
 */
export class SyncedPlayback {
  durationMs;
  playing = false;
  rate = 1;

  #clock;
  #followers;
  /** @type {Emitter<PlaybackEvents>} */
  #events = new Emitter();
  #positionMs = 0;
  #lookedAt = 0;
  #frame = 0;

  /**
   * @param {{clock: Track | null, followers: Track[], durationMs: number}} options
   */
  constructor({ clock, followers, durationMs }) {
    this.#clock = clock;
    this.#followers = followers;
    this.durationMs = durationMs;
    for (const { element } of this.#tracks) element.preload = "metadata";
    clock?.element.addEventListener("seeked", () => this.#align());
    for (const track of followers) track.element.addEventListener("loadedmetadata", () => this.#align());
  }

  get #tracks() {
    return this.#clock ? [this.#clock, ...this.#followers] : this.#followers;
  }

  get positionMs() {
    return this.#positionMs;
  }

  /**
   * @template {keyof PlaybackEvents} Name
   * @param {Name} name
   * @param {(value: PlaybackEvents[Name]) => void} listener
   */
  on(name, listener) {
    return this.#events.on(name, listener);
  }

  /**
   * Whether a file has anything at the position.
   * @param {RecordedFile} file
   */
  covers({ startMs, durationMs }) {
    return this.#positionMs >= startMs - lateMs && this.#positionMs < startMs + durationMs;
  }

  play() {
    if (this.#positionMs >= this.durationMs) this.seek(0);
    this.playing = true;
    this.#lookedAt = performance.now();
    this.#align();
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#tick());
    this.#events.emit("change", undefined);
  }

  pause() {
    this.playing = false;
    cancelAnimationFrame(this.#frame);
    for (const { element } of this.#tracks) element.pause();
    this.#align();
    this.#events.emit("change", undefined);
  }

  /** Stops for good: without a source an element neither sounds nor loads. */
  dispose() {
    this.pause();
    for (const { element } of this.#tracks) {
      element.removeAttribute("src");
      element.load();
    }
  }

  /** @param {number} ms */
  seek(ms) {
    this.#positionMs = Math.min(this.durationMs, Math.max(0, ms));
    this.#lookedAt = performance.now();
    for (const track of this.#tracks) place(track, this.#positionMs);
    this.#align();
    this.#events.emit("tick", this.#positionMs);
  }

  /** @param {number} rate */
  setRate(rate) {
    this.rate = rate;
    for (const { element } of this.#tracks) element.playbackRate = rate;
    this.#events.emit("change", undefined);
  }

  #tick() {
    if (!this.playing) return;
    this.#positionMs = Math.min(this.durationMs, this.#now());
    this.#align();
    this.#events.emit("tick", this.#positionMs);
    if (this.#positionMs >= this.durationMs) this.pause();
    else this.#frame = requestAnimationFrame(() => this.#tick());
  }

  /** The sound tells the time where there is sound; a clock that waits for data stands still, and all stand with it. */
  #now() {
    const now = performance.now();
    const passed = (now - this.#lookedAt) * this.rate;
    this.#lookedAt = now;
    const clock = this.#clock;
    if (!clock || !this.covers(clock.file) || clock.element.ended || clock.element.error) return this.#positionMs + passed;
    return clock.file.startMs + clock.element.currentTime * 1000;
  }

  #align() {
    if (this.#clock) this.#run(this.#clock, this.playing);
    const standing = this.#clock !== null && this.covers(this.#clock.file) && !this.#clock.element.error && this.#clock.element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
    for (const track of this.#followers) this.#follow(track, this.playing && !standing);
  }

  /**
   * @param {Track} track
   * @param {boolean} runs
   */
  #run(track, runs) {
    const { element, file } = track;
    if (runs && this.covers(file) && !element.ended) {
      if (!element.paused) return;
      place(track, this.#positionMs);
      element.playbackRate = this.rate;
      void element.play().catch(() => element.error || this.pause());
    } else if (!element.paused) {
      element.pause();
    }
  }

  /**
   * @param {Track} track
   * @param {boolean} runs
   */
  #follow(track, runs) {
    const { element, file } = track;
    if (element.readyState < HTMLMediaElement.HAVE_METADATA) return;
    const target = (this.#positionMs - file.startMs) / 1000;
    const ahead = element.currentTime - target;
    if (!this.covers(file)) {
      if (!element.paused) element.pause();
      return;
    }
    if (!element.seeking && Math.abs(ahead) > (runs ? tooFar : inStep)) element.currentTime = Math.max(0, target);
    const correction = Math.abs(ahead) < inStep ? 0 : Math.max(-strongest, Math.min(strongest, ahead));
    const rate = this.rate * (1 - correction);
    if (Math.abs(element.playbackRate - rate) > 0.001) element.playbackRate = rate;
    if (runs && element.paused) void element.play().catch(() => undefined);
    else if (!runs && !element.paused) element.pause();
  }
}

/**
 * @param {Track} track
 * @param {number} positionMs
 */
function place({ element, file }, positionMs) {
  const target = Math.min(file.durationMs, Math.max(0, positionMs - file.startMs)) / 1000;
  if (Math.abs(element.currentTime - target) > inStep) element.currentTime = target;
}
