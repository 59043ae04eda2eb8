import { Api } from "./api.js";
import { language, withLanguage } from "./i18n.js";
import { pageState } from "./page-state.js";

/** @typedef {import("./staff-bar.js").Account} Account */
/** @typedef {{api: Api, account: Account, queues: Map<string, string>}} Opened  `queues`: their names in the page's language */
/**
 * @typedef {object} PageToOpen
 * @property {HTMLElement} host
 * @property {{loading: string, failed: string, retry: string}} words
 * @property {Record<string, () => HTMLElement>} [refusals]  what to show for a code of the server instead of "try again"
 * @property {(opened: Opened) => void | Promise<void>} load
 */

/**
 * Opens a page for those who work here: signs in, loads, and says in words what keeps it from opening.
 * @param {PageToOpen} page
 * @returns {Promise<void>}
 */
export async function openPage(page) {
  const { host, words, refusals = {}, load } = page;
  const api = new Api();
  host.replaceChildren(pageState("loading", { title: words.loading }));
  try {
    const [{ account }, { useCases }] = await Promise.all([api.get("/api/me"), api.get("/api/config")]);
    const named = useCases.map((/** @type {{name: string, label: Record<string, string>}} */ { name, label }) => [name, label[language]]);
    await load({ api, account, queues: new Map(named) });
  } catch (error) {
    const { code } = /** @type {{code?: string}} */ (error);
    if (code === undefined) reportError(error);
    if (code === "not_authenticated") return location.replace(signInAddress());
    const refusal = code === undefined ? undefined : refusals[code];
    host.replaceChildren(refusal?.() ?? pageState(code === "network" ? "offline" : "error", {
      title: words.failed, action: { label: words.retry, onclick: () => void openPage(page) },
    }));
  }
}

/** Where to sign in so as to come back to this page. */
export function signInAddress() {
  return withLanguage(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}
