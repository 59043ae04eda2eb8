import { fill, h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { icon } from "../shared/icons.js";
import { pageState } from "../shared/page-state.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").LiveSession} LiveSession */

const stateTones = /** @type {const} */ ({ connecting: "warn", live: "live", reconnecting: "warn", ended: "offline" });
const recordingTones = /** @type {const} */ ({ off: "offline", asking: "offline", starting: "warn", recording: "live", paused: "hold", refused: "offline", failed: "danger" });

/** The calls that are on now, the longest first, each with its way in. */
export class LiveCalls {
  element;
  #clock;
  #queueName;
  #open;
  #count = h("p", { class: "muted small", role: "status" });
  #body = h("tbody", {});
  #table;
  #empty = pageState("empty", { title: t("empty"), text: t("emptyText") });
  /** @type {Map<string, {row: HTMLTableRowElement, content: string, startedAt: number, clock: HTMLElement}>} */
  #rows = new Map();
  /** @type {string | null} */
  #marked = null;

  /** @param {{clock: () => number, queueName: (queue: string) => string, open: (session: string) => void}} options */
  constructor({ clock, queueName, open }) {
    this.#clock = clock;
    this.#queueName = queueName;
    this.#open = open;
    const heads = /** @type {const} */ (["customer", "agent", "queue", "since", "state", "recording"]);
    this.#table = h("table", { class: "live" }, h("caption", { class: "visually-hidden" }, t("title")),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, t(head))), h("th", { scope: "col" }, h("span", { class: "visually-hidden" }, t("act"))))),
      this.#body);
    this.element = h("section", { class: "live-calls", "aria-labelledby": "live-title" },
      h("header", { class: "row" }, h("h1", { id: "live-title" }, t("title")), this.#count), this.#table, this.#empty);
    everySecond(() => {
      for (const { clock: element, startedAt } of this.#rows.values()) setText(element, clockText(this.#clock() - startedAt));
    }, new AbortController().signal);
  }

  /** @param {LiveSession[]} sessions */
  show(sessions) {
    const sorted = sessions.filter(({ state }) => state !== "ended").sort((one, other) => one.startedAt - other.startedAt);
    for (const [id, { row }] of this.#rows) {
      if (sorted.some((session) => session.id === id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    for (const session of sorted) this.#row(session);
    setText(this.#count, t("calls", { n: sorted.length }));
    this.#table.hidden = sorted.length === 0;
    this.#empty.hidden = sorted.length > 0;
  }

  /** @param {string | null} session  the one the supervisor takes part in */
  mark(session) {
    this.#marked = session;
    for (const [id, { row }] of this.#rows) row.toggleAttribute("data-current", id === session);
  }

  /**
   * Brings a call that a link named into sight, and its way in under the finger.
   * @param {string} session
   */
  point(session) {
    this.#rows.get(session)?.row.querySelector("button")?.focus();
  }

  /**
   * A row changes only when it says something else, so that its button keeps the focus.
   * @param {LiveSession} session
   */
  #row(session) {
    const { participants, hold, consult, recording, state, queue } = session;
    const content = JSON.stringify([participants.map(({ role, name, presence }) => [role, name, presence]), hold, consult?.name, consult?.state, recording.state, state, queue]);
    const known = this.#rows.get(session.id);
    if (known?.content === content) return;
    const row = known?.row ?? h("tr", { "data-current": session.id === this.#marked });
    const clock = h("span", { role: "timer" }, clockText(this.#clock() - session.startedAt));
    const focused = row.contains(document.activeElement);
    const button = this.#cells(row, session, clock);
    if (!known) this.#body.append(row);
    if (focused) button.focus();
    this.#rows.set(session.id, { row, content, startedAt: session.startedAt, clock });
  }

  /**
   * @param {HTMLTableRowElement} row
   * @param {LiveSession} session
   * @param {HTMLElement} clock
   */
  #cells(row, { id, medium = "video", participants, hold, consult, recording, state, queue }, clock) {
    const here = participants.filter(({ presence }) => presence !== "left");
    const customer = here.find(({ role }) => role === "customer")?.name ?? t("someone");
    const agent = here.find(({ role }) => role === "agent")?.name ?? t("nobody");
    const guests = here.filter(({ role }) => role === "guest").length;
    const advice = consult && t(consult.state === "asking" ? "asking" : hold ? "talksTo" : "togetherWith", { name: consult.name });
    const supervisors = here.filter(({ role }) => role === "supervisor").length;
    const button = h("button", { class: "button", type: "button", "aria-label": t("open", { name: customer }), onclick: () => this.#open(id) }, icon("ear"), t("monitor"));
    // Nobody listens in to what is written.
    button.hidden = medium === "chat";
    fill(row,
      h("th", { scope: "row" }, customer, guests > 0 && h("span", { class: "muted small" }, ` ${t("guests", { n: guests })}`)),
      cell("agent", agent, advice && h("span", { class: "muted small" }, ` · ${advice}`), supervisors > 0 && h("span", { class: "muted small" }, ` · ${t("watched", { n: supervisors })}`)),
      cell("queue", this.#queueName(queue)),
      cell("since", clock),
      cell("state", h("span", { class: "lamp", "data-tone": hold ? "hold" : stateTones[state] }, hold ? t("onHold") : t(state))),
      cell("recording", medium === "chat" ? t("chat") : h("span", { class: "lamp", "data-tone": recordingTones[recording.state] }, t(`recording_${recording.state}`))),
      h("td", { class: "live-act" }, button));
    return button;
  }
}

/**
 * @param {"agent" | "queue" | "since" | "state" | "recording"} head  shown beside the value where the table is narrow
 * @param {...import("../shared/dom.js").Child} content
 */
function cell(head, ...content) {
  return h("td", { "data-head": t(head) }, h("span", {}, ...content));
}
