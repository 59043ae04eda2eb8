import { h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { Component } from "./component.js";
import { t } from "./wording.js";

const failures = ["denied", "missing", "busy", "insecure", "failed"];

/** Says whether camera and microphone are ready, in words, with the ways on. */
export class MediaPanel extends Component {
  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   * @param {import("./availability.js").Availability} availability
   */
  constructor(host, context, availability) {
    super(host, context);
    this.symbol = h("span", { class: "media-symbol", "aria-hidden": "true" });
    this.text = h("p", {});
    this.again = h("button", { type: "button", class: "button", "data-kind": "primary" }, t("media.again"));
    this.without = h("button", { type: "button", class: "button" }, t("media.without"));
    this.check = h("button", { type: "button", class: "button", "data-kind": "quiet" }, t("media.check"));
    this.actions = h("div", { class: "actions" }, this.again, this.without, this.check);
    host.append(h("div", { class: "media-line", role: "status" }, this.symbol, this.text), this.actions);
    this.listen(this.again, "click", () => void availability.again());
    this.listen(this.without, "click", () => void availability.goOnWithout());
    this.listen(this.check, "click", () => void availability.check());
    this.watch((state) => state.media, (media) => this.#render(media));
  }

  /** @param {import("./model.js").MediaAccess} media */
  #render(media) {
    const failed = failures.includes(media);
    this.host.dataset.media = failed ? "failed" : media;
    setText(this.text, media === "unknown" ? "" : t(`media.${media}`));
    this.symbol.replaceChildren(icon(failed ? "warning" : media === "sound" ? "microphone" : "camera"));
    this.again.hidden = !failed;
    this.without.hidden = !failed && media !== "asking";
    this.check.hidden = failed || media === "asking" || media === "ready";
  }
}
