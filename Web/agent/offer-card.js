import { fill, h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { icon } from "../shared/icons.js";
import { slotText } from "../shared/slot-picker.js";
import { isTyping } from "../shared/typing.js";
import { Component } from "./component.js";
import { CountdownRing } from "./countdown-ring.js";
import { languageName, money, t } from "./wording.js";

/** @typedef {import("./model.js").Offer} Offer */

/** The customer who is proposed: impossible to miss, quick to judge, answered with one key. */
export class OfferCard extends Component {
  ring = new CountdownRing(5);

  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   */
  constructor(host, context) {
    super(host, context);
    const { commands } = context;
    this.accept = h("button", { type: "button", class: "button accept", "data-kind": "primary", "data-size": "large" }, t("offer.accept"));
    this.decline = h("button", { type: "button", class: "button decline", "data-size": "large" }, t("offer.decline"));
    this.name = h("h3", { id: "offer-name", class: "offer-name" });
    this.matter = h("p", { class: "offer-matter" });
    this.facts = h("dl", { class: "offer-facts" });
    this.waited = h("dd", {});
    this.title = h("span", {});
    this.medium = h("span", { class: "offer-medium" });
    const title = h("p", { id: "offer-title", class: "offer-title" }, this.medium, this.title);
    this.advice = h("p", { class: "offer-advice muted" });
    this.card = h("div", { class: "offer-card", role: "group", tabindex: "0", "aria-labelledby": "offer-title offer-name" },
      h("div", { class: "offer-who" },
        title, this.name, this.matter, this.advice, this.facts),
      h("div", { class: "offer-clock" }, this.ring.element, h("p", { class: "muted" }, t("offer.seconds"))),
      h("div", { class: "offer-actions" }, this.accept, this.decline),
      h("p", { class: "muted offer-keys" }, t("offer.keys")));
    host.append(this.card);
    this.listen(this.accept, "click", () => void commands.accept());
    this.listen(this.decline, "click", () => void commands.decline());
    this.listen(this.card, "keydown", (event) => this.#keydown(event));
    this.watch((state) => state.offer, (offer) => this.#render(offer));
    this.watch((state) => state.answering, (answering) => this.#renderAnswering(answering));
    everySecond(() => this.#renderClock(), this.signal);
  }

  /** Where the keyboard goes to answer it; null while there is none. */
  get target() {
    return this.state.offer !== null && !this.host.hidden ? this.card : null;
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.target !== this.card || event.key !== "Enter" || event.repeat) return;
    event.preventDefault();
    void this.context.commands.accept();
  }

  /** @param {Offer | null} offer */
  #render(offer) {
    if (offer === null) return;
    const { caller, consult } = offer;
    const asks = consult && { agent: consult.by ?? t("role.agent"), name: caller.name ?? t("offer.someone") };
    const medium = offer.medium ?? "video";
    fill(this.medium, icon(medium === "chat" ? "chat" : "camera"), t(`medium.${medium}`));
    setText(this.title, asks ? t("offer.consult", asks) : t("offer.title"));
    this.advice.hidden = !asks;
    if (asks) setText(this.advice, t("offer.consultHint", asks));
    this.name.textContent = caller.name ?? t("offer.someone");
    this.matter.textContent = caller.matter ?? t("offer.noMatter");
    this.matter.classList.toggle("muted", caller.matter === undefined);
    this.facts.replaceChildren(
      ...fact(t("offer.queue"), this.context.queueName(offer.queue)),
      // Who is asked for advice keeps nobody waiting in a queue.
      ...(consult ? [] : [h("div", {}, h("dt", {}, t("offer.waited")), this.waited)]),
      ...(offer.bookedFor ? fact(t("offer.booked"), slotText(offer.bookedFor)) : offer.callbackRequestedAt ? fact(t("offer.callback"), t("offer.callbackSince", { time: clockText(this.context.client.clock() - offer.callbackRequestedAt) })) : []),
      ...(caller.cart ? fact(t("offer.cart"), money(caller.cart), "value") : []),
      ...fact(t("offer.language"), languageName(caller.language)));
    this.#renderClock();
    // Who is typing keeps the caret: an Enter meant for a note must not take a call.
    if (!isTyping(document.activeElement)) this.card.focus({ preventScroll: false });
  }

  /** @param {"accept" | "reject" | null} answering */
  #renderAnswering(answering) {
    this.accept.disabled = this.decline.disabled = answering !== null;
    this.card.setAttribute("aria-busy", String(answering !== null));
  }

  #renderClock() {
    const now = this.context.client.clock();
    const { offer } = this.state;
    if (offer === null) return;
    this.ring.show(offer.deadline - now, offer.deadline - offer.createdAt);
    const waited = clockText(now - (offer.bookedFor ?? offer.enqueuedAt));
    setText(this.waited, waited);
  }
}

/**
 * @param {string} term
 * @param {string} value
 * @param {string} [kind]
 */
function fact(term, value, kind = "") {
  return [h("div", { class: kind }, h("dt", {}, term), h("dd", {}, value))];
}
