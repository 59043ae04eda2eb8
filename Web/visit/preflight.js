import { h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { LevelMeter, lightContext, measureLight } from "./checks.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").Preflight} Preflight */
/** @typedef {import("../client/protocol").CheckResult} CheckResult */
/** @typedef {"ok" | "warn" | "danger" | "offline"} Tone */

const slowMs = 300;
const measureMs = 100;

/** The mirror with its four lamps. It looks and says; it never stands in the way. */
export class PreflightPanel {
  element;

  #media;
  #network;
  #sounds;
  #signal;
  /** @type {Preflight["light"]} */
  #light = "unknown";
  /** @type {CheckResult} */
  #speaker = "skipped";
  /** @type {number | undefined} */
  #rttMs;
  #asked = false;
  /** @type {LevelMeter | null} */
  #meter = null;
  /** @type {MediaStreamTrack | null} */
  #metered = null;
  #lightContext = lightContext();
  #ticks = 0;

  #video = h("video", { class: "mirror-video", "aria-label": t("mirror"), autoplay: true, playsinline: true });
  #noPicture = h("div", { class: "mirror-none" }, icon("cameraOff"));
  #hint = h("p", { class: "mirror-hint", role: "status" });
  #level = h("meter", { class: "level", min: 0, max: 1, "aria-label": t("level") });
  #lamps = { camera: lamp("camera"), microphone: lamp("microphone"), speaker: lamp("speaker"), network: lamp("network") };
  #again = h("button", { class: "button", type: "button", onclick: () => void this.#checkAgain() }, t("again"));
  #speakerActions = h("span", { class: "row speaker-actions" });

