import { fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { withLanguage } from "../shared/i18n.js";
import { endTakeover, failTakeover, takeoverUnderWay } from "../shared/takeover.js";
import { codeOf } from "./commands.js";
import { Component } from "./component.js";
import { t } from "./wording.js";

/** @typedef {"unknown" | "connecting" | "arriving" | "done" | "gone"} Phase  arriving: the former agent stays until everybody receives this page */

const patienceMs = 20_000;

/**
 * Makes this account the agent of a call that it supervises. Customer and former agent talk on while this page connects as the supervisor
 * and opens camera and microphone; then the server is asked, which lets the former agent go once this page is received by all. So the customer
 * is never left alone. What fails leads back to the live calls.
 */
export class Takeover extends Component {
  #call;
  /** The call that the server was asked for. */
  #asked = "";
  /** @type {Phase} */
  #phase = "unknown";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   * @param {import("./call-pane.js").CallPane} call
   */
  constructor(host, context, call) {
    super(host, context);
    this.#call = call;
    host.classList.add("banner");
    host.dataset.tone = "info";
    this.listen(call.host, "visavis-connected", () => void this.#ask());
    this.watch(phaseOf, (phase) => this.#enter(phase));
  }

  /** @param {Phase} phase */
  #enter(phase) {
    const former = this.#phase;
    this.#phase = phase;
    this.host.hidden = phase !== "connecting" && phase !== "arriving";
    clearTimeout(this.#timer);
    if (phase === "done") endTakeover();
    else if (phase === "gone" && takeoverUnderWay() !== null) this.#fail("session_gone");
    else if (phase === "connecting" && former === "arriving") this.#fail("not_connected");
    else if (phase === "connecting") {
      this.#show();
      this.#timer = setTimeout(() => this.#fail("not_connected"), patienceMs);
    } else if (phase === "arriving" && former !== "connecting") this.#show();
  }

  #show() {
    const agent = this.state.taking?.participants.find(({ role }) => role === "agent")?.name ?? t("role.agent");
    fill(this.host, icon("swap"), h("p", { role: "status" }, h("strong", {}, t("takeover.title")), " ", t("takeover.text", { name: agent })),
      h("button", { class: "button", type: "button", onclick: () => void this.#back() }, t("takeover.cancel")));
  }

  /** Connected: only what the person has to answer, whether camera and microphone may be used, is waited for now. */
  async #ask() {
    const { taking } = this.state;
    if (taking === null || this.#asked !== "") return;
    this.#asked = taking.id;
    clearTimeout(this.#timer);
    await this.#call.devices;
    try {
      await this.context.client.request("supervise.takeover", { session: taking.id });
    } catch (error) {
      this.#fail(codeOf(error));
    }
  }

  /** @param {string} code */
  #fail(code) {
    failTakeover(code);
    location.replace(withLanguage("/supervise"));
  }

  /** Who has asked already takes it back; the server may have been faster, then the live calls show the way to the console. */
  async #back() {
    endTakeover();
    const session = this.#asked;
    if (session !== "") await this.context.client.request("supervise.mode", { session, mode: "monitor" }).catch(() => undefined);
    location.replace(withLanguage("/supervise"));
  }
}

/**
 * @param {import("./component.js").ConsoleState} state
 * @returns {Phase}
 */
function phaseOf({ agent, taking, session }) {
  if (agent === null) return "unknown";
  if (taking !== null) return taking.handover ? "arriving" : "connecting";
  return session !== null ? "done" : "gone";
}
