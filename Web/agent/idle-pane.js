import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { activityText, kindOf, kinds } from "./activities.js";
import { Component } from "./component.js";
import { t } from "./wording.js";

const symbols = /** @type {const} */ ({ missed: "warning", available: "person", away: "clock", offline: "offline" });

/** What the centre says while there is no customer. */
export class IdlePane extends Component {
  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   */
  constructor(host, context) {
    super(host, context);
    this.symbol = h("div", { class: "idle-symbol", "aria-hidden": "true" });
    this.title = h("h2", {});
    this.hint = h("p", { class: "muted" });
    this.takenOver = h("p", { class: "banner", "data-tone": "warn", hidden: true }, icon("swap"), t("idle.takenOver"));
    this.waiting = h("p", { class: "idle-waiting" });
    host.append(h("div", { class: "idle" }, this.takenOver, this.symbol, this.title, this.hint, this.waiting));
    this.watch((state) => state.agent, (agent) => this.#render(agent));
    this.watch((state) => state.activities, (_, { agent }) => this.#render(agent));
    this.watch((state) => state.takenOver, (takenOver) => (this.takenOver.hidden = !takenOver));
    this.watch((state) => state.stats, ({ queues }) => {
      const n = queues.reduce((sum, queue) => sum + queue.waiting, 0);
      setText(this.waiting, n > 0 ? t("idle.waiting", { n }) : t("idle.nobody"));
    });
  }

  /** @param {import("./model.js").Agent | null} agent */
  #render(agent) {
    const kind = agent === null ? "offline" : kindOf(agent);
    const mood = agent?.notResponding ? "missed" : kind;
    const isOwn = agent !== null && mood !== "missed" && mood !== "available" && !kinds.some((builtIn) => builtIn === agent.activity);
    this.host.dataset.mood = mood;
    fill(this.symbol, icon(symbols[mood]));
    setText(this.title, isOwn ? activityText(this.state.activities, agent.activity) : t(`idle.${mood}`));
    setText(this.hint, t(`idle.${mood}Hint`));
  }
}
