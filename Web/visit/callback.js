import { fill, h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { slotText } from "../shared/slot-picker.js";
import { makeContactForm } from "./contact-form.js";
import { t } from "./messages.js";
import { openingText } from "./opening.js";

/** @typedef {import("../client/protocol").Ticket} Ticket */
/** @typedef {import("./contact-form.js").CallbackWish} CallbackWish */
/** @typedef {import("./contact-form.js").Slot} Slot */
/** @typedef {import("./contact-form.js").ContactKind} ContactKind */
/** @typedef {"none" | "offered" | "urgent" | "booked" | "waiting" | "invited"} Face */

/**
 * Being called back instead of waiting at the page: the offer, then what was agreed, then "it is your turn".
 */
export class CallbackPanel {
  element = h("div", { class: "callback stack", hidden: true });
  #kinds;
  #clock;
  #slots;
  #request;
  #answer;
  /** @type {Face} */
  #face = "none";
  /** What the words depend on. */
  #words = "";
  /** @type {Ticket | null} */
  #ticket = null;
  #left = h("span", { role: "timer" });

  /**
   * @param {object} options
   * @param {ContactKind[]} options.kinds  what this server can write to
   * @param {() => number} options.clock
   * @param {() => Promise<Slot[]>} options.slots  the times that can be booked
   * @param {(wish: CallbackWish) => Promise<string | null>} options.request
   * @param {() => Promise<string | null>} options.answer  the customer is here
   * @param {AbortSignal} options.signal
   */
  constructor({ kinds, clock, slots, request, answer, signal }) {
    this.#kinds = kinds;
    this.#clock = clock;
    this.#slots = slots;
    this.#request = request;
    this.#answer = answer;
    everySecond(() => this.#count(), signal);
  }

  get isInvited() {
    return this.#face === "invited";
  }

  /** Whether the customer need not stay. */
  get isPending() {
    return this.#face === "booked" || this.#face === "waiting" || this.#face === "invited";
  }

  /** Whether they have a time instead of a place. */
  get isBooked() {
    return this.#face === "booked";
  }

  /** @param {Ticket | null} ticket */
  update(ticket) {
    this.#ticket = ticket;
    const face = faceOf(ticket, this.#kinds);
    const words = JSON.stringify([face, ticket?.callback?.from, ticket?.callback?.attempts, ticket?.callback?.slot?.from, ticket?.callback?.contact, choiceOf(ticket)]);
    if (words === this.#words) return;
    // A button that was pressed and is no more has lost the focus to nobody.
    const { activeElement } = document;
    const follows = this.#face !== "none" && (this.element.contains(activeElement) || activeElement === document.body);
    this.#face = face;
    this.#words = words;
    this.element.hidden = face === "none";
    this.element.dataset.face = face;
    fill(this.element, ...this.#content(face));
    this.#count();
    if (follows) /** @type {HTMLElement | null} */ (this.element.querySelector("h2, button"))?.focus();
  }

  /**
   * @param {Face} face
   * @returns {(HTMLElement | false)[]}
   */
  #content(face) {
    const callback = this.#ticket?.callback;
    switch (face) {
      case "none": return [];
      case "offered":
        return [h("details", { class: "callback-offer" }, h("summary", {}, t("callbackAsk")), h("p", { class: "muted" }, t("callbackAskText")), this.#form())];
      case "urgent":
        return [
          h("h2", { tabindex: -1 }, t("callbackUrgent")),
          h("p", { role: "status" }, this.#ticket?.turnaway === "book" ? t("bookUrgentText") : t("callbackUrgentText")),
          this.#form(),
        ];
      case "booked":
        return [
          h("h2", { tabindex: -1 }, t("booked")),
          h("p", { class: "booked-time" }, slotText(callback?.slot?.from ?? 0)),
          h("p", { role: "status" }, t("bookedText", { to: callback?.contact ?? "" })),
          this.#ticket?.mayBook === true && h("details", { class: "callback-offer" }, h("summary", {}, t("bookAnother")), this.#form(callback?.contact)),
        ];
      case "waiting":
        return [
          h("h2", { tabindex: -1 }, t("callbackAgreed")),
          h("p", { role: "status" }, callback?.from ? t("callbackLater", { when: openingText(callback.from - this.#clock()), to: callback.contact }) : t("callbackText", { to: callback?.contact ?? "" })),
          (callback?.attempts ?? 0) > 0 && h("p", { class: "muted" }, t("callbackMissed")),
          this.#button(t("callbackStay"), false),
        ];
      case "invited":
        return [
          h("h2", { tabindex: -1 }, t("yourTurn")),
          h("p", { role: "status" }, t("yourTurnText")),
          h("p", { class: "muted" }, t("yourTurnUntil"), " ", this.#left),
          this.#button(t("startNow"), true),
        ];
    }
  }

  /** @param {string} [known]  where they will be written to already */
  #form(known) {
    return makeContactForm({ kinds: this.#kinds, choice: choiceOf(this.#ticket), slots: this.#slots, ask: this.#request, known });
  }

  /**
   * @param {string} label
   * @param {boolean} isMain
   */
  #button(label, isMain) {
    const problem = h("p", { class: "problem", role: "alert" });
    const button = h("button", { class: "button", type: "button", ...(isMain && { "data-kind": "primary", "data-size": "large" }), onclick: async () => {
      button.disabled = true;
      setText(problem, await this.#answer() ?? "");
      button.disabled = false;
    } }, label);
    return h("div", { class: "stack" }, button, problem);
  }

  #count() {
    const until = this.#ticket?.callback?.until;
    if (until) setText(this.#left, clockText(Math.max(0, until - this.#clock())));
  }
}

/**
 * @param {Ticket | null} ticket
 * @param {ContactKind[]} kinds
 * @returns {Face}
 */
function faceOf(ticket, kinds) {
  if (ticket === null || ticket.state === "assigned" || ticket.state === "closed") return "none";
  if (ticket.callback?.state === "invited") return "invited";
  if (ticket.callback?.state === "booked") return "booked";
  if (ticket.callback?.state === "waiting") return "waiting";
  if (kinds.length === 0 || (!ticket.mayCallBack && !ticket.mayBook)) return "none";
  if (ticket.turnaway === "callback" || ticket.turnaway === "book") return "urgent";
  return ticket.state === "offered" ? "none" : "offered";
}

/**
 * @param {Ticket | null} ticket
 * @returns {import("./contact-form.js").CallbackChoice}
 */
function choiceOf(ticket) {
  if (!ticket?.mayBook) return "turn";
  return ticket.mayCallBack && ticket.callback?.state !== "booked" ? "either" : "slot";
}
