import { fill, h, setText } from "../shared/dom.js";
import { withLanguage } from "../shared/i18n.js";
import { pageState } from "../shared/page-state.js";
import { takeoverFailure } from "../shared/takeover.js";
import { toast } from "../shared/toast.js";
import { LiveCalls } from "./live-calls.js";
import { reasonText, t } from "./messages.js";
import { Seat } from "./seat.js";

/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").ChatMessage} ChatMessage */
/** @typedef {import("../client/protocol").SupervisionMode} SupervisionMode */

/** The live calls, and beside them the one that the supervisor takes part in. */
export class SupervisePage {
  #main;
  #banner;
  #client;
  #calls;
  #agentNow = h("p", { class: "banner", "data-tone": "warn", hidden: true }, h("span", {}, t("agentNow")), " ", h("a", { href: withLanguage("/agent") }, t("toConsole")));
  #seatHost = h("section", { class: "seat", "aria-label": t("seat"), tabindex: -1, hidden: true });
  /** @type {Seat | null} */
  #seat = null;
  /**
   * A call that was left does not open again when an older word of it arrives.
   * @type {string | null}
   */
  #left = null;
  #isShown = false;

  /**
   * @param {{main: HTMLElement, banner: HTMLElement, client: import("../client/index.js").VisavisClient, queueName: (queue: string) => string}} options
   */
  constructor({ main, banner, client, queueName }) {
    this.#main = main;
    this.#banner = banner;
    this.#client = client;
    this.#calls = new LiveCalls({ clock: () => client.clock(), queueName, open: (session) => void this.#join(session) });
  }

  start() {
    this.#client.on("snapshot", (snapshot) => this.#snapshot(snapshot.session, snapshot.chat));
    this.#client.on("welcome", () => void this.#watch());
    this.#client.on("live", ({ sessions }) => this.#calls.show(sessions));
    this.#client.on("session", (session) => this.#found(session, []));
    this.#client.on("state", () => this.#showConnection());
    this.#client.on("bye", ({ action, reason }) => action === "stop" && reason !== "not_authenticated" && this.#showStopped());
    document.addEventListener("keydown", (event) => this.#seat?.keyed(event));
    this.#client.connect();
  }

  /** After a resume too: a push of this kind may have been dropped meanwhile. */
  async #watch() {
    const { sessions } = await this.#client.request("supervise.watch", { on: true }).catch(() => ({ sessions: null }));
    if (sessions === null) return;
    if (!this.#isShown) {
      fill(this.#main, this.#agentNow, h("div", { class: "supervise-panes" }, this.#calls.element, this.#seatHost));
      const failure = takeoverFailure();
      if (failure !== null) toast(t("takeoverFailed", { reason: reasonText({ code: failure }) }), "danger");
    }
    this.#calls.show(sessions);
    if (!this.#isShown) this.#calls.point(location.hash.slice(1));
    this.#isShown = true;
  }

  /**
   * @param {Session | null} session
   * @param {ChatMessage[]} chat
   */
  #snapshot(session, chat) {
    this.#agentNow.hidden = true;
    if (session) this.#found(session, chat);
  }

  /**
   * A call of this account: its seat in it is opened, or it is the agent's, and belongs into the console.
   * @param {Session} session
   * @param {ChatMessage[]} chat
   */
  #found(session, chat) {
    const self = session.participants.find(({ id }) => id === session.self);
    const going = session.state !== "ended";
    this.#agentNow.hidden = !going || (self?.role !== "agent" && self?.role !== "consulted");
    if (going && self?.role === "supervisor" && this.#seat === null && session.id !== this.#left) this.#open(session, chat);
    this.#seat?.follow(session);
  }

  /** @param {string} session */
  async #join(session) {
    if (this.#seat?.session === session) return this.#seatHost.focus();
    this.#seat?.leave();
    this.#left = null;
    try {
      const joined = await this.#client.request("supervise.join", { session, mode: "monitor" });
      if (this.#seat === null) this.#open(joined.session, []);
      this.#seatHost.focus();
    } catch (error) {
      toast(t("joinFailed", { reason: reasonText(error) }), "danger");
    }
  }

  /**
   * @param {Session} session
   * @param {ChatMessage[]} chat
   */
  #open(session, chat) {
    this.#seatHost.hidden = false;
    this.#main.toggleAttribute("data-seated", true);
    this.#calls.mark(session.id);
    this.#seat = new Seat({ host: this.#seatHost, client: this.#client, session, chat, ended: (words) => this.#closed(words) });
  }

  /** @param {string} words */
  #closed(words) {
    this.#left = this.#seat?.session ?? null;
    this.#seat = null;
    this.#seatHost.hidden = true;
    this.#main.toggleAttribute("data-seated", false);
    this.#calls.mark(null);
    this.#main.focus();
    toast(words);
  }

  #showConnection() {
    const away = this.#client.state === "reconnecting";
    this.#banner.hidden = !away;
    this.#banner.dataset.tone = "warn";
    setText(this.#banner, away ? t("lost") : "");
  }

  #showStopped() {
    this.#seat?.dispose();
    fill(this.#main, pageState("error", { title: t("stopped"), text: t("stoppedText"), action: { label: t("reload"), onclick: () => location.reload() } }));
  }
}
