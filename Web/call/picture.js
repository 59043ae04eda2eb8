import { setText } from "../shared/dom.js";
import { canShareScreen } from "./devices.js";
import { t } from "./messages.js";
import { setControl, setOverlay } from "./view.js";

/** @typedef {import("../client/protocol").SessionState} SessionState */

const tones = /** @type {const} */ ({ connecting: "warn", live: "live", reconnecting: "warn", ended: "offline" });
const noticeMs = 8000;

/** Shows what the engine and the local media say: pictures, state, quality, notices, and the words on the controls. */
export class CallPicture {
  #host;
  #view;
  #engine;
  #media;
  #client;
  #soundBlocked = false;
  /** A passing notice, and when it goes. */
  #passing = { text: "", until: 0 };

  /**
   * @param {{host: HTMLElement, view: import("./view.js").View, engine: import("./engine.js").CallEngine, media: import("./local-media.js").LocalMedia,
   *   client: import("../client/index.js").VisavisClient, signal: AbortSignal}} options
   */
  constructor({ host, view, engine, media, client, signal }) {
    this.#host = host;
    this.#view = view;
    this.#engine = engine;
    this.#media = media;
    this.#client = client;
    engine.on("change", () => this.show(), { signal });
    engine.on("quality", () => this.show(), { signal });
    engine.on("remote", (stream) => this.#showRemote(stream), { signal });
    media.on("change", () => this.show(), { signal });
    media.on("cameraLost", () => this.#pass(t("cameraLost")), { signal });
    media.on("microphoneLost", () => this.#pass(t("microphoneLost")), { signal });
    addEventListener("online", () => this.show(), { signal });
    addEventListener("offline", () => this.show(), { signal });
    view.them.addEventListener("resize", () => this.#fit(), { signal });
    addEventListener("resize", () => this.#fit(), { signal });
    this.#controls(signal);
    const timer = setInterval(() => this.#showNotice(), 1000);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      view.them.srcObject = view.you.srcObject = null;
    }, { once: true });
  }

  show() {
    const { state, elsewhere } = this.#engine;
    this.#host.dataset.state = state;
    if (elsewhere && (this.#media.camera || this.#media.microphone)) this.#media.release();
    const { stateWord, qualityWord, overlay } = this.#view;
    stateWord.dataset.tone = tones[state];
    setText(stateWord, t(state));
    const { level, lowered } = this.#engine.quality;
    qualityWord.dataset.level = level;
    setText(qualityWord, state !== "live" ? "" : lowered ? t("lowered") : t(level));
    this.#showThem(state);
    this.#showYou();
    this.#showControls();
    this.#showNotice();
    setOverlay(overlay, this.#question());
  }

  /** @param {SessionState} state */
  #showThem(state) {
    const { other, session } = this.#engine;
    const { absent, absentName, absentWords } = this.#view;
    const seen = this.#engine.media !== "connecting" && other?.media.video === true;
    absent.hidden = seen;
    setText(absentName, other?.name ?? session.caller?.name ?? "");
    setText(absentWords, state === "live" ? t("themCameraOff") : t("themConnecting"));
    this.#fit();
  }

  #showYou() {
    const { you, self, selfWords } = this.#view;
    const { camera, microphone, screen, cameraOff } = this.#media;
    const track = cameraOff ? null : camera;
    const shown = /** @type {MediaStream | null} */ (you.srcObject)?.getVideoTracks()[0] ?? null;
    if (shown !== track) you.srcObject = track ? new MediaStream([track]) : null;
    const facing = track?.getSettings().facingMode;
    self.toggleAttribute("data-mirrored", facing !== "environment");
    setText(selfWords, screen ? t("youShare") : track ? "" : cameraOff ? t("selfCameraOff") : t(microphone ? "selfNoCamera" : "selfNothing"));
  }

  #showControls() {
    const { buttons } = this.#view;
    const { muted, microphone, camera, cameraOff, screen } = this.#media;
    const silent = muted || !microphone;
    setControl(buttons.mute, silent ? "microphoneOff" : "microphone", t(silent ? "unmute" : "mute"), silent);
    const dark = cameraOff || !camera;
    setControl(buttons.camera, dark ? "cameraOff" : "camera", t(dark ? "cameraOn" : "cameraOff"), dark);
    setControl(buttons.screen, "screen", t(screen ? "screenStop" : "screen"), screen !== null);
    buttons.screen.hidden = !canShareScreen();
    buttons.cameraSwitch.hidden = !camera || screen !== null;
  }

  /** What is wrong or worth knowing, the gravest first; one line. */
  #showNotice() {
    const { other, state } = this.#engine;
    const { microphone } = this.#media.results;
    /** @type {string} */
    let text = "";
    if (performance.now() < this.#passing.until) text = this.#passing.text;
    else if (!navigator.onLine) text = t("offline");
    else if (this.#client.state === "reconnecting") text = this.#engine.media === "connected" ? t("serviceAway") : t("offline");
    else if (other && other.presence === "detached" && state === "reconnecting") text = t("themAway");
    else if (!this.#media.microphone && microphone === "denied") text = t("microphoneDenied");
    else if (!this.#media.microphone && microphone === "missing") text = t("microphoneMissing");
    else if (!this.#media.microphone && microphone === "failed") text = t("microphoneFailed");
    else if (other?.media.screen) text = t("themScreen");
    else if (state === "live" && other && !other.media.audio) text = t("themMuted");
    setText(this.#view.notice, text);
  }

  #question() {
    if (this.#engine.elsewhere) {
      return { title: t("elsewhereTitle"), text: t("elsewhere"), label: t("continueHere"), onclick: () => void this.#continueHere() };
    }
    if (!this.#soundBlocked) return null;
    return { title: t("soundTitle"), text: t("sound"), label: t("soundOn"), onclick: () => void this.#play() };
  }

  async #continueHere() {
    await this.#engine.continueHere();
    await this.#media.acquire();
  }

  /** @param {MediaStream} stream */
  #showRemote(stream) {
    const { them } = this.#view;
    if (them.srcObject !== stream) them.srcObject = stream;
    // A track that arrives while `play` is under way aborts it; the next data starts it again.
    them.onloadeddata = () => them.paused && void this.#play();
    if (stream.getTracks().length > 0) void this.#play();
  }

  /** A page that was just refreshed may need a gesture before it may sound. */
  async #play() {
    try {
      await this.#view.them.play();
      this.#soundBlocked = false;
    } catch (error) {
      this.#soundBlocked = error instanceof Error && error.name === "NotAllowedError";
    }
    setOverlay(this.#view.overlay, this.#question());
  }

  /** Fills the stage with a face, but never cuts a shared screen or an upright picture on a wide stage. */
  #fit() {
    const { them } = this.#view;
    const picture = them.videoWidth / them.videoHeight;
    const box = them.clientWidth / them.clientHeight;
    const whole = this.#engine.other?.media.screen || (picture && box && Math.max(picture / box, box / picture) > 2.2);
    them.dataset.fit = whole ? "contain" : "cover";
  }

  /** @param {string} text */
  #pass(text) {
    this.#passing = { text, until: performance.now() + noticeMs };
    this.#showNotice();
  }

  /** @param {AbortSignal} signal */
  #controls(signal) {
    const { buttons } = this.#view;
    const media = this.#media;
    buttons.mute.addEventListener("click", () => {
      if (media.microphone) return media.setMuted(!media.muted);
      media.muted = false;
      void media.useMicrophone();
    }, { signal });
    buttons.camera.addEventListener("click", async () => {
      await media.setCameraOff(media.camera !== null && !media.cameraOff);
      if (!media.cameraOff && !media.camera) this.#pass(this.#cameraProblem());
    }, { signal });
    buttons.cameraSwitch.addEventListener("click", () => void media.switchCamera(), { signal });
    buttons.screen.addEventListener("click", () => (media.screen ? media.stopScreen() : void media.startScreen()), { signal });
  }

  #cameraProblem() {
    const { camera } = this.#media.results;
    return camera === "denied" ? t("cameraDenied") : camera === "failed" ? t("cameraFailed") : t("cameraMissing");
  }
}
