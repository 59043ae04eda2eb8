import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { clockText } from "../shared/duration.js";
import { formatNumber, withLanguage } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { slotText } from "../shared/slot-picker.js";
import { KeyedList } from "../shared/keyed-list.js";
import { pageState } from "../shared/page-state.js";
import { t } from "./messages.js";
import { signed } from "./words.js";

/** @typedef {import("./api").Board} Board */
/** @typedef {import("./api").BoardTicket} BoardTicket */

const heads = /** @type {const} */ (["place", "customer", "queue", "age", "priority", "state"]);

/** Who waits, where and how long, and what can be done about it. Which queue is shown stands in the address. */
export class TicketTable {
  element;
  #actions;
  #queueName;
  #count = h("p", { class: "muted small", role: "status" });
  #body = h("tbody", {});
  #table;
  #more = h("p", { class: "muted small" });
  #empty = pageState("empty", { title: t("noTickets"), text: t("noTicketsText") });
  #shown = new URLSearchParams(location.search).get("queue") ?? "";
  #filter = h("select", { class: "input ticket-filter", "aria-label": t("showQueue") });
  #offered = "";
  #list;
  /** @type {Board | null} */
  #board = null;
  /** @type {Map<string, {since: number, clock: HTMLElement}>} */
  #clocks = new Map();

  /** @param {{actions: import("./actions.js").BoardActions, queueName: (queue: string) => string}} options */
  constructor({ actions, queueName }) {
    this.#actions = actions;
    this.#queueName = queueName;
    this.#list = new KeyedList({ host: this.#body, key: (/** @type {BoardTicket} */ { id }) => id, make: (ticket) => this.#make(ticket) });
    this.#table = h("table", { class: "tickets" }, h("caption", { class: "visually-hidden" }, t("tickets")),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, t(head))), h("th", { scope: "col" }, h("span", { class: "visually-hidden" }, t("act"))))),
      this.#body);
    this.#filter.addEventListener("change", () => this.#choose(this.#filter.value));
    this.element = h("section", { class: "stack board-tickets", "aria-labelledby": "tickets-title" },
      h("header", { class: "row board-head" }, h("h2", { id: "tickets-title", tabindex: -1 }, t("tickets")), this.#count, this.#filter), this.#table, this.#more, this.#empty);
  }

  /** @param {Board} board */
  show(board) {
    this.#board = board;
    this.#showFilter(board.queues);
    const tickets = board.tickets.filter(({ queue }) => this.#shown === "" || queue === this.#shown);
    const waiting = board.queues.filter(({ queue }) => this.#shown === "" || queue === this.#shown).reduce((sum, queue) => sum + queue.waiting + queue.booked, 0);
    const all = Math.max(waiting, tickets.length);
    this.#clocks.clear();
    this.#list.show(tickets);
    setText(this.#count, all > 0 ? t("ticketCount", { n: all }) : "");
    setText(this.#more, all > tickets.length ? t("more", { n: tickets.length, all }) : "");
    this.#more.hidden = all <= tickets.length;
    this.#table.hidden = tickets.length === 0;
    this.#empty.hidden = all > 0;
  }

  /** @param {number} now */
  tick(now) {
    for (const { since, clock } of this.#clocks.values()) setText(clock, clockText(now - since));
  }

  /** @param {string} queue */
  #choose(queue) {
    this.#shown = queue;
    const url = new URL(location.href);
    if (queue === "") url.searchParams.delete("queue");
    else url.searchParams.set("queue", queue);
    history.replaceState(null, "", url.pathname + url.search + url.hash);
    if (this.#board) this.show(this.#board);
  }

  /** @param {Board["queues"]} queues */
  #showFilter(queues) {
    const offered = JSON.stringify(queues.map(({ queue }) => [queue, this.#queueName(queue)]));
    if (offered === this.#offered) return;
    this.#offered = offered;
    if (!queues.some(({ queue }) => queue === this.#shown)) this.#shown = "";
    fill(this.#filter, h("option", { value: "" }, t("allQueues")), ...queues.map(({ queue }) => h("option", { value: queue, selected: queue === this.#shown }, this.#queueName(queue))));
    this.#filter.hidden = queues.length < 2;
  }

  /** @param {BoardTicket} first */
  #make({ id, interaction }) {
    const [place, name, facts, queue, clock] = [h("span", {}), h("span", {}), h("span", { class: "muted small" }), h("span", {}), h("span", { role: "timer" })];
    const [priority, bump, state] = [h("span", {}), h("span", { class: "ticket-bump muted small" }), h("span", { class: "lamp" })];
    const raise = this.#button("raise", "up", () => void this.#actions.prioritise(id, 1));
    const lower = this.#button("lower", "down", () => void this.#actions.prioritise(id, -1));
    const move = this.#button("move", "swap", () => void this.#actions.move(id));
    const why = h("a", { class: "button ticket-act", "data-kind": "quiet", "data-act": "why", href: withLanguage(`/interactions/${encodeURIComponent(interaction)}`), title: t("why") }, icon("question"));
    const element = h("tr", {},
      cell("place", place), h("th", { scope: "row" }, name, " ", facts), cell("queue", queue), cell("age", clock), cell("priority", priority, bump), cell("state", state),
      h("td", { class: "ticket-acts" }, h("div", {}, raise, lower, move, why)));
    return {
      element,
      update: (/** @type {BoardTicket} */ ticket) => {
        const who = ticket.name ?? t("someone");
        const step = typeof ticket.step === "number" ? t("step", { n: ticket.step + 1 }) : ticket.step;
        // Who is called back need not be there.
        const isAway = !ticket.connected && (ticket.state === "waiting" || ticket.state === "offered");
        const tone = isAway ? "offline" : ticket.state === "offered" || ticket.state === "invited" ? "warn" : "ok";
        const isBooked = ticket.state === "booked";
        setText(place, isBooked ? "–" : formatNumber(ticket.position));
        setText(name, who);
        setText(facts, [ticket.medium === "chat" && t("chat"), ticket.language.toUpperCase(), ticket.rule, step].filter(Boolean).join(" · "));
        setText(queue, this.#queueName(ticket.queue));
        setText(priority, signed(ticket.priority));
        setText(bump, ticket.bump ? t("bump", { n: signed(ticket.bump) }) : "");
        setText(state, isAway ? t("state_away") : t(`state_${ticket.state}`));
        setAttribute(state, "data-tone", tone);
        for (const [act, words] of /** @type {const} */ ([[raise, "raiseOf"], [lower, "lowerOf"], [move, "moveOf"], [why, "whyOf"]])) setAttribute(act, "aria-label", t(words, { name: who }));
        move.hidden = (this.#board?.queues.length ?? 0) < 2;
        if (isBooked) setText(clock, slotText(ticket.bookedFor ?? 0));
        else this.#clocks.set(id, { since: ticket.bookedFor ?? ticket.enqueuedAt, clock });
      },
    };
  }

  /**
   * @param {"raise" | "lower" | "move"} act
   * @param {import("../shared/icons.js").IconName} symbol
   * @param {() => void} onclick
   */
  #button(act, symbol, onclick) {
    return h("button", { class: "button ticket-act", "data-kind": "quiet", "data-act": act, type: "button", title: t(act), onclick }, icon(symbol));
  }
}

/**
 * @param {typeof heads[number]} head  shown beside the value where the table is narrow
 * @param {...HTMLElement} content
 */
function cell(head, ...content) {
  return h("td", { "data-head": t(head), "data-place": head }, h("span", {}, ...content));
}
