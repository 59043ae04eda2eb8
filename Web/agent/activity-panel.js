import { h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { formatTime } from "../shared/i18n.js";
import { Component } from "./component.js";
import { t } from "./wording.js";

/** @typedef {import("./model.js").Activity} Activity */

/** @type {Activity[]} */
export const activities = ["available", "away", "offline"];

/** What the agent says about himself, since when, and what the server makes of it. */
export class ActivityPanel extends Component {
  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   * @param {import("./availability.js").Availability} availability
   */
  constructor(host, context, availability) {
    super(host, context);
    this.availability = availability;
    this.buttons = activities.map((activity) => this.#button(activity));
    this.since = h("p", { class: "activity-since" });
    this.workload = h("p", { class: "lamp activity-workload", "data-tone": "live" });
    this.missedBack = h("button", { class: "button", "data-kind": "primary", type: "button" }, t("missed.back"));
    this.missed = h("div", { class: "missed", role: "alert", hidden: true },
      h("strong", {}, t("missed.title")),
      h("p", {}, t("missed.text")),
      this.missedBack);
    host.append(
      h("div", { class: "activity", role: "group", "aria-label": t("activity.label") }, ...this.buttons),
      h("div", { class: "activity-facts" }, this.since, this.workload),
      this.missed);
    this.listen(this.missedBack, "click", () => void availability.choose("available"));
    this.watch((state) => state.agent, () => this.#render());
    everySecond(() => this.#renderSince(), this.signal);
  }

  /** @param {Activity} activity */
  #button(activity) {
    const button = h("button", { type: "button", class: "activity-choice", "data-activity": activity, "aria-pressed": "false" },
      h("span", { class: "activity-dot", "aria-hidden": "true" }),
      t(`activity.${activity}`));
    this.listen(button, "click", () => void this.availability.choose(activity));
    return button;
  }

  #render() {
    const { agent } = this.state;
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.activity === agent?.activity));
    }
    const workload = agent?.workload ?? "idle";
    this.workload.hidden = workload === "idle";
    setText(this.workload, t(`workload.${workload}`));
    this.missed.hidden = !agent?.notResponding;
    this.#renderSince();
  }

  #renderSince() {
    const { agent } = this.state;
    if (agent === null) return;
    const time = clockText(this.context.client.clock() - agent.since);
    setText(this.since, t("activity.since", { clock: formatTime(agent.since), time }));
  }
}
