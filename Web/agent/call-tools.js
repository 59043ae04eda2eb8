import { h, setAttribute, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { icon } from "../shared/icons.js";
import { pauses } from "./commands.js";
import { Component } from "./component.js";
import { consultPhase, roleIn } from "./consult.js";
import { ConsultBar } from "./consult-bar.js";
import { callDesk } from "./desk.js";
import { GuestsPanel } from "./guests-panel.js";
import { isProtected } from "./protection.js";
import { ProtectionPanel } from "./protection-panel.js";
import { stage } from "./state.js";
import { TransferPanel } from "./transfer-panel.js";
import { t } from "./wording.js";

/** @typedef {import("./model.js").Session} Session */
/** @typedef {"guests" | "transfer" | "protection"} PanelName */

/**
 * What the agent can do with a call beside talking: send the customer on, protect themselves and, when it is relayed, hold, pause the recording, invite a guest;
 * and what the customer agreed to. A colleague whom the agent asks for advice has none of these.
 */
export class CallTools extends Component {
  #hold = tool(icon("pause"), "hold");
  #record = tool(icon("record"), "record");
  #guests = tool(icon("people"), "guests");
  #transfer = tool(icon("swap"), "transfer");
  #protect = tool(icon("shield"), "protect");
  #bar;
  #tools;
  #guestsPanel;
  #transferPanel;
  #protectionPanel;
  #consents = h("p", { class: "tool-consents small" });
  #paused = h("p", { class: "tool-paused small", role: "status" });

  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   */
  constructor(host, context) {
    super(host, context);
    const { commands } = context;
    const desk = callDesk(context);
    this.#guestsPanel = new GuestsPanel(context, this.signal);
    this.#transferPanel = new TransferPanel(context, desk, this.signal, () => this.toggleTransfer());
    this.#protectionPanel = new ProtectionPanel(context, desk, this.signal);
    this.#bar = new ConsultBar(context, this.signal, { askAnother: () => this.toggleTransfer(), leaveTo: () => this.#transfer.button });
    this.#tools = h("div", { class: "tools", role: "toolbar", "aria-label": t("tools.title") },
      this.#hold.button, this.#record.button, this.#guests.button, this.#transfer.button, this.#protect.button, this.#consents, this.#paused);
    host.append(this.#bar.element, this.#tools, this.#guestsPanel.element, this.#transferPanel.element, this.#protectionPanel.element);
    setText(this.#transfer.words, t("tools.transfer"));
    setText(this.#protect.words, t("tools.protect"));
    this.listen(this.#hold.button, "click", () => void commands.toggleHold());
    this.listen(this.#record.button, "click", () => void commands.toggleRecording());
    this.listen(this.#guests.button, "click", () => this.toggleGuests());
    this.listen(this.#transfer.button, "click", () => this.toggleTransfer());
    this.listen(this.#protect.button, "click", () => this.protect());
    this.listen(this.#guestsPanel.element, "keydown", (event) => event.key === "Escape" && this.toggleGuests());
    this.watch((state) => state.session, (session) => this.#render(session));
    this.watch((state) => state.session?.id ?? null, () => this.#open(null));
    this.watch(isProtected, (on) => this.#renderProtection(on));
    this.watch((state) => state.consultEnd, () => this.#render(this.state.session));
    this.#bar.follow(this.signal);
    this.watch((state) => Boolean(state.session?.consult), (asks) => asks && this.#closeTransfer());
    everySecond(() => this.#renderHold(this.state.session), this.signal);
  }

  toggleGuests() {
    this.#toggle("guests");
  }

  toggleTransfer() {
    this.#toggle("transfer");
  }

  /** Never the other way round: what is hidden is not shown by a key that was pressed twice. */
  protect() {
    if (this.host.hidden || this.#protect.button.closest("[hidden]") !== null || stage(this.state) !== "call") return;
    if (!isProtected(this.state)) this.context.commands.protect();
    this.#open("protection");
    this.#protectionPanel.focus();
  }

  /** @param {"guests" | "transfer"} name */
  #toggle(name) {
    const [panel, { button }] = name === "guests" ? [this.#guestsPanel, this.#guests] : [this.#transferPanel, this.#transfer];
    if (this.host.hidden || button.closest("[hidden]") !== null) return;
    const opens = panel.element.hidden;
    this.#open(opens ? name : null);
    if (opens) panel.focus();
    else button.focus();
  }

  handOver() {
    if (!this.host.hidden) this.#bar.pointAtHandOver();
  }

  /** The question is on its way: from here on the bar says how it goes. */
  #closeTransfer() {
    const panel = this.#transferPanel.element;
    if (panel.hidden) return;
    const hadFocus = panel.contains(document.activeElement) || document.activeElement === document.body;
    this.#open(null);
    if (hadFocus) this.#bar.focus();
  }

  /** @param {boolean} on */
  #renderProtection(on) {
    const hadFocus = this.#protectionPanel.element.contains(document.activeElement);
    this.#protect.button.toggleAttribute("data-on", on);
    this.#open(on ? "protection" : null);
    if (!on && hadFocus && !this.host.hidden) this.#protect.button.focus();
  }

  /**
   * One panel is open at a time; while the agent is protected it is that one, unless they ask for another.
   * @param {PanelName | null} asked
   */
  #open(asked) {
    const name = asked ?? (isProtected(this.state) ? "protection" : null);
    this.#guestsPanel.element.hidden = name !== "guests";
    this.#transferPanel.show(name === "transfer");
    this.#protectionPanel.show(name === "protection");
    setAttribute(this.#guests.button, "aria-expanded", String(name === "guests"));
    setAttribute(this.#transfer.button, "aria-expanded", String(name === "transfer"));
    setAttribute(this.#protect.button, "aria-expanded", String(name === "protection"));
  }

  /** @param {Session | null} session */
  #render(session) {
    this.host.hidden = session === null;
    if (session === null) return;
    const isRelayed = session.media === "relay";
    this.#tools.hidden = roleIn(session) !== "agent";
    this.#guests.button.hidden = !isRelayed;
    // While a colleague is asked, the bar above says who holds, and where the customer goes.
    const phase = consultPhase(this.state);
    this.#hold.button.hidden = !isRelayed || (phase !== null && phase !== "inherited");
    this.#transfer.button.hidden = Boolean(session.consult);
    this.#renderHold(session);
    const { isMine, isOthers, mayPause } = pauses(session.recording);
    this.#record.button.hidden = !isRelayed || !mayPause;
    setAttribute(this.#record.button, "aria-pressed", String(isMine));
    setText(this.#record.words, t(isMine ? "tools.recordAgain" : "tools.pauseRecording"));
    setText(this.#paused, !isOthers ? "" : t(isMine ? "tools.pausedByBoth" : "tools.pausedByOther"));
    const present = session.participants.filter(({ role, presence }) => role === "guest" && presence !== "left").length;
    setText(this.#guests.words, present > 0 ? t("tools.guestsHere", { n: present }) : t("tools.guests"));
    setText(this.#consents, session.consents.map(({ purpose, answer }) =>
      t("tools.consent", { purpose: t(`purpose.${purpose}`), answer: t(`answer.${answer}`) })).join(" · "));
  }

  /** @param {Session | null} session */
  #renderHold(session) {
    const hold = session?.hold ?? null;
    setAttribute(this.#hold.button, "aria-pressed", String(hold !== null));
    setText(this.#hold.words, hold === null ? t("tools.hold") : t("tools.resume", { time: clockText(this.context.client.clock() - hold.since) }));
  }
}

/**
 * @param {SVGSVGElement} symbol
 * @param {string} name
 */
export function tool(symbol, name) {
  const words = h("span", {});
  return { button: h("button", { class: "button tool", type: "button", "data-tool": name }, symbol, words), words };
}
