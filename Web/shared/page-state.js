import { h } from "./dom.js";
import { icon } from "./icons.js";
import { translator } from "./i18n.js";

/** @typedef {"loading" | "empty" | "error" | "offline" | "forbidden"} PageStateKind */

const t = translator({
  en: {
    loading: "Loading", loadingText: "One moment.",
    empty: "Nothing here yet", emptyText: "",
    error: "That did not work", errorText: "Try again. If it keeps failing, come back in a few minutes.",
    offline: "You are offline", offlineText: "Check your network. We try again by ourselves as soon as it is back.",
    forbidden: "You cannot open this page", forbiddenText: "Sign in with an account that may use it.",
  },
  fr: {
    loading: "Chargement", loadingText: "Un instant.",
    empty: "Rien ici pour le moment", emptyText: "",
    error: "Cela n’a pas fonctionné", errorText: "Réessayez. Si le problème persiste, revenez dans quelques minutes.",
    offline: "Vous êtes hors ligne", offlineText: "Vérifiez votre réseau. Nous réessayons dès son retour.",
    forbidden: "Vous ne pouvez pas ouvrir cette page", forbiddenText: "Connectez-vous avec un compte autorisé.",
  },
});

const icons = /** @type {const} */ ({ empty: "empty", error: "warning", offline: "offline", forbidden: "lock" });

/**
 * A whole page's (or pane's) state in words, with the next step.
 * @param {PageStateKind} kind
 * @param {{title?: string, text?: string, action?: {label: string, onclick?: () => void, href?: string}}} options
 * @returns {HTMLElement}
 */
export function pageState(kind, { title, text, action } = {}) {
  const words = text ?? t(/** @type {"errorText"} */ (`${kind}Text`));
  return h("section", { class: "page-state", "data-page-state": kind, role: kind === "error" ? "alert" : "status" },
    kind === "loading" ? h("div", { class: "spinner", "aria-hidden": "true" }) : icon(icons[kind]),
    h("h2", {}, title ?? t(kind)),
    words && h("p", { class: "muted" }, words),
    action && (action.href
      ? h("a", { class: "button", "data-kind": "primary", href: action.href }, action.label)
      : h("button", { class: "button", "data-kind": "primary", type: "button", onclick: action.onclick }, action.label)));
}
