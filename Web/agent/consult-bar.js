import { fill, h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { icon } from "../shared/icons.js";
import { agentName, consultPhase } from "./consult.js";
import { t } from "./wording.js";

/** @typedef {import("./consult.js").ConsultPhase} ConsultPhase */
/** @typedef {import("./model.js").ConsoleState} ConsoleState */

const tones = /** @type {const} */ ({ asking: "hold", alone: "hold", together: "live", ended: "warn", advising: "hold", amongAll: "live", inherited: "ok" });
const symbols = /** @type {const} */ ({ asking: "clock", alone: "people", together: "people", ended: "warning", advising: "people", amongAll: "people", inherited: "check" });

/**
 * A question to a colleague, from asking to its end: who hears whom, and what can be done next. It stands above the call. Its buttons stay the same
 * elements while the question goes on, so that the focus stays where it is.
 */
export class ConsultBar {
  element;
  #context;
  #leaveTo;
  #symbol = h("span", { class: "consult-symbol" });
  #title = h("strong", { id: "consult-title" });
  #text = h("span", {});
  #clock = h("span", { class: "consult-clock muted small", role: "timer" });
  #handOver = h("button", { class: "button", "data-kind": "primary", type: "button", "data-act": "handOver" });
  #hold = h("button", { class: "button", type: "button", "data-act": "hold" });
  #another = h("button", { class: "button", type: "button", "data-act": "another" }, t("consult.another"));
  #back = h("button", { class: "button", type: "button", "data-act": "back" });
  #seen = h("button", { class: "button", type: "button", "data-act": "seen" }, t("consult.seen"));
  /** @type {ConsultPhase | null} */
  #phase = null;

  /**
   * @param {import("./component.js").Context} context
   * @param {AbortSignal} signal
   * @param {{askAnother: () => void, leaveTo: () => HTMLElement}} page  `leaveTo`: where the focus goes when the bar goes
   */
  constructor(context, signal, { askAnother, leaveTo }) {
    const { commands, store } = context;
    this.#context = context;
    this.#leaveTo = leaveTo;
    this.element = h("section", { class: "consult banner", "aria-labelledby": "consult-title", tabindex: "-1", hidden: true },
      this.#symbol, h("p", { class: "consult-words", role: "status" }, this.#title, " ", this.#text), this.#clock,
      h("div", { class: "consult-acts" }, this.#handOver, this.#hold, this.#another, this.#back, this.#seen));
    this.#handOver.addEventListener("click", () => void this.#once(() => commands.completeConsult()), { signal });
    this.#hold.addEventListener("click", () => void this.#once(() => commands.toggleHold()), { signal });
    this.#another.addEventListener("click", askAnother, { signal });
    this.#back.addEventListener("click", () => void this.#once(() => commands.backToCustomer()), { signal });
    this.#seen.addEventListener("click", () => store.dispatch({ type: "inheritanceSeen" }), { signal });
    everySecond(() => this.#renderClock(), signal);
  }

  /**
   * Begins to show what is so. Whoever makes the bar calls this once the rest of the page has been drawn: where the focus goes must be there.
   * @param {AbortSignal} signal
   */
  follow(signal) {
    this.#context.store.watch((state) => JSON.stringify([consultPhase(state), ...Object.values(namesOf(state)), state.consultEnd, state.session?.hold !== null]),
      (_, state) => this.#render(state), signal);
  }

  focus() {
    if (!this.element.hidden) this.element.focus();
  }

  /** A key leads there and no further: whoever has handed over cannot take it back. */
  pointAtHandOver() {
    if (!this.element.hidden && !this.#handOver.hidden) this.#handOver.focus();
  }

  /** @param {ConsoleState} state */
  #render(state) {
    const phase = consultPhase(state);
    const hadFocus = this.element.contains(document.activeElement);
    this.#phase = phase;
    this.element.hidden = phase === null;
    if (phase === null) {
      setText(this.#title, "");
      setText(this.#text, "");
      if (hadFocus) this.#leaveTo().focus();
      return;
    }
    this.element.dataset.tone = tones[phase];
    this.element.dataset.phase = phase;
    fill(this.#symbol, icon(symbols[phase]));
    this.#renderWords(phase, state);
    this.#renderActs(phase, state);
    this.#renderClock();
    if (hadFocus && document.activeElement?.closest("[hidden]") !== null) this.element.focus();
  }

  /**
   * @param {ConsultPhase} phase
   * @param {ConsoleState} state
   */
  #renderWords(phase, state) {
    const names = namesOf(state);
    const { consultEnd, inherited, session } = state;
    const isParked = session?.hold !== null;
    switch (phase) {
      case "asking": return this.#say(t("consult.asking", names), t(isParked ? "consult.parked" : "consult.hearsYou", names));
      case "alone": return this.#say(t("consult.alone", names), t("consult.aloneText", names));
      case "together": return this.#say(t("consult.together"), t("consult.togetherText", names));
      case "ended": return this.#say(t(`consult.${consultEnd?.ending ?? "left"}`, { name: consultEnd?.name ?? "" }), t("consult.stillParked", names));
      case "advising": return this.#say(t("consult.advising", names), t("consult.advisingText", names));
      case "amongAll": return this.#say(t("consult.advising", names), t("consult.amongAllText", names));
      case "inherited": return this.#say(t("consult.inherited"), t("consult.inheritedText", { agent: inherited?.from ?? t("role.agent") }));
    }
  }

  /**
   * @param {string} title
   * @param {string} text
   */
  #say(title, text) {
    setText(this.#title, title);
    setText(this.#text, text);
  }

  /**
   * @param {ConsultPhase} phase
   * @param {ConsoleState} state
   */
  #renderActs(phase, state) {
    const isJoined = phase === "alone" || phase === "together";
    const names = namesOf(state);
    this.#handOver.hidden = this.#hold.hidden = !isJoined;
    this.#another.hidden = phase !== "ended";
    this.#back.hidden = !(isJoined || phase === "asking" || phase === "ended");
    this.#seen.hidden = phase !== "inherited";
    setText(this.#handOver, t("consult.handOver", names));
    setText(this.#hold, t(phase === "together" ? "consult.hold" : "consult.merge"));
    setText(this.#back, phase === "together" ? t("consult.without", names) : t(phase === "asking" ? "consult.cancel" : "consult.back"));
  }

  #renderClock() {
    const { session } = this.#context.store.state;
    const parked = session?.hold;
    const isShown = parked && this.#phase !== null && this.#phase !== "inherited";
    this.#clock.hidden = !isShown;
    if (!isShown) return;
    setText(this.#clock, t("consult.clock", { time: clockText(this.#context.client.clock() - parked.since) }));
  }

  /**
   * One at a time: whoever presses twice in haste means it once.
   * @param {() => Promise<void>} act
   */
  async #once(act) {
    if (this.element.getAttribute("aria-busy") === "true") return;
    this.element.setAttribute("aria-busy", "true");
    await act().finally(() => this.element.removeAttribute("aria-busy"));
  }
}

/**
 * Whom the words are about.
 * @param {ConsoleState} state
 */
function namesOf({ session }) {
  return {
    name: session?.consult?.name ?? "",
    customer: session?.caller?.name ?? t("consult.customer"),
    agent: (session && agentName(session)) ?? t("role.agent"),
  };
}
