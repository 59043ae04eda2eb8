import { formatMoney, language, translator } from "../shared/i18n.js";
import { en } from "./strings/en.js";
import { fr } from "./strings/fr.js";

/** @typedef {import("./strings/en.js").StringKey} StringKey */

export const t = translator({ en, fr });

/**
 * The words for a code that came over the wire, if the console knows it.
 * @param {string} key
 * @returns {string | null}
 */
export function known(key) {
  return Object.hasOwn(en, key) ? t(/** @type {StringKey} */ (key)) : null;
}

/**
 * Words for a code of the configuration: ours when we know it, else the code made readable.
 * @param {string} prefix
 * @param {string} code
 */
export function label(prefix, code) {
  return known(`${prefix}.${code.replaceAll("-", "_")}`) ?? readable(code);
}

/** @param {string} code */
export function errorText(code) {
  return known(`error.${code}`) ?? t("error.other", { code });
}

/** @param {{amount: number, currency: string}} cart */
export function money({ amount, currency }) {
  try {
    return formatMoney(amount, currency);
  } catch {
    return `${amount} ${currency}`; // a host site may send a currency that nobody knows
  }
}

/** @param {string} code */
export function languageName(code) {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/**
 * The labels of the use cases; a queue carries the name of its use case.
 * @param {Map<string, string>} names
 * @returns {(name: string) => string}
 */
export function useCaseNames(names) {
  return (name) => names.get(name) ?? readable(name);
}

/**
 * What somebody wrote for the page's language, if anybody did.
 * @param {import("../client/protocol").Title | undefined} title
 * @returns {string | null}
 */
export function titleText(title) {
  return title?.[language] || null;
}

/**
 * The names of queues: what managers wrote, else the name of the use case.
 * @param {(queue: string) => import("../client/protocol").Title | undefined} titleOf
 * @param {Map<string, string>} names  of the use cases
 * @returns {(queue: string) => string}
 */
export function queueNames(titleOf, names) {
  return (queue) => titleText(titleOf(queue)) ?? names.get(queue) ?? titleOf(queue)?.en ?? titleOf(queue)?.fr ?? readable(queue);
}

/** @param {string} code */
export function readable(code) {
  const words = code.replace(/[-_]+/g, " ").trim();
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}
