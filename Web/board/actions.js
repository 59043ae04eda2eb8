import { ask, choose } from "../shared/dialog.js";
import { activityText, titleText } from "../shared/titles.js";
import { toast } from "../shared/toast.js";
import { failureText, t } from "./messages.js";
import { standingOf } from "./standing.js";

/** What one press adds to a ticket's priority, and how far a supervisor may go. */
const stepPoints = 10;
const limitPoints = 100;

/** What a supervisor does on the board, each asked for and said in words. */
export class BoardActions {
  #api;
  #board;
  #done;

  /**
   * @param {{api: import("../shared/api.js").Api, board: () => import("./api").Board | null, done: () => void}} options
   */
  constructor({ api, board, done }) {
    this.#api = api;
    this.#board = board;
    this.#done = done;
  }

  /** @param {string} id  an agent's */
  async force(id) {
    const board = this.#board();
    const agent = board?.agents.find((known) => known.id === id);
    if (!board || !agent) return;
    const name = agent.name;
    const activity = await choose({
      title: t("forceTitle", { name }), text: t(standingOf(agent) === "talking" ? "forceTalking" : "forceText"), yes: t("forceYes"), no: t("cancel"), chosen: agent.activity,
      choices: board.activities.map(({ name: value, kind, title }) => ({ value, label: activityText(title, value), hint: t(`kind_${kind}`) })),
    });
    if (activity === null) return;
    const title = activityText(board.activities.find((known) => known.name === activity)?.title, activity);
    await this.#send(`/api/routing/agents/${encodeURIComponent(id)}/activity`, { activity }, t("forced", { name, activity: title }));
  }

  /** @param {string} id  a ticket's */
  async move(id) {
    const board = this.#board();
    const ticket = board?.tickets.find((known) => known.id === id);
    if (!board || !ticket) return;
    const name = ticket.name ?? t("someone");
    const queue = await choose({
      title: t("moveTitle", { name }), text: t("moveText"), yes: t("moveYes"), no: t("cancel"),
      choices: board.queues.filter((known) => known.queue !== ticket.queue).map((known) => ({
        value: known.queue, label: titleText(known.title, known.queue),
        hint: `${t("moveHint", { waiting: known.waiting, free: known.agentsAvailable })}${known.isOpen ? "" : ` · ${t("closed")}`}`,
      })),
    });
    if (queue === null) return;
    const title = titleText(board.queues.find((known) => known.queue === queue)?.title, queue);
    await this.#send(`/api/routing/tickets/${encodeURIComponent(id)}/move`, { queue }, t("moved", { name, queue: title }));
  }

  /**
   * @param {string} id  a ticket's
   * @param {1 | -1} direction
   */
  async prioritise(id, direction) {
    const ticket = this.#board()?.tickets.find((known) => known.id === id);
    if (!ticket) return;
    const had = ticket.bump ?? 0;
    const priority = Math.max(-limitPoints, Math.min(limitPoints, had + direction * stepPoints));
    if (priority === had) return toast(t("limit"));
    // Quick presses add up before the board is asked again.
    ticket.bump = priority;
    ticket.priority += priority - had;
    await this.#send(`/api/routing/tickets/${encodeURIComponent(id)}/priority`, { priority }, t("raised", { name: ticket.name ?? t("someone"), n: ticket.priority }));
  }

  /** @param {import("./api").BoardAlert} alert  whose customer may come again */
  async forgive({ customer, name }) {
    const who = name ?? t("alertSomeone");
    if (!(await ask({ title: t("forgiveTitle", { name: who }), text: t("forgiveText"), yes: t("forgiveYes"), no: t("cancel") }))) return;
    await this.#send(`/api/routing/customers/${encodeURIComponent(customer)}/unblock`, {}, t("forgiven", { name: who }));
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {string} words  said when it is done
   */
  async #send(path, body, words) {
    try {
      await this.#api.post(path, body);
      toast(words, "ok");
    } catch (error) {
      toast(failureText(error), "danger");
    }
    this.#done();
  }
}
