import { everySecond, clockText } from "../shared/duration.js";
import { setText } from "../shared/dom.js";
import { Sounds } from "../shared/sounds.js";
import { autoHide } from "./auto-hide.js";
import { ChatPanel } from "./chat-panel.js";
import { ConsentPanel } from "./consent-panel.js";
import { makeDevicePanel } from "./device-panel.js";
import { CallEngine } from "./engine.js";
import { LocalMedia } from "./local-media.js";
import { t } from "./messages.js";
import { mayBe, selfOf } from "./participants.js";
import { People } from "./people.js";
import { CallPicture } from "./picture.js";
import { Playback } from "./playback.js";
import { movable } from "./self-view.js";
import { makeView } from "./view.js";

/** @typedef {import("../client/index.js").VisavisClient} VisavisClient */
/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").ChatMessage} ChatMessage */
/** @typedef {{client: VisavisClient, session: Session, chat?: ChatMessage[], media?: LocalMedia, autoHide?: boolean, shielded?: boolean}} CallOptions */
/** @typedef {{session: Session | null, reason: import("../client/protocol").EndedReason | null, hungUp: boolean}} EndedDetail  `hungUp`: by the person here */

/**
 * `<visavis-call>`: one call, seen and heard. It fills its box, shows its state as the attribute `data-state`, and tells
 * with the event `visavis-connected` that sound and pictures have a way, and of the end with `visavis-ended`. Styles are in `call.css`.
 */
export class VisavisCall extends HTMLElement {
  /** @type {AbortController | null} */
  #open = null;
  /** @type {CallEngine | null} */
  #engine = null;
  /** @type {CallPicture | null} */
  #picture = null;
  #shielded = false;
  #connected = false;

  /** The session that is shown, null while closed. */
  get session() {
    return this.#engine?.session ?? null;
  }

  /** Whether the person here is shielded from the customer: no picture of theirs can be made out, and nothing of theirs is heard. On this page alone. */
  get shielded() {
    return this.#shielded;
  }

