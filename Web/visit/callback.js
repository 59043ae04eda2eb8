import { fill, h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { makeContactForm } from "./contact-form.js";
import { t } from "./messages.js";
import { openingText } from "./opening.js";

/** @typedef {import("../client/protocol").Ticket} Ticket */
/** @typedef {import("./contact-form.js").Contact} Contact */
/** @typedef {import("./contact-form.js").ContactKind} ContactKind */
/** @typedef {"none" | "offered" | "urgent" | "waiting" | "invited"} Face */

/**
 * Being called back instead of waiting at the page: the offer, then what was agreed, then "it is your turn".
 */
export class CallbackPanel {
  element = h("div", { class: "callback stack", hidden: true });
  #kinds;
  #clock;
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
   * @param {(contact: Contact) => Promise<string | null>} options.request
   * @param {() => Promise<string | null>} options.answer  the customer is here
   * @param {AbortSignal} options.signal
   */
  constructor({ kinds, clock, request, answer, signal }) {
    this.#kinds = kinds;
    this.#clock = clock;
    this.#request = request;
    this.#answer = answer;
    everySecond(() => this.#count(), signal);
  }

  get isInvited() {
    return this.#face === "invited";
  }

  /** Whether the customer need not stay. */
  get isPending() {
    return this.#face === "waiting" || this.#face === "invited";
  }

  /** @param {Ticket | null} ticket */
  update(ticket) {
    this.#ticket = ticket;
    const face = faceOf(ticket, this.#kinds);
    const words = JSON.stringify([face, ticket?.callback?.from, ticket?.callback?.attempts]);
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
        return [h("h2", { tabindex: -1 }, t("callbackUrgent")), h("p", { role: "status" }, t("callbackUrgentText")), this.#form()];
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

  #form() {
    return makeContactForm({ kinds: this.#kinds, ask: this.#request });
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
  if (ticket.callback?.state === "waiting") return "waiting";
  if (kinds.length === 0 || !ticket.mayCallBack) return "none";
  if (ticket.turnaway === "callback") return "urgent";
  return ticket.state === "offered" ? "none" : "offered";
}
