/** @typedef {import("./api").BoardAgent} BoardAgent */

/** In the order in which the board shows them, with the tone that goes with the word. */
export const standings = /** @type {const} */ ({
  notResponding: "danger", free: "ok", offered: "warn", talking: "live", wrapUp: "hold", away: "warn", disconnected: "offline", offline: "offline",
});
/** @typedef {keyof typeof standings} Standing */

/**
 * What an agent is doing, in one word: work comes first, then whether they can be reached, then what they say of themselves.
 * @param {BoardAgent} agent
 * @returns {Standing}
 */
export function standingOf({ workload, kind, connected, notResponding }) {
  if (workload !== "idle") return workload;
  if (kind === "offline") return "offline";
  if (!connected) return "disconnected";
  if (kind === "away") return "away";
  return notResponding ? "notResponding" : "free";
}

/**
 * Since when they do it.
 * @param {BoardAgent} agent
 */
export function sinceOf({ workload, since, workSince }) {
  return workload === "idle" ? since : workSince ?? since;
}
