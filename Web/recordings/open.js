import { Api } from "../shared/api.js";
import { byId } from "../shared/dom.js";
import { withLanguage } from "../shared/i18n.js";
import { pageState } from "../shared/page-state.js";
import { showStaffBar } from "../shared/staff-bar.js";
import { t } from "./messages.js";

/** @typedef {import("../shared/staff-bar.js").Account} Account */

/**
 * Signs in and loads, and says in words what keeps the page from opening.
 * @param {(api: Api, account: Account, main: HTMLElement) => Promise<void>} load
 */
export async function open(load) {
  const main = byId("main", HTMLElement);
  const loginPath = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  const api = new Api();
  main.replaceChildren(pageState("loading", { title: t("loading") }));
  try {
    const { account } = await api.get("/api/me");
    showStaffBar(byId("bar", HTMLElement), { account, page: "recordings", api });
    await load(api, account, main);
  } catch (error) {
    const { code } = /** @type {{code?: string}} */ (error);
    if (code === undefined) reportError(error);
    const again = { label: t("retry"), onclick: () => void open(load) };
    if (code === "not_authenticated") location.replace(withLanguage(loginPath));
    else if (code === "not_allowed") main.replaceChildren(pageState("forbidden", { title: t("forbidden"), text: t("forbiddenText"), action: { label: t("signIn"), href: withLanguage(loginPath) } }));
    else if (code === "not_found") main.replaceChildren(pageState("empty", { title: t("missingTitle"), text: t("missingText"), action: { label: t("toList"), href: withLanguage("/recordings") } }));
    else main.replaceChildren(pageState(code === "network" ? "offline" : "error", { title: t("loadFailed"), action: again }));
  }
}
