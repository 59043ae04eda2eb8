import { h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { language } from "../shared/i18n.js";
import { openBeside, staffPages } from "../shared/staff-bar.js";
import { Component } from "./component.js";
import { isServing } from "./console-state.js";
import { known, t } from "./wording.js";

/** The other pages, who is signed in, whether the server is reached, and the ways out. */
export class TopBar extends Component {
  /**
   * @param {{host: HTMLElement, pages: HTMLElement}} places
   * @param {import("./component.js").Context} context
   * @param {{showKeys: () => void, signOut: () => void}} actions
   */
  constructor({ host, pages }, context, { showKeys, signOut }) {
    super(host, context);
    const account = /** @type {import("./model.js").Account} */ (this.state.account);
    pages.append(staffPages(account, "agent"));
    this.watch(isServing, (serving) => openBeside(pages, serving));
    this.link = h("span", { class: "lamp", role: "status" });
    this.alerts = action("sound", t("page.alerts"), () => void this.#askForAlerts());
    const other = language === "en" ? "fr" : "en";
    host.append(
      this.link, this.alerts,
      action("question", t("page.keys"), showKeys),
      h("a", { class: "button", "data-kind": "quiet", href: `?lang=${other}`, lang: other, hreflang: other }, t("page.language")),
      h("p", { class: "account" }, h("strong", {}, account.name), h("span", { class: "muted small" }, known(`role.${account.role}`) ?? account.role)),
      action("signOut", t("page.signOut"), signOut));
    this.alerts.hidden = typeof Notification === "undefined" || Notification.permission !== "default";
    this.watch((state) => state.link, (link) => {
      this.link.dataset.tone = { open: "ok", connecting: "hold", lost: "warn", offline: "offline", stopped: "danger" }[link];
      setText(this.link, link === "lost" || link === "offline" ? t(`link.short.${link}`) : t(`link.${link}`));
    });
  }

  async #askForAlerts() {
    const granted = (await Notification.requestPermission()) === "granted";
    this.alerts.hidden = true;
    this.context.store.dispatch({ type: "notice", notice: { tone: granted ? "info" : "warn", key: granted ? "alert.on" : "alert.denied" } });
  }
}

/**
 * A button whose word goes away where there is no room; its name stays.
 * @param {import("../shared/icons.js").IconName} symbol
 * @param {string} words
 * @param {() => void} onclick
 */
function action(symbol, words, onclick) {
  return h("button", { class: "button top-action", "data-kind": "quiet", type: "button", title: words, onclick },
    icon(symbol), h("span", { class: "top-word" }, words));
}
