import { h, setAttribute } from "./dom.js";
import { icon } from "./icons.js";
import { language, translator, withLanguage } from "./i18n.js";

/** @typedef {import("./api.js").Api} Api */
/** @typedef {{id: string, name: string, role: string}} Account */
/** @typedef {"agent" | "board" | "supervise" | "recordings" | "settings"} StaffPage */

const supervising = ["supervisor", "manager", "admin"];
const managing = ["manager", "admin"];
const roles = /** @type {const} */ (["agent", "supervisor", "manager", "admin"]);

const t = translator({
  en: {
    agent: "Console", board: "Board", supervise: "Live calls", recordings: "Recordings", settings: "Settings", pages: "Pages", signOut: "Sign out", language: "Français",
    newTab: "opens in a new tab: you are in a call",
    role_agent: "Agent", role_supervisor: "Supervisor", role_manager: "Manager", role_admin: "Administrator",
  },
  fr: {
    agent: "Console", board: "Tableau", supervise: "Appels en cours", recordings: "Enregistrements", settings: "Réglages", pages: "Pages", signOut: "Se déconnecter", language: "English",
    newTab: "s’ouvre dans un nouvel onglet : vous êtes en appel",
    role_agent: "Agent", role_supervisor: "Superviseur", role_manager: "Responsable", role_admin: "Administrateur",
  },
});

/** @param {Account} account */
export function maySupervise({ role }) {
  return supervising.includes(role);
}

/** @param {Account} account */
export function mayManage({ role }) {
  return managing.includes(role);
}

/**
 * The pages that an account may go to.
 * @param {Account} account
 * @param {StaffPage | null} page  the one that is shown, if it is one of them
 */
export function staffPages(account, page) {
  /** @type {StaffPage[]} */
  const pages = ["agent", ...(maySupervise(account) ? /** @type {const} */ (["board", "supervise"]) : []), "recordings", ...(mayManage(account) ? /** @type {const} */ (["settings"]) : [])];
  return h("nav", { "aria-label": t("pages") }, h("ul", { class: "staff-pages" }, ...pages.map((name) =>
    h("li", {}, h("a", { href: withLanguage(`/${name}`), "aria-current": name === page ? "page" : null }, t(name))))));
}

/**
 * Whoever is in a call does not leave it by a link: the other pages open beside it.
 * @param {HTMLElement} pages  as made by `staffPages`
 * @param {boolean} inCall
 */
export function openBeside(pages, inCall) {
  for (const link of pages.querySelectorAll("a:not([aria-current])")) {
    setAttribute(link, "target", inCall ? "_blank" : null);
    setAttribute(link, "title", inCall ? t("newTab") : null);
  }
}

/**
 * Fills the bar at the top of a page for those who work here: where one is, where one may go, who is signed in.
 * @param {HTMLElement} host
 * @param {{account: Account, page: StaffPage | null, api: Api}} options
 */
export function showStaffBar(host, { account, page, api }) {
  const other = language === "en" ? "fr" : "en";
  const asked = new URL(location.href);
  asked.searchParams.set("lang", other);
  const role = roles.find((known) => known === account.role);
  host.replaceChildren(
    h("p", { class: "staff-brand" }, "Visavis"),
    staffPages(account, page),
    h("a", { class: "staff-language", href: asked.pathname + asked.search, lang: other, hreflang: other }, t("language")),
    h("p", { class: "staff-account" }, h("strong", {}, account.name),
      h("span", { class: "muted small" }, role ? t(`role_${role}`) : account.role)),
    h("button", { class: "button", "data-kind": "quiet", type: "button", title: t("signOut"), "aria-label": t("signOut"), onclick: async () => {
      await api.post("/api/logout").catch(() => undefined);
      location.assign(withLanguage("/login"));
    } }, icon("signOut")));
}
