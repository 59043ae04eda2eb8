import { fill, h, setText } from "../shared/dom.js";
import { t } from "./messages.js";
import { selfOf } from "./participants.js";

/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").Consent} Consent */
/** @typedef {import("../client/protocol").Purpose} Purpose */

const capturing = ["starting", "recording", "paused"];

/**
 * Asks whether the call may be recorded, for each purpose by itself, and lets the answer be changed at any time.
 * Yes and no look alike and stand side by side; the call goes on either way.
 */
export class ConsentPanel {
  element;
  #client;
  #session;
  #changed;
  #questions = h("div", { class: "stack" });
  #outcome = h("p", { class: "consent-outcome", role: "status" });
  #close;
  /**
   * The answer that is on its way to the server.
   * @type {Purpose | null}
   */
  #sending = null;
  #shown = "";
  /** Something was withdrawn, and the server has not said yet that the capture has stopped. */
  #stopping = false;
  /** Something else has to be answered first: the panel waits, and does not lie over the way on. */
  #waits = false;
  #opened = false;

  /**
   * @param {{client: import("../client/index.js").VisavisClient, session: () => Session, changed: () => void}} options
   *   `changed`: it opened or closed
   */
  constructor({ client, session, changed }) {
    this.#client = client;
    this.#session = session;
    this.#changed = changed;
    this.#close = h("button", { class: "button", type: "button", onclick: () => this.toggle(false) }, t("close"));
    this.element = h("section", { class: "call-panel call-consent", "aria-label": t("consentTitle"), tabindex: -1, hidden: true },
      h("h2", {}, t("consentTitle")), this.#questions, h("p", { class: "muted small" }, t("consentHint")), this.#outcome, this.#close);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && !this.#asks && this.toggle(false));
  }

  /** Whether this participant has been asked anything at all. An agent is only told what the customer said. */
  get concerns() {
    const session = this.#session();
    const role = selfOf(session)?.role;
    return (role === "customer" || role === "guest") && session.consents.length > 0;
  }

  get #asks() {
    return this.#session().consents.some(({ answer }) => answer === "asked");
  }

  /** @param {boolean} open */
  toggle(open) {
    this.#opened = open;
    setText(this.#outcome, "");
    this.show();
    if (open) this.element.focus();
    this.#changed();
  }

  /** @param {boolean} [waits]  whether another question is over the picture */
  show(waits = this.#waits) {
    this.#waits = waits;
    const { consents, recording } = this.#session();
    this.element.hidden = waits || !this.concerns || (!this.#asks && !this.#opened && this.#outcome.textContent === "");
    this.#close.hidden = this.#asks;
    const content = JSON.stringify([consents.map(({ purpose, answer }) => [purpose, answer]), this.#sending]);
    if (content !== this.#shown) fill(this.#questions, ...consents.map((consent) => this.#question(consent)));
    this.#shown = content;
    if (this.#stopping && !capturing.includes(recording.state)) {
      this.#stopping = false;
      setText(this.#outcome, t("consentStopped"));
    }
  }

  /** @param {Consent} consent */
  #question({ purpose, answer }) {
    /** @param {boolean} granted */
    const choice = (granted) => h("button", {
      class: "button", type: "button", disabled: this.#sending === purpose,
      "aria-pressed": String(granted ? answer === "granted" : answer === "refused" || answer === "withdrawn"),
      onclick: () => void this.#answer(purpose, granted),
    }, t(granted ? "consentYes" : "consentNo"));
    return h("div", { class: "consent-question", role: "group", "aria-label": t(purpose) },
      h("p", {}, t(purpose)), h("div", { class: "consent-choices" }, choice(true), choice(false)));
  }

  /**
   * @param {Purpose} purpose
   * @param {boolean} granted
   */
  async #answer(purpose, granted) {
    const before = this.#session();
    const asked = this.#asks;
    this.#sending = purpose;
    this.show();
    try {
      await this.#client.request("consent.set", { session: before.id, purpose, granted });
      const withdrawn = !granted && before.consents.some((one) => one.purpose === purpose && one.answer === "granted");
      // With another purpose still agreed to, the recording goes on for that one.
      const stops = withdrawn && capturing.includes(before.recording.state) && !this.#agreesElse(purpose);
      // The call may go on being recorded for the customer; a guest's part in it is not, from this answer on.
      const isGuest = selfOf(before)?.role === "guest";
      this.#stopping = stops && !isGuest;
      setText(this.#outcome, stops ? t(isGuest ? "consentNoLonger" : "consentStopping") : asked ? "" : t("consentKept"));
    } catch {
      setText(this.#outcome, t("consentFailed"));
    }
    this.#sending = null;
    this.show();
    if (!this.element.hidden && this.element.contains(document.activeElement) === false) this.element.focus();
    this.#changed();
  }

  /** @param {Purpose} purpose */
  #agreesElse(purpose) {
    return this.#session().consents.some((one) => one.purpose !== purpose && one.answer === "granted");
  }
}
