import { h, setAttribute, setText } from "../shared/dom.js";
import { formatDateTime, formatTime, withLanguage } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { KeyedList } from "../shared/keyed-list.js";
import { t } from "./messages.js";

/** @typedef {import("./api").Board} Board */
/** @typedef {import("./api").BoardAlert} BoardAlert */

/** Agents who shielded themselves from a customer in the last hour, with the ways to look into it. It is there only when there are some. */
export class AlertStrip {
  element;
  #queueName;
  #actions;
  #rows;
  // Apart from the rows, so that a changed link is not spoken.
  #spoken = h("p", { class: "visually-hidden", role: "alert" });
  /** The newest alert that was spoken. */
  #toldAt = 0;
  /** @type {Board["agents"]} */
  #agents = [];

  /** @param {{actions: import("./actions.js").BoardActions, queueName: (queue: string) => string}} options */
  constructor({ actions, queueName }) {
    this.#actions = actions;
    this.#queueName = queueName;
    const host = h("ul", { class: "alert-rows" });
    this.#rows = new KeyedList({ host, key: (/** @type {BoardAlert} */ { interaction }) => interaction, make: (alert) => this.#make(alert) });
    this.element = h("div", { class: "alert-host" }, this.#spoken,
      h("section", { class: "alert-strip", "aria-labelledby": "alerts-title", hidden: true },
        h("h2", { id: "alerts-title", tabindex: -1 }, icon("warning"), t("alerts")), host));
  }

  /** @param {Board} board */
  show({ agents, alerts = [] }) {
    this.#agents = agents;
    const held = this.element.contains(document.activeElement);
    this.#rows.show(alerts);
    const [strip] = this.element.getElementsByTagName("section");
    strip.hidden = alerts.length === 0;
    // The last one went, and what had the focus with it.
    if (held && strip.hidden) document.getElementById("main")?.focus({ preventScroll: true });
    const [newest] = alerts;
    if (newest === undefined || newest.at <= this.#toldAt) return;
    this.#toldAt = newest.at;
    setText(this.#spoken, `${this.#what(newest)} ${this.#where(newest)}`);
  }

  /** @param {BoardAlert} first */
  #make(first) {
    const { interaction } = first;
    let shown = first;
    const what = h("strong", {});
    const where = h("p", { class: "small" });
    const time = h("time", { class: "alert-time" });
    const open = h("a", { class: "button", "data-act": "details", href: withLanguage(`/interactions/${encodeURIComponent(interaction)}`) }, t("why"));
    const watch = h("a", { class: "button", "data-act": "watch" }, icon("ear"), t("watch"));
    const forgive = h("button", { class: "button", type: "button", "data-act": "forgive", onclick: () => void this.#actions.forgive(shown) }, t("forgive"));
    const element = h("li", { class: "alert-row", "data-interaction": interaction }, time, h("div", { class: "alert-what" }, what, where), watch, forgive, open);
    return {
      element,
      update: (/** @type {BoardAlert} */ alert) => {
        shown = alert;
        forgive.hidden = alert.blockedUntil === null;
        setAttribute(forgive, "aria-label", t("forgiveTitle", { name: alert.name ?? t("alertSomeone") }));
        setText(time, formatTime(alert.at));
        setAttribute(time, "datetime", new Date(alert.at).toISOString());
        setText(what, this.#what(alert));
        setText(where, this.#where(alert));
        const session = this.#sessionOf(alert);
        watch.hidden = session === null;
        setAttribute(watch, "href", session === null ? null : withLanguage(`/supervise#${session}`));
        setAttribute(watch, "aria-label", t("watchOf", { name: agentOf(alert) }));
        setAttribute(open, "aria-label", t("alertDetails", { name: agentOf(alert), time: formatTime(alert.at) }));
      },
    };
  }

  /** @param {BoardAlert} alert */
  #what(alert) {
    return t("alertWhat", { agent: agentOf(alert), customer: alert.name ?? t("alertSomeone") });
  }

  /** @param {BoardAlert} alert */
  #where(alert) {
    const { queue, ended, blockedUntil } = alert;
    const mayBeChat = Boolean(this.#agents.find(({ id }) => id === alert.agent.id)?.chats);
    // Chats are not told one by one: whether it is over nobody knows here.
    const call = ended ? t("alertEnded") : this.#sessionOf(alert) !== null ? t("alertOn") : !mayBeChat && t("alertOver");
    return [this.#queueName(queue), call, blockedUntil !== null && t("alertKeptAway", { time: endText(blockedUntil) })].filter(Boolean).join(" · ");
  }

  /**
   * The call, while it is on: the agent talks, and did before the alert; else they are in another one by now.
   * @param {BoardAlert} alert
   */
  #sessionOf({ agent: { id }, at, ended }) {
    const agent = this.#agents.find((known) => known.id === id);
    if (ended || agent === undefined || agent.workload !== "talking" || (agent.workSince ?? at) > at) return null;
    return agent.session;
  }
}

/** @param {BoardAlert} alert */
function agentOf({ agent }) {
  return agent.name ?? t("alertAgent");
}

/**
 * The time alone, unless it is that of another day.
 * @param {number} at
 */
function endText(at) {
  return new Date(at).toDateString() === new Date().toDateString() ? formatTime(at) : formatDateTime(at);
}
