import { LocalMedia } from "../call/local-media.js";
import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { withLanguage } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { askForTakeover } from "../shared/takeover.js";
import { toast } from "../shared/toast.js";
import { isTyping } from "../shared/typing.js";
import { endText, reasonText, t } from "./messages.js";

/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").SupervisionMode} SupervisionMode */
/** @typedef {import("../call/element.js").VisavisCall} VisavisCall */
/** @typedef {import("../call/element.js").EndedDetail} EndedDetail */

const modes = /** @type {const} */ (["monitor", "whisper", "barge"]);
const symbols = /** @type {const} */ ({ monitor: "ear", whisper: "microphone", barge: "people" });
const keys = /** @type {const} */ ({ m: "monitor", w: "whisper", b: "barge" });

/** A supervisor's seat in a call: the call itself, and above it, always in sight, the mode and what the microphone does. */
export class Seat {
  /** The session's id. */
  session;
  #client;
  #ended;
  #media = new LocalMedia();
  #closing = new AbortController();
  #mode;
  #agentName = "";
  #changing = false;
  #buttons;
  #words = h("p", { class: "seat-words" });
  #microphone = h("p", { class: "seat-microphone", role: "status" });
  #question = h("div", { class: "seat-question banner", "data-tone": "warn", role: "group", hidden: true });
  #call = /** @type {VisavisCall} */ (document.createElement("visavis-call"));

  /**
   * @param {{host: HTMLElement, client: import("../client/index.js").VisavisClient, session: Session, chat: import("../client/protocol").ChatMessage[], ended: (words: string) => void}} options
   */
  constructor({ host, client, session, chat, ended }) {
    this.session = session.id;
    this.#client = client;
    this.#ended = ended;
    this.#mode = modeOf(session);
    this.#buttons = modes.map((mode) => h("button", { class: "button seat-mode", type: "button", "data-mode": mode, "aria-keyshortcuts": mode[0], onclick: () => void this.#choose(mode) },
      icon(symbols[mode]), t(mode), h("kbd", { "aria-hidden": "true" }, mode[0].toUpperCase())));
    const { signal } = this.#closing;
    this.#call.addEventListener("visavis-ended", (event) => this.#callEnded(/** @type {CustomEvent<EndedDetail>} */ (event).detail), { signal });
    this.#media.on("change", () => this.#show(), { signal });
    fill(host,
      h("div", { class: "seat-bar" },
        h("div", { class: "seat-modes", role: "group", "aria-label": t("modes") }, ...this.#buttons),
        h("button", { class: "button", type: "button", "aria-keyshortcuts": "t", onclick: () => this.#ask() }, icon("swap"), t("takeover"), h("kbd", { "aria-hidden": "true" }, "T")),
        h("button", { class: "button", type: "button", "aria-keyshortcuts": "l", onclick: () => this.leave() }, icon("close"), t("leave"), h("kbd", { "aria-hidden": "true" }, "L"))),
      h("div", { class: "seat-state", "data-mode": this.#mode }, this.#words, this.#microphone),
      this.#question, this.#call);
    this.follow(session);
    if (this.#mode !== "monitor") void this.#openDevices(this.#mode);
    this.#call.open({ client, session, chat, media: this.#media });
  }

  /** @param {Session} session */
  follow(session) {
    if (session.id !== this.session) return;
    this.#agentName = session.participants.find(({ role }) => role === "agent")?.name ?? t("agent");
    const mode = modeOf(session);
    if (!this.#changing && mode !== this.#mode) {
      this.#mode = mode;
      void this.#openDevices(mode);
    }
    this.#show();
  }

  /** @param {KeyboardEvent} event */
  keyed(event) {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "escape" && !this.#question.hidden) this.#question.hidden = true;
    else if (key in keys) void this.#choose(keys[/** @type {keyof typeof keys} */ (key)]);
    else if (key === "t") this.#ask();
    else if (key === "l") this.leave();
    else return;
    event.preventDefault();
  }

  leave() {
    void this.#client.request("session.hangup", { session: this.session }).catch(() => undefined);
    this.#end(t("hungUp"));
  }

  dispose() {
    this.#closing.abort();
    this.#call.close();
    this.#media.stop();
  }

  /**
   * What is to be heard by fewer is silent before the server is asked; what is to be heard by more, only after it said yes.
   * @param {SupervisionMode} mode
   */
  async #choose(mode) {
    if (this.#changing || mode === this.#mode) return;
    const before = this.#mode;
    this.#changing = true;
    if (modes.indexOf(mode) < modes.indexOf(before)) this.#media.release();
    this.#show();
    try {
      const { session } = await this.#client.request("supervise.mode", { session: this.session, mode });
      this.#mode = modeOf(session);
    } catch (error) {
      toast(t("modeFailed", { reason: reasonText(error) }), "danger");
    }
    this.#changing = false;
    if (this.#closing.signal.aborted) return;
    await this.#openDevices(this.#mode);
    this.#show();
  }

  /** @param {SupervisionMode} mode */
  async #openDevices(mode) {
    const { camera, microphone } = this.#media;
    if (mode === "monitor") return this.#media.release();
    if (mode === "whisper" && !microphone) await this.#media.acquire({ soundOnly: true });
    if (mode === "barge" && !(camera && microphone)) await this.#media.acquire();
    // The person may have stepped back while the browser asked.
    if (this.#mode === "monitor" || this.#closing.signal.aborted) this.#media.release();
  }

  #ask() {
    const yes = h("button", { class: "button", "data-kind": "danger", type: "button", onclick: () => this.#takeOver() }, t("takeoverYes"));
    fill(this.#question, h("p", {}, t("takeoverAsk", { name: this.#agentName })), h("div", { class: "row" }, yes,
      h("button", { class: "button", type: "button", onclick: () => (this.#question.hidden = true) }, t("cancel"))));
    this.#question.hidden = false;
    yes.focus();
  }

  /** Customer and agent go on talking: only the console, once it is connected to the call, makes the change. */
  #takeOver() {
    askForTakeover(this.session);
    fill(this.#question, h("p", { role: "status" }, t("takingOver")));
    location.assign(withLanguage("/agent"));
  }

  #show() {
    for (const button of this.#buttons) {
      setAttribute(button, "aria-pressed", String(button.dataset.mode === this.#mode));
      button.disabled = this.#changing;
    }
    const state = /** @type {HTMLElement} */ (this.#words.parentElement);
    state.dataset.mode = this.#mode;
    setText(this.#words, t(`${this.#mode}Text`));
    const open = this.#mode !== "monitor" && this.#media.microphone !== null && !this.#media.muted;
    state.toggleAttribute("data-open", open);
    const words = this.#changing ? "changing" : this.#mode === "monitor" ? "closed" : this.#media.microphone === null ? "missing"
      : this.#media.muted ? "muted" : this.#mode === "whisper" ? "openAgent" : "openAll";
    if (this.#microphone.dataset.words === words) return;
    this.#microphone.dataset.words = words;
    fill(this.#microphone, icon(open ? "microphone" : "microphoneOff"), h("span", {}, t(words)));
  }

  /** @param {EndedDetail} detail */
  #callEnded({ reason, hungUp }) {
    this.#end(hungUp ? t("hungUp") : endText(reason));
  }

  /** @param {string} words */
  #end(words) {
    if (this.#closing.signal.aborted) return;
    this.dispose();
    this.#ended(words);
  }
}

/** @param {Session} session */
function modeOf({ participants, self }) {
  return participants.find(({ id }) => id === self)?.mode ?? "monitor";
}
