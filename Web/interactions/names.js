import { activityText, readable, titleText } from "../shared/titles.js";
import { t } from "./messages.js";

/** @typedef {import("../settings/plan").Plan} Plan */
/** @typedef {import("./api").InteractionDetail} InteractionDetail */

/** What people read for the names in an interaction. What the plan no longer defines keeps its name. */
export class Names {
  #plan;
  #queues;
  /** @type {Map<string, string>} */
  #agents;

  /** @param {{plan: Plan | null, queues: Map<string, string>, detail: InteractionDetail}} options */
  constructor({ plan, queues, detail }) {
    this.#plan = plan;
    this.#queues = queues;
    const people = [...detail.segments, ...detail.offers, ...detail.assignments.flatMap(({ candidates }) => candidates)].map(({ agent }) => agent);
    this.#agents = new Map(people.flatMap(({ id, name }) => (name === null ? [] : [[id, name]])));
  }

  /** @param {string} name */
  queue(name) {
    const known = this.#plan?.queues.find((queue) => queue.name === name);
    return known ? titleText(known.title, name) : this.#queues.get(name) ?? readable(name);
  }

  /** @param {string} name */
  skill(name) {
    return titleText(this.#plan?.skills.find((skill) => skill.name === name)?.title, name);
  }

  /** @param {string} name */
  activity(name) {
    return activityText(this.#plan?.activities.find((activity) => activity.name === name)?.title, name);
  }

  /** @param {string} id */
  agent(id) {
    return this.#agents.get(id) ?? t("unknownAgent");
  }
}
