import { h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { CallbackPanel } from "./callback.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").Ticket} Ticket */
/** @typedef {import("../client/protocol").MovedBack} MovedBack */

/** @type {Record<MovedBack, "movedPriority" | "movedReturned" | "movedMoved" | "movedAppointment" | "movedPlan">} */
const movedWords = { priority: "movedPriority", returned: "movedReturned", moved: "movedMoved", appointment: "movedAppointment", plan: "movedPlan" };

/** The place in the queue, and the way out. */
export class WaitingView {
  element;
  /** @type {Ticket | null} */
  #ticket = null;
  /** The place that was explained: the words stay until it is better again. */
  #movedTo = Infinity;

  #heading = h("h1", { class: "visually-hidden", id: "waiting-title", tabindex: -1 });
  #passed = h("p", { class: "passed-on banner", role: "status", hidden: true });
  #place = h("p", { class: "place", role: "status" });
  #moved = h("p", { class: "moved-back muted", role: "status" });
  #greeting = h("p", { class: "wait-greeting", role: "status" });
  #since = h("span", { class: "waited", role: "timer" });
  #waited = h("p", { class: "muted" }, t("waitingSince"), " ", this.#since);
  #callback;
  #media;
  /** Who need not stay is not looked at by their own camera. */
  #rests = false;
  #frame = h("div", { class: "mirror mirror-small" });
  #whatNext = h("p", { class: "what-next" });
  #leave;

  /**
   * @param {object} options
   * @param {Ticket | null} options.ticket  null: it will come, the customer has just been passed on
   * @param {number | null} options.passedAt  when an agent passed the customer on, if one did
   * @param {boolean} [options.isLost]  the agent did not mean to: their connection was lost
   * @param {import("../call/local-media.js").LocalMedia | null} options.media  null: they wait for a chat, where nobody is seen
   * @param {() => number} options.clock
   * @param {import("./contact-form.js").ContactKind[]} options.contacts  where customers can be written to
   * @param {() => Promise<void>} options.leave
   * @param {() => Promise<import("./contact-form.js").Slot[]>} options.slots
   * @param {(wish: import("./contact-form.js").CallbackWish) => Promise<string | null>} options.callBack
   * @param {() => Promise<string | null>} options.answer
   * @param {AbortSignal} options.signal
   */
  constructor({ ticket, passedAt, isLost = false, media, clock, contacts, leave, slots, callBack, answer, signal }) {
    this.#callback = new CallbackPanel({ kinds: contacts, clock, slots, request: callBack, answer, signal });
    this.#leave = h("button", { class: "button", type: "button", onclick: () => void this.#left(leave) }, t("leave"));
    const mirror = h("video", { class: "mirror-video", "aria-label": t("mirror"), autoplay: true, playsinline: true });
    mirror.muted = true;
    this.#media = media;
    this.#frame.append(mirror);
    setText(this.#whatNext, t(media === null ? "whatNextChat" : "whatNext"));
    const show = () => {
      const camera = media?.camera ?? null;
      if ((/** @type {MediaStream | null} */ (mirror.srcObject)?.getVideoTracks()[0] ?? null) !== camera) mirror.srcObject = camera && new MediaStream([camera]);
      this.#frame.hidden = !camera;
    };
    media?.on("change", show, { signal });
    signal.addEventListener("abort", () => (mirror.srcObject = null), { once: true });
    this.element = h("section", { class: "card stack visit-waiting", "aria-labelledby": "waiting-title" },
      this.#heading,
      this.#passed,
      this.#place,
      this.#moved,
      this.#greeting,
      this.#waited,
      this.#frame,
      this.#whatNext,
      this.#callback.element,
      this.#leave);
    this.#passed.hidden = passedAt === null;
    setText(this.#passed, t(isLost ? "adviserLost" : "passedOn"));
    show();
    this.update(ticket);
    // Talking was no waiting: after a transfer the time counts anew.
    everySecond(() => setText(this.#since, clockText(clock() - (passedAt ?? since(this.#ticket) ?? clock()))), signal);
  }

  /** @returns {import("../client/protocol").Medium} */
  get medium() {
    return this.#media === null ? "chat" : "video";
  }

  /** @param {Ticket | null} ticket */
  update(ticket) {
    this.#ticket = ticket;
    const position = Math.max(1, ticket?.position ?? 1);
    this.#leave.hidden = ticket === null;
    this.#callback.update(ticket);
    const { isBooked } = this.#callback;
    const title = isBooked ? t("titleBooked") : t("titleWaiting", { n: position });
    setText(this.#heading, title.replace(/^\(.*?\)\s*/, ""));
    document.title = title;
    setText(this.#leave, isBooked ? t("cancelBooking") : t("leave"));
    this.#waited.hidden = isBooked;
    this.#whatNext.hidden = this.#callback.isPending;
    this.#rest(this.#callback.isPending);
    this.#place.hidden = isBooked || this.#callback.isInvited;
    if (ticket === null) return setText(this.#place, t("passing"));
    const ahead = position - 1;
    const called = ticket.state === "offered" || ticket.state === "assigned";
    setText(this.#place, called ? ticket.greeting ?? t("offered") : ahead === 0 ? t("next") : t("ahead", { n: ahead }));
    // Being called says it all and stands above; before, the server knows how long it may take.
    setText(this.#greeting, called || this.#callback.isPending ? "" : ticket.greeting ?? "");
    this.#explain(ticket, called);
  }

  /** @param {boolean} rests */
  #rest(rests) {
    if (rests === this.#rests) return;
    this.#rests = rests;
    if (rests) this.#media?.release();
    else void this.#media?.acquire();
  }

  /**
   * Why the place is further back than it was, in one calm line.
   * @param {Ticket} ticket
   * @param {boolean} called
   */
  #explain({ movedBack, position }, called) {
    if (movedBack) {
      this.#movedTo = position;
      setText(this.#moved, t("movedExplained", { reason: t(movedWords[movedBack] ?? "movedPlan") }));
    } else if (called || position < this.#movedTo) {
      this.#movedTo = Infinity;
      setText(this.#moved, "");
    }
  }

  /** @param {() => Promise<void>} leave */
  async #left(leave) {
    this.#leave.disabled = true;
    await leave().finally(() => (this.#leave.disabled = false));
  }
}

/**
 * Since when the customer waits: who booked a time did not before it.
 * @param {Ticket | null} ticket
 */
function since(ticket) {
  return ticket && Math.max(ticket.enqueuedAt, ticket.callback?.slot?.from ?? 0);
}
