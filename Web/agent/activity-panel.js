import { fill, h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { formatTime } from "../shared/i18n.js";
import { activityText, choices, kindOf, kinds } from "./activities.js";
import { Component } from "./component.js";
import { isInCall } from "./state.js";
import { t } from "./wording.js";

/** @typedef {import("./model.js").ActivityDefinition} ActivityDefinition */

/** Keys choose as many. */
const numbered = 9;

/** What the agent says about himself, since when, and what the server makes of it. */
export class ActivityPanel extends Component {
  /** @type {HTMLButtonElement[]} */
  buttons = [];
  choices = h("div", { class: "activity", role: "group", "aria-label": t("activity.label") });

  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   * @param {import("./availability.js").Availability} availability
   */
  constructor(host, context, availability) {
    super(host, context);
    this.availability = availability;
    this.since = h("p", { class: "activity-since" });
    this.workload = h("p", { class: "lamp activity-workload", "data-tone": "live" });
    this.missedBack = h("button", { class: "button", "data-kind": "primary", type: "button" }, t("missed.back"));
    this.missed = h("div", { class: "missed", role: "alert", hidden: true },
      h("strong", {}, t("missed.title")),
      h("p", {}, t("missed.text")),
      this.missedBack);
    host.append(this.choices, h("div", { class: "activity-facts" }, this.since, this.workload), this.missed);
    this.listen(this.missedBack, "click", () => void availability.comeBack());
    this.watch((state) => JSON.stringify(choices(state)), (_, state) => this.#renderChoices(choices(state)));
    this.watch((state) => state.agent, () => this.#render());
    this.watch(isInCall, () => this.#render());
    everySecond(() => this.#renderSince(), this.signal);
  }

  /** @param {ActivityDefinition[]} activities */
  #renderChoices(activities) {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.activity : undefined;
    this.buttons = activities.map((activity, index) => this.#button(activity, index + 1));
    // With one of each kind the names say it all.
    const isPlain = activities.length <= kinds.length;
    this.choices.toggleAttribute("data-many", !isPlain);
    fill(this.choices, ...(isPlain ? this.buttons : kinds.map((kind) => this.#group(kind))));
    this.#render();
    // What had the focus may be no more: what holds instead has it then.
    if (focused !== undefined) (this.buttons.find(({ dataset }) => dataset.activity === focused) ?? this.buttons.find(({ ariaPressed }) => ariaPressed === "true"))?.focus();
  }

  /** @param {import("./model.js").ActivityKind} kind */
  #group(kind) {
    const buttons = this.buttons.filter(({ dataset }) => dataset.kind === kind);
    return buttons.length > 0 && h("div", { class: "activity-group", role: "group", "aria-labelledby": `activity-${kind}` },
      h("h3", { id: `activity-${kind}` }, t(`activity.kind.${kind}`)),
      h("div", { class: "activity-list" }, ...buttons));
  }

  /**
   * @param {ActivityDefinition} activity
   * @param {number} number
   */
  #button({ name, kind }, number) {
    const key = number <= numbered ? String(number) : null;
    const button = h("button", {
      type: "button", class: "activity-choice", "data-activity": name, "data-kind": kind, "aria-pressed": "false", "aria-keyshortcuts": key,
    },
      h("span", { class: "activity-dot", "aria-hidden": "true" }),
      h("span", { class: "activity-name" }, activityText(this.state.activities, name)),
      key !== null && h("kbd", { "aria-hidden": "true" }, key));
    this.listen(button, "click", () => void this.availability.choose(name));
    return button;
  }

  #render() {
    const { agent } = this.state;
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.activity === agent?.activity));
    }
    this.host.dataset.kind = agent === null ? "offline" : kindOf(agent);
    const workload = agent?.workload ?? "idle";
    this.workload.hidden = workload === "idle";
    const { chats = 0 } = agent ?? {};
    setText(this.workload, workload === "talking" && chats > 0 && !isInCall(this.state) ? t("workload.chats", { n: chats }) : t(`workload.${workload}`));
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
