/** @typedef {import("./model.js").Protection} Protection */

const remembered = "visavis.protection";

/**
 * Whether the agent is shielded from the customer of the call that is on.
 * @param {import("./model.js").ConsoleState} state
 */
export function isProtected({ session, protection }) {
  return protection !== null && session?.id === protection.session;
}

/**
 * What this window knew before it was loaded again: who was shielded is shielded from the first picture on.
 * @returns {Protection | null}
 */
export function formerProtection() {
  const stored = parsed(sessionStorage.getItem(remembered));
  if (typeof stored?.session !== "string") return null;
  // An answer that was on its way did not find this page any more.
  return { session: stored.session, told: stored.told === "told" ? "told" : "untold" };
}

/**
 * Keeps the protection for the next load of this window, and has the supervisors told of it.
 * @param {import("./component.js").Context} context
 * @param {AbortSignal} signal
 */
export function followProtection({ store, commands }, signal) {
  store.watch((state) => state.protection, (protection) => {
    if (protection === null) sessionStorage.removeItem(remembered);
    else sessionStorage.setItem(remembered, JSON.stringify(protection));
  }, signal);
  store.watch((state) => isProtected(state) && state.protection?.told === "untold", (isDue) => {
    if (isDue) void commands.tellProtection();
  }, signal);
}

/** @param {string | null} text */
function parsed(text) {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