  set shielded(on) {
    if (this.#shielded === on) return;
    this.#shielded = on;
    this.#picture?.shield(on);
  }

  /**
   * Shows a session and joins it. A call that is open already is closed first.
   * @param {CallOptions} options  without `media` it asks for camera and microphone itself, and gives them back at the end;
   *   `shielded`: from the very first picture
   */
  open({ client, session, chat = [], media, autoHide: hides = false, shielded = false }) {
    this.close();
    this.#shielded = shielded;
    const open = (this.#open = new AbortController());
    const { signal } = open;
    const local = media ?? new LocalMedia();
    if (!media) {
      const { heard, seen } = mayBe(session);
      if (heard) void local.acquire({ soundOnly: !seen });
      signal.addEventListener("abort", () => local.stop(), { once: true });
    }
    const engine = (this.#engine = new CallEngine({ client, session, media: local }));
    const view = makeView();
    const people = new People(() => engine.levels, signal);
    /** @type {CallPicture} */
    let picture;
    const playback = new Playback(() => picture.show(), signal);
    const consent = new ConsentPanel({ client, session: () => engine.session, changed: () => picture.show() });
    const panels = this.#panels(engine, client, view, local, playback, chat, signal);
    view.stage.prepend(people.element, playback.element);
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("call"));
    this.replaceChildren(view.stage, panels.chat.element, panels.devices, consent.element);

    const gesture = () => playback.blocked && void playback.play();
    // A mouse counts as a gesture when it goes down, a finger when it comes up.
    for (const name of ["pointerdown", "click", "keydown"]) this.addEventListener(name, gesture, { signal, capture: true });
    const followChat = () => panels.chat.follow(mayBe(engine.session).seen, isReadOnHold(engine.session));
    engine.on("change", followChat, { signal });
    engine.on("change", () => this.#tellConnected(engine), { signal });
    followChat();
    picture = this.#picture = new CallPicture({ host: this, view, people, playback, consent, engine, media: local, client, signal });
    picture.shield(shielded);
    engine.on("ended", (reason) => this.#ended(reason), { signal });
    view.buttons.hangUp.addEventListener("click", () => engine.hangUp(), { signal });
    movable(view.self, signal);
    everySecond(() => setText(view.timer, clockText(client.clock() - engine.session.startedAt)), signal);
    if (hides) autoHide(this, () => engine.state === "live" && panels.devices.hidden && consent.element.hidden && view.overlay.hidden, signal);
    signal.addEventListener("abort", () => engine.stop(), { once: true });
    engine.start();
  }

  /** @param {CallEngine} engine */
  #tellConnected(engine) {
    const connected = engine.media === "connected";
    if (connected && !this.#connected) this.dispatchEvent(new CustomEvent("visavis-connected"));
    this.#connected = connected;
  }

  /** Lets go of the call and of everything it holds. The session itself goes on. */
  close() {
    this.#open?.abort();
    this.#open = this.#engine = this.#picture = null;
    this.#connected = this.#shielded = false;
    this.replaceChildren();
    this.removeAttribute("data-state");
    this.removeAttribute("data-chat");
  }

  disconnectedCallback() {
    // An element that was only moved within the page is connected again by now.
    queueMicrotask(() => this.isConnected || this.close());
  }

  /**
   * The two drawers; one is open at a time.
   * @param {CallEngine} engine
   * @param {VisavisClient} client
   * @param {import("./view.js").View} view
   * @param {LocalMedia} media
   * @param {Playback} playback
   * @param {ChatMessage[]} history
   * @param {AbortSignal} signal
   */
  #panels(engine, client, view, media, playback, history, signal) {
    const { buttons, chatCount } = view;
    const sounds = new Sounds();
    /** @type {ChatPanel} */
    const chat = new ChatPanel({
      client, session: engine.session.id, self: engine.session.self, signal,
      close: () => (show(chat.element, false), buttons.chat.focus()),
      changed: () => {
        chatCount.hidden = chat.unread === 0;
        setText(chatCount, String(chat.unread));
        buttons.chat.setAttribute("aria-label", chat.unread ? `${t("chat")}, ${t("unread", { n: chat.unread })}` : t("chat"));
      },
    });
    const devices = makeDevicePanel({ media, playback, close: () => (show(devices, false), buttons.devices.focus()), signal });

    /**
     * @param {HTMLElement} panel
     * @param {boolean} open
     */
    const show = (panel, open) => {
      devices.hidden = !(panel === devices && open);
      chat.show(panel === chat.element && open);
      this.toggleAttribute("data-chat", !chat.element.hidden);
      buttons.chat.setAttribute("aria-expanded", String(!chat.element.hidden));
      buttons.devices.setAttribute("aria-expanded", String(!devices.hidden));
    };
    buttons.chat.addEventListener("click", () => show(chat.element, chat.element.hidden), { signal });
    buttons.devices.addEventListener("click", () => show(devices, devices.hidden), { signal });

    chat.addFormer(history);
    client.on("snapshot", (snapshot) => chat.addFormer(snapshot.chat), { signal });
    client.on("chat.history", ({ messages }) => chat.addFormer(messages), { signal });
    client.on("chat", (message) => chat.add(message) && void sounds.play("message"), { signal });
    return { chat, devices };
  }

  /** @param {import("../client/protocol").EndedReason | null} reason */
  #ended(reason) {
    const session = this.session;
    const hungUp = this.#engine?.hungUp ?? false;
    this.close();
    this.dataset.state = "ended";
    /** @type {EndedDetail} */
    const detail = { session, reason, hungUp };
    this.dispatchEvent(new CustomEvent("visavis-ended", { detail }));
  }
}

/**
 * Whether those here write to a customer whom they neither see nor hear.
 * @param {Session} session
 */
function isReadOnHold(session) {
  const role = selfOf(session)?.role;
  return session.hold !== null && role !== "customer" && role !== "guest";
}
