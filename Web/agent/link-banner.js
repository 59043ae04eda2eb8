import { fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { withLanguage } from "../shared/i18n.js";
import { Component } from "./component.js";
import { known, t } from "./wording.js";

/** Says in words when the server is not reached, or told this page to stop, and what to do. */
export class LinkBanner extends Component {
  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   */
  constructor(host, context) {
    super(host, context);
    this.watch((state) => `${state.link} ${state.stopReason}`, (_, { link, stopReason }) => {
      this.host.hidden = stopReason === null && link !== "lost" && link !== "offline";
      if (stopReason !== null) this.#stopped(stopReason);
      else if (link === "lost" || link === "offline") this.#away(link);
      else fill(this.host);
    });
  }

  /** @param {"lost" | "offline"} link */
  #away(link) {
    this.host.dataset.tone = link === "lost" ? "warn" : "offline";
    fill(this.host, icon("offline"), t(`link.${link}`));
  }

  /** @param {string} reason */
  #stopped(reason) {
    this.host.dataset.tone = "danger";
    fill(this.host, icon("warning"),
      h("strong", {}, t("stop.title")),
      h("span", {}, known(`stop.${reason}`) ?? t("stop.other", { reason })),
      reason === "signed_out"
        ? h("a", { class: "button", href: withLanguage("/login?next=/agent") }, t("stop.signIn"))
        : h("button", { class: "button", type: "button", onclick: () => this.context.client.connect() }, t("stop.resume")));
  }
}