  /**
   * @param {{media: import("../call/local-media.js").LocalMedia, network: import("./network-check.js").NetworkCheck, sounds: import("../shared/sounds.js").Sounds, signal: AbortSignal}} options
   */
  constructor({ media, network, sounds, signal }) {
    this.#media = media;
    this.#network = network;
    this.#sounds = sounds;
    this.#signal = signal;
    this.#video.muted = true;
    this.#offerSound();
    this.#lamps.microphone.item.append(this.#level);
    this.#lamps.speaker.item.append(this.#speakerActions);
    this.element = h("section", { class: "preflight", "aria-label": t("checks") },
      h("div", { class: "mirror" }, this.#video, this.#noPicture),
      this.#hint,
      h("ul", { class: "lamps" }, ...Object.values(this.#lamps).map(({ item }) => item)),
      this.#again);

    media.on("change", () => this.#show(), { signal });
    network.onChange(() => void this.#measureNetwork(), signal);
    document.addEventListener("pointerdown", () => this.#meter?.wake(), { signal });
    const timer = setInterval(() => this.#tick(), measureMs);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      this.#meter?.stop();
      this.#video.srcObject = null;
    }, { once: true });
    this.#show();
    void this.#measureNetwork();
    void media.acquire().then(() => {
      this.#asked = true;
      this.#show();
    });
  }

  /**
   * What the agent is told before the call.
   * @returns {Preflight}
   */
  result() {
    const { camera, microphone } = this.#media.results;
    return { camera, microphone, speaker: this.#speaker, light: this.#light, ...(this.#rttMs !== undefined && { rttMs: this.#rttMs }) };
  }

  #show() {
    const { camera, microphone, results } = this.#media;
    if (/** @type {MediaStream | null} */ (this.#video.srcObject)?.getVideoTracks()[0] !== camera) {
      this.#video.srcObject = camera ? new MediaStream([camera]) : null;
    }
    this.#video.hidden = !camera;
    this.#noPicture.hidden = camera !== null;
    this.#follow(microphone);
    this.#showDevice("camera", results.camera);
    this.#showDevice("microphone", results.microphone);
    this.#level.hidden = !microphone;
    this.#again.hidden = !this.#asked || (camera !== null && microphone !== null);
    this.#showHint();
  }

  /**
   * @param {"camera" | "microphone"} device
   * @param {CheckResult} result
   */
  #showDevice(device, result) {
    if (result === "ok") setLamp(this.#lamps[device], "ok", t("ok"));
    else if (!this.#asked) setLamp(this.#lamps[device], null, t("checking"));
    else setLamp(this.#lamps[device], "warn", t(result));
  }

  /** One hint at a time, the one that matters most for being heard first. */
  #showHint() {
    const { camera, microphone } = this.#media.results;
    let text = this.#asked ? "" : t("permission");
    if (this.#asked && microphone !== "ok" && microphone !== "skipped") text = t(`microphone${capital(microphone)}`);
    else if (this.#asked && camera !== "ok" && camera !== "skipped") text = t(`camera${capital(camera)}`);
    else if (this.#media.camera && this.#light === "dark") text = t("dark");
    else if (this.#media.camera && this.#light === "bright") text = t("bright");
    else if (this.#speaker === "failed") text = t("speakerFailed");
    else if (this.#media.camera && this.#light === "good") text = t("light");
    setText(this.#hint, text);
  }

  #tick() {
    this.#level.value = this.#meter?.level() ?? 0;
    this.#ticks += 1;
    if (this.#ticks % 10 !== 0 || !this.#lightContext) return;
    this.#light = this.#media.camera ? measureLight(this.#video, this.#lightContext) : "unknown";
    this.#showHint();
  }

  /** @param {MediaStreamTrack | null} track */
  #follow(track) {
    if (this.#metered === track) return;
    this.#meter?.stop();
    this.#metered = track;
    this.#meter = track && typeof AudioContext === "function" ? new LevelMeter(track) : null;
  }

  /** The best of three round trips. */
  async #measureNetwork() {
    const state = this.#network.state();
    if (state !== "ready") {
      setLamp(this.#lamps.network, state === "away" ? "warn" : null, state === "away" ? t("networkAway") : t("checking"));
      return;
    }
    try {
      let best = Infinity;
      for (let round = 0; round < 3 && !this.#signal.aborted; round += 1) {
        const start = performance.now();
        await this.#network.ask();
        best = Math.min(best, performance.now() - start);
      }
      this.#rttMs = Math.max(1, Math.round(best));
      setLamp(this.#lamps.network, best > slowMs ? "warn" : "ok", t(best > slowMs ? "networkSlow" : "networkGood", { n: this.#rttMs }));
    } catch {
      setLamp(this.#lamps.network, "warn", t("networkAway"));
    }
  }

  async #checkAgain() {
    await this.#media.retryMissing();
    this.#show();
  }

  #offerSound() {
    setLamp(this.#lamps.speaker, null, t("skipped"));
    this.#speakerActions.replaceChildren(small(t("playSound"), () => void this.#playSound()));
  }

  async #playSound() {
    const played = await this.#sounds.play("test");
    if (!played) return this.#heard(false);
    setLamp(this.#lamps.speaker, null, t("heard"));
    const yes = small(t("yes"), () => this.#heard(true));
    this.#speakerActions.replaceChildren(yes, small(t("no"), () => this.#heard(false)));
    yes.focus();
  }

  /** @param {boolean} heard */
  #heard(heard) {
    this.#offerSound();
    this.#speaker = heard ? "ok" : "failed";
    setLamp(this.#lamps.speaker, heard ? "ok" : "warn", heard ? t("ok") : t("no"));
    this.#showHint();
    this.#speakerActions.querySelector("button")?.focus();
  }
}

/** @param {"camera" | "microphone" | "speaker" | "network"} name */
function lamp(name) {
  const word = h("span", { class: "lamp" });
  const item = h("li", { class: "check" }, icon(name), h("span", { class: "check-name" }, t(name)), word);
  return { item, word };
}

/**
 * @param {{word: HTMLElement}} lamp
 * @param {Tone | null} tone
 * @param {string} text
 */
function setLamp({ word }, tone, text) {
  if (tone) word.dataset.tone = tone;
  else delete word.dataset.tone;
  setText(word, text);
}

/**
 * @param {string} label
 * @param {() => void} onclick
 */
function small(label, onclick) {
  return h("button", { class: "button check-button", type: "button", onclick }, label);
}

/**
 * @param {"denied" | "missing" | "failed"} result
 * @returns {"Denied" | "Missing" | "Failed"}
 */
function capital(result) {
  return /** @type {"Denied"} */ (result[0].toUpperCase() + result.slice(1));
}
