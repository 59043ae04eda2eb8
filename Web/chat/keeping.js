/** @typedef {{draft: string, unsent: [string, string][]}} Kept  what is being written, and what the server does not have yet */

const prefix = "visavis.chat.";

/**
 * What a refresh of this window must not lose of a conversation.
 * @param {string} interaction
 * @returns {Kept}
 */
export function kept(interaction) {
  try {
    const { draft, unsent } = JSON.parse(sessionStorage.getItem(prefix + interaction) ?? "{}");
    return { draft: typeof draft === "string" ? draft : "", unsent: Array.isArray(unsent) ? unsent : [] };
  } catch {
    return { draft: "", unsent: [] };
  }
}

/**
 * @param {string} interaction
 * @param {Kept} now
 */
export function keep(interaction, { draft, unsent }) {
  if (draft === "" && unsent.length === 0) sessionStorage.removeItem(prefix + interaction);
  else sessionStorage.setItem(prefix + interaction, JSON.stringify({ draft, unsent }));
}
