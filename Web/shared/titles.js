import { language, translator } from "./i18n.js";

/** @typedef {{en?: string, fr?: string}} Title */

/**
 * What people read where programs say a name: the title in the page's language, in the other one, or the name made readable.
 * @param {Title | undefined} title
 * @param {string} name
 */
export function titleText(title, name) {
  return title?.[language] || title?.en || title?.fr || readable(name);
}

const builtIn = translator({
  en: { available: "Available", away: "Away", offline: "Offline" },
  fr: { available: "Disponible", away: "Absent", offline: "Hors ligne" },
});

/**
 * The same for what an agent says of themselves: three of these words are in every plan.
 * @param {Title | undefined} title
 * @param {string} name
 */
export function activityText(title, name) {
  const own = title?.[language] || title?.en || title?.fr;
  return own || (name === "available" || name === "away" || name === "offline" ? builtIn(name) : readable(name));
}

/** @param {string} name */
export function readable(name) {
  const words = name.replace(/[-_]+/g, " ").trim();
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}
