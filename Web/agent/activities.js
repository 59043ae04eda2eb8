import { titleText, readable, t } from "./wording.js";

/** @typedef {import("./model.js").ConsoleState} ConsoleState */
/** @typedef {import("./model.js").ActivityDefinition} ActivityDefinition */
/** @typedef {import("./model.js").ActivityKind} ActivityKind */

/** @type {ActivityKind[]} */
export const kinds = ["available", "away", "offline"];

/**
 * All that the agent can say, by kind, each kind in the order of the plan. What they say now is among them, even if somebody has
 * defined it after this page asked.
 * @param {ConsoleState} state
 * @returns {ActivityDefinition[]}
 */
export function choices({ activities, agent }) {
  const isKnown = agent === null || activities.some(({ name }) => name === agent.activity);
  const all = isKnown ? activities : [...activities, { name: agent.activity, kind: kindOf(agent), title: {} }];
  return kinds.flatMap((kind) => all.filter((activity) => activity.kind === kind));
}

/**
 * What the agent's activity means; a server that does not say knows the built-in ones alone.
 * @param {import("./model.js").Agent} agent
 * @returns {ActivityKind}
 */
export function kindOf({ kind, activity }) {
  return kind ?? kinds.find((builtIn) => builtIn === activity) ?? "away";
}

/**
 * What people read for an activity.
 * @param {ConsoleState["activities"]} activities
 * @param {string} name
 */
export function activityText(activities, name) {
  const builtIn = kinds.find((kind) => kind === name);
  const title = activities.find((activity) => activity.name === name)?.title;
  return titleText(title) ?? (builtIn && t(`activity.${builtIn}`)) ?? title?.en ?? title?.fr ?? readable(name);
}
