import { translator } from "../shared/i18n.js";
import { en } from "./strings/en.js";
import { fr } from "./strings/fr.js";

/** @typedef {keyof typeof en} MessageKey */

export const t = translator({ en, fr });

/**
 * The words for a code that came over the wire, if the page knows it.
 * @param {string} key
 * @returns {string | null}
 */
export function known(key) {
  return Object.hasOwn(en, key) ? t(/** @type {MessageKey} */ (key)) : null;
}
