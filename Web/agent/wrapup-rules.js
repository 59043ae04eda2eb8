import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { formatTime } from "../shared/i18n.js";
import { t } from "./wording.js";

/** @typedef {import("./model.js").WrapUp} WrapUp */

/** What the queue asks of the agent after a call, in words, with the ways that it leaves open: more time, or none. */
export class WrapUpRules {
  words = h("p", { class: "small muted" });
  /** After the record is in, where the time runs on. */
  saved = h("p", { class: "banner wrapup-saved", "data-tone": "ok", role: "status", hidden: true });
  passedOn = h("p", { class: "banner", hidden: true });
  extend = h("button", { class: "button", type: "button" });
  skip = h("button", { class: "button", type: "button" }, t("wrapup.skip"));

  /** @param {WrapUp} wrapUp */
  render(wrapUp) {
    const { mode = "timed", canSkip = false, extensionsLeft = 0, extensionSeconds = 0, saved = false } = wrapUp;
    const clock = formatTime(wrapUp.deadline);
    setText(this.words, saved || mode === "timed" ? "" : t(`wrapup.mode.${mode}`, { clock }));
    this.words.hidden = this.words.textContent === "";
    this.extend.hidden = saved || extensionsLeft === 0;
    setText(this.extend, t("wrapup.extend", { n: extensionsLeft, seconds: extensionSeconds }));
    this.skip.hidden = saved || !canSkip;
    this.saved.hidden = !saved;
    const text = t("wrapup.saved", { clock });
    if (saved && this.saved.textContent !== text) fill(this.saved, icon("check"), h("span", {}, text));
  }

  /** @param {import("./model.js").Passing | null} passedOn */
  renderPassedOn(passedOn) {
    this.passedOn.hidden = passedOn === null;
    if (passedOn === null) return;
    fill(this.passedOn, icon("swap"), h("span", {}, passedOn.to === null ? t("wrapup.passedOn") : t("wrapup.passedOnTo", { to: passedOn.to })));
  }
}
