import { normalised, sortedJSON } from "./plan-shape.js";

/** @typedef {import("./plan").Plan} Plan */
/** @typedef {import("./plan").Problem} Problem */
/** @typedef {import("./plan").PublishedPlan} PublishedPlan */

/** The parts of a plan, as the page divides it. */
export const parts = /** @type {const} */ (["queues", "media", "skills", "activities", "hours", "greetings", "workflow"]);
/** @typedef {typeof parts[number]} Part */

/** The plan that is being written, and the published one that it started from. */
export class Draft {
  /** @type {PublishedPlan} */
  published;
  /** @type {Plan} */
  plan;
  /** The version that publishing replaces. */
  basedOn;
  /**
   * An older version that was opened.
   * @type {number | null}
   */
  openedVersion = null;
  /** @type {Problem[]} */
  problems = [];
  /**
   * Which entries show what is in them; they stay so wherever they move.
   * @type {WeakSet<object>}
   */
  opened = new WeakSet();
  /** @type {(() => void)[]} */
  #listeners = [];

  /** @param {PublishedPlan} published */
  constructor(published) {
    this.published = { ...published, plan: normalised(published.plan) };
    this.basedOn = published.version;
    this.plan = /** @type {Plan} */ (structuredClone(this.published.plan));
  }

  /** @param {() => void} listener  called after each change */
  onChange(listener) {
    this.#listeners.push(listener);
  }

  changed() {
    for (const listener of this.#listeners) listener();
  }

  /** The parts that differ from what is published. */
  get changedParts() {
    return parts.filter((part) => content(this.plan, part) !== content(this.published.plan, part));
  }

  get isChanged() {
    return this.changedParts.length > 0;
  }

  /** @param {PublishedPlan} published  becomes what the draft starts from; what was written is gone */
  restart(published) {
    this.published = { ...published, plan: normalised(published.plan) };
    this.basedOn = published.version;
    this.openedVersion = null;
    this.#take(this.published.plan);
  }

  /** @param {PublishedPlan} older  its content becomes the draft, to be looked at or published again */
  open(older) {
    this.openedVersion = older.version;
    this.#take(normalised(older.plan));
  }

  /** @param {PublishedPlan} newer  published by somebody else meanwhile; the draft is kept and would replace it */
  rebase(newer) {
    this.published = { ...newer, plan: normalised(newer.plan) };
    this.basedOn = newer.version;
    this.changed();
  }

  /** @param {Plan} plan */
  #take(plan) {
    this.plan = structuredClone(plan);
    this.problems = [];
    this.changed();
  }

  /** @param {string} path */
  problemsAt(path) {
    return this.problems.filter((problem) => problem.path === path);
  }

  /**
   * What was said about a place no longer holds once it is changed; for a list, what was said about its entries neither.
   * @param {string} path
   * @param {boolean} [withEntries]
   */
  forget(path, withEntries = false) {
    this.problems = this.problems.filter((problem) => problem.path !== path && !(withEntries && problem.path.startsWith(path)));
  }
}

/**
 * @param {Plan} plan
 * @param {Part} part
 */
function content(plan, part) {
  return sortedJSON(part === "workflow" ? [plan.workflow, plan.priorityPointSeconds] : plan[part]);
}
