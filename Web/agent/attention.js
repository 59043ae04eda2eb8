import { clockText } from "../shared/duration.js";
import { t } from "./wording.js";

/** @typedef {import("./model.js").Offer} Offer */

const chimeMs = 3_000;
const flashMs = 900;

/** Makes an offer heard and seen when the agent looks elsewhere: chime, title, desktop alert, screen reader. */
export class Attention {
  /** @type {AbortController | null} */ #calling = null;
  #name = document.title;

  /**
   * @param {import("./component.js").Context} context
   * @param {import("../shared/sounds.js").Sounds} sounds
   * @param {HTMLElement} announcer a live region
   * @param {AbortSignal} signal
   */
  constructor(context, sounds, announcer, signal) {
    this.context = context;
    this.sounds = sounds;
    this.announcer = announcer;
    this.title = this.#name;
    context.store.watch((state) => (state.answering === null ? state.offer?.id ?? null : null), (_, state) => {
      this.#stop();
      if (state.offer !== null && state.answering === null) this.#call(state.offer);
    }, signal);
    signal.addEventListener("abort", () => this.#stop(), { once: true });
  }

  /**
   * The title while nobody calls: with the number of messages that were not read.
   * @param {number} unread
   */
  count(unread) {
    const former = this.title;
    this.title = unread > 0 ? `(${unread}) ${this.#name}` : this.#name;
    if (document.title === former) document.title = this.title;
  }

  /** @param {Offer} offer */
  #call(offer) {
    const calling = (this.#calling = new AbortController());
    const name = offer.caller.name ?? t("offer.someone");
    const asks = offer.consult && { agent: offer.consult.by ?? t("role.agent"), name };
    this.sounds.repeat("offer", chimeMs, calling.signal);
    this.#flash(asks ? t("offer.consultFlash", asks) : t("offer.titleFlash", { name }), calling.signal);
    this.#alert(asks ? t("offer.consult", asks) : t("alert.title", { name }), offer, calling.signal);
    const now = this.context.client.clock();
    const facts = { matter: offer.caller.matter ?? t("offer.noMatter"), seconds: Math.max(0, Math.round((offer.deadline - now) / 1000)) };
    this.announcer.textContent = asks
      ? t("offer.consultAnnounce", { ...asks, ...facts })
      : t("offer.announce", { name, medium: t(`medium.${offer.medium ?? "video"}`), ...facts, queue: this.context.queueName(offer.queue), time: clockText(now - offer.enqueuedAt) });
  }

  #stop() {
    this.#calling?.abort();
    this.#calling = null;
    this.announcer.textContent = "";
  }

  /**
   * @param {string} words
   * @param {AbortSignal} signal
   */
  #flash(words, signal) {
    document.title = `● ${words}`;
    const timer = setInterval(() => {
      document.title = document.title === this.title ? `● ${words}` : this.title;
    }, flashMs);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      document.title = this.title;
    }, { once: true });
  }

  /**
   * @param {string} title
   * @param {Offer} offer
   * @param {AbortSignal} signal
   */
  #alert(title, offer, signal) {
    if (typeof Notification === "undefined" || Notification.permission !== "granted" || document.hasFocus()) return;
    const alert = openAlert(title, {
      body: offer.caller.matter ?? this.context.queueName(offer.queue),
      tag: offer.id,
      requireInteraction: true,
    });
    if (alert === null) return;
    alert.onclick = () => window.focus();
    signal.addEventListener("abort", () => alert.close(), { once: true });
  }
}

/**
 * Browsers on phones know the class and refuse to construct it.
 * @param {string} title
 * @param {NotificationOptions} options
 */
function openAlert(title, options) {
  try {
    return new Notification(title, options);
  } catch {
    return null;
  }
}
