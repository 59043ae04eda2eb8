import { h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").Ticket} Ticket */

/** The place in the queue, and the way out. */
export class WaitingView {
  element;
  /** @type {Ticket} */
  ticket;

  #place = h("p", { class: "place", role: "status" });
  #since = h("span", { class: "waited", role: "timer" });
  #leave;

  /**
   * @param {{ticket: Ticket, media: import("../call/local-media.js").LocalMedia, clock: () => number, leave: () => Promise<void>, signal: AbortSignal}} options
   */
  constructor({ ticket, media, clock, leave, signal }) {
    this.ticket = ticket;
    this.#leave = h("button", { class: "button", type: "button", onclick: () => void this.#left(leave) }, t("leave"));
    const mirror = h("video", { class: "mirror-video", "aria-label": t("mirror"), autoplay: true, playsinline: true });
    mirror.muted = true;
    const frame = h("div", { class: "mirror mirror-small" }, mirror);
    const show = () => {
      const { camera } = media;
      if (/** @type {MediaStream | null} */ (mirror.srcObject)?.getVideoTracks()[0] !== camera) mirror.srcObject = camera && new MediaStream([camera]);
      frame.hidden = !camera;
    };
    media.on("change", show, { signal });
    signal.addEventListener("abort", () => (mirror.srcObject = null), { once: true });
    this.element = h("section", { class: "card stack visit-waiting", "aria-labelledby": "waiting-title" },
      h("h1", { class: "visually-hidden", id: "waiting-title", tabindex: -1 }, t("titleWaiting", { n: ticket.position }).replace(/^\(.*?\)\s*/, "")),
      this.#place,
      h("p", { class: "muted" }, t("waitingSince"), " ", this.#since),
      frame,
      h("p", {}, t("whatNext")),
      this.#leave);
    show();
    this.update(ticket);
    everySecond(() => setText(this.#since, clockText(clock() - this.ticket.enqueuedAt)), signal);
  }

  /** @param {Ticket} ticket */
  update(ticket) {
    this.ticket = ticket;
    const ahead = Math.max(0, ticket.position - 1);
    const called = ticket.state === "offered" || ticket.state === "assigned";
    setText(this.#place, called ? t("offered") : ahead === 0 ? t("next") : t("ahead", { n: ahead }));
    document.title = t("titleWaiting", { n: Math.max(1, ticket.position) });
  }

  /** @param {() => Promise<void>} leave */
  async #left(leave) {
    this.#leave.disabled = true;
    await leave().finally(() => (this.#leave.disabled = false));
  }
}
