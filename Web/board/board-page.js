import { fill, h, setText } from "../shared/dom.js";
import { durationText, everySecond } from "../shared/duration.js";
import { icon } from "../shared/icons.js";
import { signInAddress } from "../shared/open-page.js";
import { Poll } from "../shared/poll.js";
import { titleText } from "../shared/titles.js";
import { BoardActions } from "./actions.js";
import { AgentGroups } from "./agent-groups.js";
import { AlertStrip } from "./alert-strip.js";
import { t } from "./messages.js";
import { QueueCards } from "./queue-cards.js";
import { Summary } from "./summary.js";
import { TicketTable } from "./ticket-table.js";

/** @typedef {import("./api").Board} Board */

const everyMs = 2000;
/** Older than this, and the page says so: two answers are missing. */
const staleMs = 3 * everyMs;

/** The board, asked for every two seconds; between two answers its clocks run on. */
export class BoardPage {
  #main;
  #api;
  #poll = new Poll(() => this.#ask(), everyMs);
  #stale = h("p", { class: "banner board-stale", "data-tone": "warn", role: "status", hidden: true });
  #staleText = h("span", {});
  #summary = new Summary();
  #queues = new QueueCards();
  #alerts;
  #agents;
  #tickets;
  /** The server's clock when it answered, and ours: this computer's own date may be wrong. */
  #at = 0;
  #heardAt = 0;
  /** @type {Board | null} */
  #board = null;

  /** @param {{main: HTMLElement, api: import("../shared/api.js").Api}} options */
  constructor({ main, api }) {
    this.#main = main;
    this.#api = api;
    const actions = new BoardActions({ api, board: () => this.#board, done: () => this.#poll.now() });
    const queueName = (/** @type {string} */ queue) => titleText(this.#board?.queues.find((known) => known.queue === queue)?.title, queue);
    this.#alerts = new AlertStrip({ actions, queueName });
    this.#agents = new AgentGroups({ actions, queueName });
    this.#tickets = new TicketTable({ actions, queueName });
    this.#stale.append(icon("warning"), this.#staleText);
  }

  /** @param {Board} board */
  start(board) {
    fill(this.#main, h("h1", { class: "visually-hidden" }, t("title")), this.#stale, this.#alerts.element, this.#summary.element, this.#queues.element,
      h("div", { class: "board-columns" }, this.#tickets.element, this.#agents.element));
    this.#show(board);
    everySecond(() => this.#tick(), new AbortController().signal);
    this.#poll.start();
  }

  async #ask() {
    try {
      this.#show(await this.#api.get("/api/routing/board"));
    } catch (error) {
      if (/** @type {{code?: string}} */ (error).code === "not_authenticated") location.replace(signInAddress());
      throw error;
    }
  }

  /** @param {Board} board */
  #show(board) {
    this.#board = board;
    this.#at = board.at;
    this.#heardAt = performance.now();
    this.#alerts.show(board);
    this.#summary.show(board);
    this.#queues.show(board.queues);
    this.#agents.show(board);
    this.#tickets.show(board);
    this.#tick();
  }

  #tick() {
    const age = performance.now() - this.#heardAt;
    const now = this.#at + age;
    for (const part of [this.#summary, this.#queues, this.#agents, this.#tickets]) part.tick(now);
    const isOld = age > staleMs;
    this.#stale.hidden = !isOld;
    this.#main.toggleAttribute("data-stale", isOld);
    // Not each second, for the sake of those who hear it.
    if (isOld) setText(this.#staleText, t(navigator.onLine ? "stale" : "staleOffline", { age: durationText(Math.floor(age / 10_000) * 10_000 || staleMs) }));
  }
}
