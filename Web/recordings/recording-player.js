import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { clockText } from "../shared/duration.js";
import { icon } from "../shared/icons.js";
import { entriesOf, pauseAt, talkLanes } from "./entries.js";
import { t } from "./messages.js";
import { RecordedPicture } from "./pictures.js";
import { SyncedPlayback } from "./synced-playback.js";
import { Timeline } from "./timeline.js";

/** @typedef {import("./api").Detail} Detail */
/** @typedef {import("./api").RecordedFile} RecordedFile */

const speeds = [1, 1.25, 1.5, 1.75, 2];
const roles = ["customer", "agent", "guest", "supervisor", "mix"];

/** Pictures, sound, controls and timeline of one recording. */
export class Player {
  element;
  #closing = new AbortController();
  #detail;
  #pictures;
  #playback;
  #timeline;
  #sound;
  #play = h("button", { class: "button", "data-kind": "primary", type: "button" });
  #mute = h("button", { class: "button", "data-kind": "quiet", type: "button" });
  #clock = h("span", { class: "player-clock" });
  #paused = h("p", { class: "player-paused", role: "status" });

  /** @param {Detail} detail */
  constructor(detail) {
    this.#detail = detail;
    const { files, index } = detail;
    const durationMs = Math.max(index.durationMs, ...files.map((file) => file.startMs + file.durationMs));
    this.#pictures = files.filter(({ kind }) => kind === "camera" || kind === "screen")
      .sort((one, other) => roles.indexOf(one.role) - roles.indexOf(other.role)).map((file) => new RecordedPicture(file));
    const pictures = this.#pictures.map(({ file, video }) => ({ file, element: /** @type {HTMLMediaElement} */ (video) }));
    const sounds = soundsOf(files).map((file) => pictures.find((picture) => picture.file === file) ?? { file, element: h("audio", { preload: "metadata", src: file.url }) });
    for (const { element } of sounds) element.muted = false;
    this.#sound = sounds.map(({ element }) => element);
    const [clock = null, ...voices] = sounds;
    this.#playback = new SyncedPlayback({ clock, durationMs, followers: [...new Set([...voices, ...pictures])].filter((track) => track !== clock) });
    this.#timeline = new Timeline({ lanes: talkLanes(detail), entries: entriesOf(detail), durationMs, seek: (ms) => this.seek(ms) });
    this.element = h("section", { class: "player-stage", "aria-label": t("pictures") },
      h("div", { class: "pictures" }, ...this.#pictures.map(({ element }) => element),
        this.#pictures.length === 0 && h("p", { class: "pictures-none" }, t("noPictures"))),
      ...this.#sound.filter((element) => element instanceof HTMLAudioElement), this.#paused, this.#timeline.element, this.#controls(), h("p", { class: "muted small player-keys" }, t("keys")));
    this.#playback.on("tick", () => this.#show());
    this.#playback.on("change", () => this.#show());
    for (const { video } of this.#pictures) for (const event of ["loadeddata", "error"]) video.addEventListener(event, () => this.#show());
    document.addEventListener("keydown", (event) => this.#keyed(event), { signal: this.#closing.signal });
    this.#show();
  }

  /** Falls silent and lets go of the keys and the files; the page shows something else in its place. */
  dispose() {
    this.#closing.abort();
    this.#playback.dispose();
  }

  /** @param {number} ms */
  seek(ms) {
    this.#playback.seek(ms);
  }

  #controls() {
    /** @type {HTMLSelectElement} */
    const speed = h("select", { class: "input player-speed", id: "speed", onchange: () => this.#playback.setRate(Number(speed.value)) },
      ...speeds.map((rate) => h("option", { value: rate }, `${new Intl.NumberFormat(document.documentElement.lang).format(rate)}×`)));
    this.#play.addEventListener("click", () => this.#toggle());
    this.#mute.addEventListener("click", () => this.#toggleSound());
    return h("div", { class: "player-controls", role: "group" },
      this.#play,
      h("button", { class: "button", "data-kind": "quiet", type: "button", "aria-label": t("back"), title: t("back"), onclick: () => this.#skip(-10_000) }, "−10"),
      h("button", { class: "button", "data-kind": "quiet", type: "button", "aria-label": t("forward"), title: t("forward"), onclick: () => this.#skip(10_000) }, "+10"),
      this.#clock, h("div", { class: "player-speed-field" }, h("label", { for: "speed" }, t("speed")), speed), this.#mute);
  }

  #show() {
    const { playing, positionMs, durationMs } = this.#playback;
    const paused = pauseAt(this.#detail, positionMs);
    if (this.#play.dataset.playing !== String(playing)) {
      this.#play.dataset.playing = String(playing);
      fill(this.#play, icon(playing ? "pause" : "play"), t(playing ? "pause" : "play"));
    }
    const silent = this.#sound.every(({ muted }) => muted);
    if (this.#mute.dataset.silent !== String(silent)) {
      this.#mute.dataset.silent = String(silent);
      fill(this.#mute, icon("speaker"), t(silent ? "unmute" : "mute"));
      setAttribute(this.#mute, "aria-pressed", String(silent));
    }
    this.#mute.hidden = this.#sound.length === 0;
    setText(this.#clock, `${clockText(positionMs)} / ${clockText(durationMs)}`);
    setText(this.#paused, paused ?? "");
    for (const picture of this.#pictures) picture.show(this.#playback, paused);
    this.#timeline.show(positionMs);
  }

  #toggle() {
    if (this.#playback.playing) this.#playback.pause();
    else this.#playback.play();
  }

  #toggleSound() {
    const silent = this.#sound.every(({ muted }) => muted);
    for (const element of this.#sound) element.muted = !silent;
    this.#show();
  }

  /** @param {number} ms */
  #skip(ms) {
    this.seek(this.#playback.positionMs + ms);
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    const { target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return;
    // A button or a link keeps its own space bar.
    const pressed = target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || (target instanceof HTMLElement && target.tagName === "SUMMARY");
    if (event.key === " " && !pressed) this.#toggle();
    else if (event.key === "ArrowLeft") this.#skip(-5000);
    else if (event.key === "ArrowRight") this.#skip(5000);
    else if (event.key.toLowerCase() === "j") this.#skip(-10_000);
    else if (event.key.toLowerCase() === "l") this.#skip(10_000);
    else return;
    event.preventDefault();
  }
}

/**
 * The files that sound, the clock first: the mix of all voices; without one, each voice by itself. A camera's file carries its person's voice.
 * @param {RecordedFile[]} files
 */
function soundsOf(files) {
  const mix = files.find(({ kind }) => kind === "mix");
  if (mix) return [mix];
  return files.filter(({ kind }) => kind !== "screen").sort((one, other) => other.durationMs - one.durationMs);
}
