/** @typedef {"en" | "fr"} Language */
/** @typedef {string | {one: string, other: string}} Text  `one`/`other` are chosen by the value of `n` */

/**
 * `?lang=en|fr` wins over the browser's preference; English when there is neither.
 * @param {string} search
 * @param {readonly string[]} preferred
 * @returns {Language}
 */
export function chooseLanguage(search, preferred) {
  const asked = new URLSearchParams(search).get("lang");
  for (const tag of asked ? [asked, ...preferred] : preferred) {
    const primary = tag.toLowerCase().split("-")[0];
    if (primary === "en" || primary === "fr") return primary;
  }
  return "en";
}

/** The language of this page, fixed while it is open. */
export const language = chooseLanguage(location.search, navigator.languages ?? [navigator.language]);

/** The full tag for `Intl`: the browser's regional variant when it is of the page's language. */
export const locale = (navigator.languages ?? []).find((tag) => tag.toLowerCase().split("-")[0] === language) ?? language;

/**
 * A function from message keys to text in the page's language. `{name}` in a text is replaced by the value of that name.
 *
 * @template {Record<string, Text>} Messages
 * @param {{en: Messages, fr: {[Key in keyof Messages]: Text}}} catalogue
 * @param {Language} [chosen]
 * @returns {(key: keyof Messages & string, values?: Record<string, string | number>) => string}
 */
export function translator(catalogue, chosen = language) {
  const messages = /** @type {Record<string, Text>} */ (catalogue[chosen]);
  const plural = new Intl.PluralRules(chosen);
  return (key, values = {}) => {
    const text = messages[key];
    const form = typeof text === "string" ? text : text[plural.select(Number(values.n ?? 0)) === "one" ? "one" : "other"];
    return form.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === "number" ? formatNumber(value) : value;
    });
  };
}

/**
 * Sets the document's language and title, and fills static markup: `data-text="key"` with text,
 * `data-label="key"` with an accessible name, `data-placeholder="key"`.
 *
 * @template {string} Key
 * @param {(key: Key) => string} t
 * @param {Key} [title]
 * @param {ParentNode} [root]
 */
export function localize(t, title, root = document) {
  document.documentElement.lang = language;
  if (title) document.title = t(title);
  for (const element of root.querySelectorAll("[data-text],[data-label],[data-placeholder]")) {
    const { text, label, placeholder } = /** @type {HTMLElement} */ (element).dataset;
    if (text) element.textContent = t(/** @type {Key} */ (text));
    if (label) element.setAttribute("aria-label", t(/** @type {Key} */ (label)));
    if (placeholder) element.setAttribute("placeholder", t(/** @type {Key} */ (placeholder)));
  }
}

/**
 * The same address in the page's language, when the language was asked for in the address.
 * @param {string} path
 * @returns {string}
 */
export function withLanguage(path) {
  const asked = new URLSearchParams(location.search).get("lang");
  if (!asked) return path;
  const url = new URL(path, location.origin);
  url.searchParams.set("lang", language);
  return url.pathname + url.search + url.hash;
}

/** @param {number} value */
export function formatNumber(value) {
  return new Intl.NumberFormat(locale).format(value);
}

/**
 * @param {number} minorUnits
 * @param {string} currency  ISO 4217
 */
export function formatMoney(minorUnits, currency) {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minorUnits / 10 ** digits);
}

/** @param {number} milliseconds  since 1970 */
export function formatTime(milliseconds) {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(milliseconds);
}

/** @param {number} milliseconds  since 1970 */
export function formatDateTime(milliseconds) {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(milliseconds);
}
