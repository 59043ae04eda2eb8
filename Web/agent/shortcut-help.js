import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "./wording.js";

/** The list of keys: a panel beside the work, never over the offer's buttons and never modal. */
export class ShortcutHelp {
  /** @type {Element | null} */ #before = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
  }

  /**
   * @param {import("./shortcuts.js").Shortcuts} shortcuts
   * @param {AbortSignal} signal
   */
  fill(shortcuts, signal) {
    const close = h("button", { class: "button", "data-kind": "quiet", type: "button", "aria-label": t("keys.close"), onclick: () => this.toggle() }, icon("close"));
    const use = h("input", { type: "checkbox", checked: shortcuts.areOn, onchange: (event) => (shortcuts.areOn = event.target.checked) });
    this.host.setAttribute("aria-label", t("keys.title"));
    this.host.append(
      h("header", {}, h("h2", { tabindex: "-1" }, t("keys.title")), close),
      h("dl", {}, ...rows(shortcuts.list)),
      h("label", { class: "switch" }, use, h("span", {}, t("keys.use"))),
      h("p", { class: "muted small" }, t("keys.typing")));
    this.host.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(), { signal });
  }

  toggle() {
    this.host.hidden = !this.host.hidden;
    if (!this.host.hidden) {
      this.#before = document.activeElement;
      this.host.querySelector("h2")?.focus();
    } else if (this.#before instanceof HTMLElement) {
      this.#before.focus();
    }
  }
}

/**
 * One row for each thing to do, with all its keys.
 * @param {import("./shortcuts.js").Shortcut[]} list
 */
function rows(list) {
  /** @type {Map<import("./wording.js").StringKey, string[]>} */
  const byAct = new Map();
  for (const { what, keys, shown } of list) byAct.set(what, [...(byAct.get(what) ?? []), ...(shown === undefined ? keys : [shown])]);
  return [...byAct].map(([what, keys]) => h("div", {}, h("dt", {}, t(what)), h("dd", {}, ...keys.map(keyCap))));
}

/** @param {string} key */
const keyCap = (key) => h("kbd", {}, key.length === 1 ? key.toUpperCase() : key);
