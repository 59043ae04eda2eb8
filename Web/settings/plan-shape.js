/** @typedef {import("./plan").Plan} Plan */
/** @typedef {import("./plan").WorkflowRule} WorkflowRule */
/** @typedef {import("./plan").WorkflowStep} WorkflowStep */
/** @typedef {import("./plan").QueueSettings} QueueSettings */
/** @typedef {import("./plan").BusinessHours} BusinessHours */

/** The greetings that a plan may word, those that most customers read first. */
export const greetingMessages = /** @type {const} */ (["waitingAbout", "longWait", "waiting", "noStaff", "connecting", "closed", "closedForLong"]);

/**
 * A copy in which every list and group is there, so that fields have something to write into. What may be absent stays absent.
 * @param {Plan} written
 * @returns {Plan}
 */
export function normalised(written) {
  const plan = /** @type {Plan} */ (structuredClone(written));
  return {
    ...plan,
    workflow: { ...plan.workflow, rules: (plan.workflow.rules ?? []).map(rule), default: rule(plan.workflow.default) },
    queues: (plan.queues ?? []).map((/** @type {QueueSettings} */ queue) => ({ ...queue, title: queue.title ?? {}, media: queue.media ?? ["video"], wrapUp: queue.wrapUp ?? {}, overflow: queue.overflow ?? [], callback: queue.callback ?? {}, booking: queue.booking ?? {} })),
    skills: (plan.skills ?? []).map((skill) => ({ ...skill, title: skill.title ?? {} })),
    activities: (plan.activities ?? []).map((activity) => ({ ...activity, title: activity.title ?? {} })),
    media: { video: { exclusive: true, ...plan.media?.video }, chat: { capacity: 3, ...plan.media?.chat } },
    greetings: Object.fromEntries(greetingMessages.map((message) => [message, plan.greetings?.[message] ?? {}])),
    hours: (plan.hours ?? []).map((/** @type {BusinessHours} */ hours) => ({
      ...hours, weekly: hours.weekly ?? {}, holidays: (hours.holidays ?? []).map((holiday) => ({ ...holiday, title: holiday.title ?? {}, hours: holiday.hours ?? [] })),
    })),
  };
}

/**
 * @param {WorkflowRule} written
 * @returns {WorkflowRule}
 */
function rule(written) {
  return { ...written, steps: (written.steps ?? []).map((/** @type {WorkflowStep} */ step) => ({ ...step, skills: step.skills ?? [], rings: (step.rings ?? []).map((ring) => ({ ...ring, drop: ring.drop ?? [] })) })) };
}

/**
 * The same text for the same content, whatever the order in which its fields were written.
 * @param {unknown} value
 * @returns {string}
 */
export function sortedJSON(value) {
  return JSON.stringify(value, (_, part) => (part && typeof part === "object" && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).filter(([, field]) => field !== undefined && field !== null).sort(([one], [other]) => (one < other ? -1 : 1))) : part));
}

/**
 * A step that a new rule begins with: anyone, for as long as it takes.
 * @param {string} name
 * @returns {WorkflowStep}
 */
export function newStep(name) {
  return { name, to: "anyone", skills: [], offers: 1, rings: [] };
}

/**
 * A name that none of them has: `queue`, `queue-2`, …
 * @param {string} stem
 * @param {{name: string}[]} items
 * @param {string} [separator]
 */
export function freeName(stem, items, separator = "-") {
  const taken = new Set(items.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stem : `${stem}${separator}${number}`;
    if (!taken.has(name)) return name;
  }
}

/**
 * What refers to something by its name follows when the name changes; the texts of conditions do not.
 * @param {Plan} plan
 * @param {"queues" | "skills" | "hours" | "activities"} kind
 * @param {string} from
 * @param {string} to
 */
export function renameReferences(plan, kind, from, to) {
  const rules = [...plan.workflow.rules, plan.workflow.default];
  const steps = rules.flatMap((each) => each.steps);
  if (kind === "hours") for (const queue of plan.queues) if (queue.hours === from) queue.hours = to;
  if (kind === "queues") {
    for (const each of rules) if (each.queue === from) each.queue = to;
    for (const overflow of plan.queues.flatMap((queue) => queue.overflow ?? [])) if (overflow.to === from) overflow.to = to;
  }
  if (kind === "skills") {
    for (const requirement of steps.flatMap((step) => step.skills ?? [])) if (requirement.skill === from) requirement.skill = to;
    for (const ring of steps.flatMap((step) => step.rings ?? [])) ring.drop = ring.drop?.map((skill) => (skill === from ? to : skill));
  }
}
