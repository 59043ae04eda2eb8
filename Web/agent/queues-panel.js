import { h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { Component } from "./component.js";
import { t } from "./wording.js";

/** @typedef {import("./model.js").Stats["queues"][number]} QueueStats */

/** How many wait in each queue, and who waits longest. */
export class QueuesPanel extends Component {
  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   */
  constructor(host, context) {
    super(host, context);
    this.empty = h("p", { class: "muted" }, t("queues.empty"));
    this.body = h("tbody", {});
    this.table = h("table", { class: "queues" },
      h("caption", { class: "visually-hidden" }, t("queues.caption")),
      h("thead", {}, h("tr", {},
        h("th", { scope: "col" }, t("queues.queue")),
        h("th", { scope: "col", class: "number" }, t("queues.waiting")),
        h("th", { scope: "col", class: "number" }, t("queues.oldest")),
        h("th", { scope: "col", class: "number", title: t("queues.readyHint") }, t("queues.ready")))),
      this.body);
    host.append(this.table, this.empty);
    this.watch((state) => state.stats, () => this.#render());
    this.watch((state) => state.queueTitles, () => this.#render());
    everySecond(() => this.#renderWaits(), this.signal);
  }

  #render() {
    const { queues } = this.state.stats;
    this.table.hidden = queues.length === 0;
    this.empty.hidden = queues.length > 0;
    this.body.replaceChildren(...queues.map((queue) => this.#row(queue)));
    this.#renderWaits();
  }

  /** @param {QueueStats} queue */
  #row(queue) {
    return h("tr", { class: queue.waiting > 0 ? "busy" : "" },
      h("th", { scope: "row" }, this.context.queueName(queue.queue)),
      h("td", { class: "number" }, String(queue.waiting)),
      h("td", { class: "number" }),
      h("td", { class: "number" }, String(queue.agentsAvailable)));
  }

  #renderWaits() {
    const now = this.context.client.clock();
    this.state.stats.queues.forEach(({ oldestEnqueuedAt }, index) => {
      const cell = this.body.rows[index]?.cells[2];
      const text = oldestEnqueuedAt == null ? t("queues.nobody") : clockText(now - oldestEnqueuedAt);
      if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
    });
  }
}
