import { setAttribute, setText } from "../shared/dom.js";
import { canShareScreen } from "./devices.js";
import { t } from "./messages.js";
import { mayBe, selfOf } from "./participants.js";
import { nameOf, picturesOf } from "./pictures.js";
import { recordingWords } from "./recording-words.js";
import { setControl, setOverlay } from "./view.js";

const tones = /** @type {const} */ ({ connecting: "warn", live: "live", reconnecting: "warn", ended: "offline" });
const noticeMs = 8000;

/** Shows what the engine and the local media say: pictures, state, quality, recording, notices, and the words on the controls. */
export class CallPicture {
  #host;
  #view;
  #people;
  #playback;
  #consent;
  #engine;
  #media;
  #client;
  /** A passing notice, and when it goes. */
  #passing = { text: "", until: 0 };
  #shielded = false;
  /**
   * Whom the customer's side has met: the agent, and a colleague whom they brought.
   * @type {{agent: string | undefined, colleague: string | undefined} | null}
   */
  #met = null;

  /**
   * @param {{host: HTMLElement, view: import("./view.js").View, people: import("./people.js").People, playback: import("./playback.js").Playback,
   *   consent: import("./consent-panel.js").ConsentPanel, engine: import("./engine.js").CallEngine, media: import("./local-media.js").LocalMedia,
   *   client: import("../client/index.js").VisavisClient, signal: AbortSignal}} options
   */
  constructor({ host, view, people, playback, consent, engine, media, client, signal }) {
    this.#host = host;
    this.#view = view;
    this.#people = people;
    this.#playback = playback;
    this.#consent = consent;
    this.#engine = engine;
    this.#media = media;
    this.#client = client;
    engine.on("change", () => this.show(), { signal });
    engine.on("quality", () => this.show(), { signal });
    media.on("change", () => this.show(), { signal });
    media.on("cameraLost", () => this.#pass(t("cameraLost")), { signal });
    media.on("microphoneLost", () => this.#pass(t("microphoneLost")), { signal });
    addEventListener("online", () => this.show(), { signal });
    addEventListener("offline", () => this.show(), { signal });
    this.#controls(signal);
    const timer = setInterval(() => this.#showNotice(), 1000);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      view.you.srcObject = null;
    }, { once: true });
  }

  /**
   * Hides the customer's pictures and silences their voice, or shows and plays them again.
   * @param {boolean} on
   */
  shield(on) {
    this.#shielded = on;
    this.show();
  }

  show() {
    const { state, elsewhere, session, media, remotes, unseen } = this.#engine;
    this.#meet(session);
    this.#host.dataset.state = state;
    if (elsewhere && (this.#media.camera || this.#media.microphone)) this.#media.release();
    const { stateWord, qualityWord, overlay } = this.#view;
    stateWord.dataset.tone = tones[state];
    setText(stateWord, t(state));
    const { level, lowered } = this.#engine.quality;
    qualityWord.dataset.level = level;
    setText(qualityWord, state !== "live" ? "" : lowered ? t("lowered") : t(level));
    const shielded = new Set(this.#shielded ? session.participants.filter(({ role }) => role === "customer").map(({ id }) => id) : []);
    this.#people.show(picturesOf(session, remotes, media, unseen, shielded), this.#engine.counterpart?.id ?? null);
    this.#playback.show(remotes, shielded);
    this.#showYou();
    this.#showControls();
    const question = this.#question();
    this.#consent.show(question?.action !== undefined);
    this.#showRecording();
    this.#showNotice();
    setOverlay(overlay, question);
  }

  /**
   * Tells the customer, or a guest, who is there for them now: after a hand-over another face is there without a word.
   * @param {import("../client/protocol").Session} session
   */
  #meet(session) {
    const role = selfOf(session)?.role;
    if (role !== "customer" && role !== "guest") return;
    const agent = session.participants.find((one) => one.role === "agent");
    const colleague = session.participants.find((one) => one.role === "consulted");
    const met = this.#met;
    this.#met = { agent: agent?.id ?? met?.agent, colleague: colleague?.id };
    if (met === null) return;
    if (agent !== undefined && met.agent !== undefined && agent.id !== met.agent) this.#pass(t("nowWith", { name: nameOf(session, agent) }));
    else if (colleague !== undefined && colleague.id !== met.colleague) this.#pass(t("alsoHere", { name: nameOf(session, colleague) }));
  }

  #showYou() {
    const { you, self, selfWords } = this.#view;
    const { camera, microphone, screen, cameraOff } = this.#media;
    const track = cameraOff ? null : camera;
    const shown = /** @type {MediaStream | null} */ (you.srcObject)?.getVideoTracks()[0] ?? null;
    if (shown !== track) you.srcObject = track ? new MediaStream([track]) : null;
    const facing = track?.getSettings().facingMode;
    self.hidden = !mayBe(this.#engine.session).seen;
    self.toggleAttribute("data-mirrored", facing !== "environment");
    self.toggleAttribute("data-sharing", screen !== null);
    setText(selfWords, screen ? t("youShare") : track ? "" : cameraOff ? t("selfCameraOff") : t(microphone ? "selfNoCamera" : "selfNothing"));
  }

  #showControls() {
    const { buttons } = this.#view;
    const { muted, microphone, camera, cameraOff, screen } = this.#media;
    const { heard, seen } = mayBe(this.#engine.session);
    const silent = muted || !microphone;
    setControl(buttons.mute, silent ? "microphoneOff" : "microphone", t(silent ? "unmute" : "mute"), silent);
    buttons.mute.hidden = !heard;
    const dark = cameraOff || !camera;
    setControl(buttons.camera, dark ? "cameraOff" : "camera", t(dark ? "cameraOn" : "cameraOff"), dark);
    buttons.camera.hidden = !seen;
    setControl(buttons.screen, "screen", t(screen ? "screenStop" : "screen"), screen !== null);
    buttons.screen.hidden = !canShareScreen() || !seen;
    const { session } = this.#engine;
    const role = selfOf(session)?.role;
    // Who hangs up here does not end the call for all.
    const leaves = role === "consulted" ? "leave" : role === "agent" && session.consult?.state === "joined" ? "handOver" : "hangUp";
    setControl(buttons.hangUp, "hangUp", t(leaves), false);
    buttons.cameraSwitch.hidden = !camera || !seen || (screen !== null && this.#engine.session.media === "direct");
  }

  /** Whether this is kept, as a word; for those who were asked it is the way to change their answer. */
  #showRecording() {
    const { recording, supervisors } = this.#view;
    const { session, others } = this.#engine;
    const role = selfOf(session)?.role;
    const { tone, words } = recordingWords(session, role === "agent" || role === "supervisor");
    recording.dataset.tone = tone;
    setText(recording, words);
    recording.disabled = !this.#consent.concerns;
    setAttribute(recording, "aria-label", this.#consent.concerns ? t("recordingChange", { words }) : null);
    setAttribute(recording, "aria-expanded", this.#consent.concerns ? String(!this.#consent.element.hidden) : null);
    const present = others.filter((other) => other.role === "supervisor");
    setText(supervisors, present.map((other) => {
      const heard = other.mode === "barge" ? "takesPart" : other.mode === "whisper" && role === "agent" ? "whispers" : "listens";
      return t(heard, { name: nameOf(session, other) });
    }).join(" · "));
  }

  /** What is wrong or worth knowing, the gravest first; one line. */
  #showNotice() {
    const { counterpart, others, state, session } = this.#engine;
    const { microphone } = this.#media.results;
    const missing = mayBe(session).heard && !this.#media.microphone ? microphone : "ok";
    const role = selfOf(session)?.role;
    /** @type {string} */
    let text = "";
    if (performance.now() < this.#passing.until) text = this.#passing.text;
    else if (!navigator.onLine) text = t("offline");
    else if (this.#client.state === "reconnecting") text = this.#engine.media === "connected" ? t("serviceAway") : t("offline");
    else if (counterpart?.presence === "detached" && state === "reconnecting") text = t("themAway");
    else if (missing === "denied") text = t("microphoneDenied");
    else if (missing === "missing") text = t("microphoneMissing");
    else if (missing === "failed") text = t("microphoneFailed");
    else if (session.hold && role !== "customer") text = holdText(session);
    else if (counterpart?.media.screen) text = t("themScreen");
    else if (state === "live" && others.length === 1 && counterpart && !counterpart.media.audio) text = t("themMuted");
    setText(this.#view.notice, text);
  }

  /** @returns {import("./view.js").Question | null} */
  #question() {
    const { elsewhere, session } = this.#engine;
    if (elsewhere) {
      return { title: t("elsewhereTitle"), text: t("elsewhere"), action: { label: t("continueHere"), onclick: () => void this.#continueHere() } };
    }
    if (this.#playback.blocked) {
      return { title: t("soundTitle"), text: t("sound"), action: { label: t("soundOn"), onclick: () => void this.#playback.play() } };
    }
    if (!session.hold || selfOf(session)?.role !== "customer") return null;
    const by = session.participants.find(({ id }) => id === session.hold?.by);
    return { title: t("holdTitle"), text: t("holdText", { name: by ? nameOf(session, by) : t("agent") }), icon: "sound" };
  }

  async #continueHere() {
    await this.#engine.continueHere();
    await this.#media.acquire();
  }

  /** @param {string} text */
  #pass(text) {
    this.#passing = { text, until: performance.now() + noticeMs };
    this.#showNotice();
  }

  /** @param {AbortSignal} signal */
  #controls(signal) {
    const { buttons, recording } = this.#view;
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
    recording.addEventListener("click", () => this.#consent.toggle(this.#consent.element.hidden), { signal });
  }

  #cameraProblem() {
    const { camera } = this.#media.results;
    return camera === "denied" ? t("cameraDenied") : camera === "failed" ? t("cameraFailed") : t("cameraMissing");
  }
}

/**
 * What a hold means to those who are not the customer. An agent and the colleague whom they ask read it above the call.
 * @param {import("../client/protocol").Session} session
 */
function holdText(session) {
  const role = selfOf(session)?.role;
  const { consult, participants } = session;
  if (consult && (role === "agent" || role === "consulted")) return "";
  const agent = participants.find((one) => one.role === "agent");
  if (consult?.state === "joined" && agent) return t("holdNoticeAsks", { agent: nameOf(session, agent), name: consult.name });
  return t(role === "agent" ? "holdNotice" : "holdNoticeGuest");
}
