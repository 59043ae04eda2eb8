import { fill, h, setText } from "../shared/dom.js";
import { locale } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { isTyping } from "../shared/typing.js";
import { errorText, t } from "./wording.js";

/** For how long a customer may be kept away, in minutes. */
const spans = [60, 1440, 10_080];
const usualMinutes = 1440;

/**
 * What an agent who shielded themselves can do next. It stands above the call and hurries nobody: the protection holds until they say so.
 * In a chat there is nothing to hide: the interaction is flagged, and the panel is put away.
 */
export class ProtectionPanel {
  element;
  #context;
  #desk;
  #title;
  // It is said when the panel comes, and the rest when it is known.
  #hidden = h("p", { role: "alert" });
  #told = h("p", { role: "status" });
  #tell = h("button", { class: "button", type: "button" }, t("protect.tellAgain"));
  #show = h("button", { class: "button", type: "button" });
  #end = h("button", { class: "button", "data-kind": "danger", type: "button" });
  #span = h("select", { class: "input" },
    ...spans.map((minutes) => h("option", { value: minutes, selected: minutes === usualMinutes }, spanText(minutes))));
  #keep = h("button", { class: "button", type: "button" }, t("protect.endAndKeep"));
  #choosing;
  #question = h("p", { class: "protection-question" });
  #confirm = h("button", { class: "button", "data-kind": "danger", type: "button" }, t("protect.confirm"));
  #back = h("button", { class: "button", type: "button" }, t("protect.back"));
  #confirming;
  #problem = h("p", { class: "protection-problem small", role: "alert" });

  /**
   * @param {import("./component.js").Context} context
   * @param {import("./desk.js").Desk} desk
   * @param {AbortSignal} signal
   */
  constructor(context, desk, signal) {
    const { store } = context;
    const isChat = desk.medium === "chat";
    this.#context = context;
    this.#desk = desk;
    this.#title = h("h3", { id: desk.id("protection-title"), tabindex: "-1" }, icon("shield"), t(isChat ? "protect.chatTitle" : "protect.title"));
    this.#span.id = desk.id("protection-span");
    this.#question.id = desk.id("protection-question");
    setText(this.#show, t(isChat ? "protect.goOn" : "protect.show"));
    setText(this.#end, t(isChat ? "protect.endChat" : "protect.end"));
    this.#choosing = h("div", { class: "protection-choosing" },
      this.#show, this.#end,
      h("div", { class: "protection-keep" }, h("div", { class: "field" }, h("label", { for: this.#span.id }, t("protect.for")), this.#span), this.#keep));
    this.#confirming = h("div", { class: "protection-confirming", role: "group", "aria-labelledby": this.#question.id, hidden: true },
      this.#question, h("ul", { class: "protection-hints small" }, h("li", {}, t("protect.neutral")), h("li", {}, t("protect.lift"))),
      h("div", { class: "row" }, this.#confirm, this.#back));
    this.element = h("section", { class: "protection block", "aria-labelledby": this.#title.id, hidden: true },
      this.#title,
      h("div", { class: "protection-words" }, this.#hidden, this.#told, this.#tell, h("p", { class: "small muted" }, t(isChat ? "protect.chatHeard" : "protect.heard"))),
      this.#choosing, this.#confirming, this.#problem);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#confirming.hidden || this.#back.disabled) return;
      event.preventDefault();
      this.#ask(false);
    }, { signal });
    this.#tell.addEventListener("click", () => (this.#title.focus(), desk.protect()), { signal });
    this.#show.addEventListener("click", () => desk.unprotect(), { signal });
    this.#end.addEventListener("click", () => void this.#finish(null), { signal });
    this.#keep.addEventListener("click", () => this.#ask(true), { signal });
    this.#back.addEventListener("click", () => this.#ask(false), { signal });
    this.#confirm.addEventListener("click", () => void this.#finish(Number(this.#span.value)), { signal });
    store.watch((state) => desk.protection(state) !== null, () => this.#begin(), signal);
    store.watch((state) => desk.protection(state)?.told, () => this.#render(), signal);
  }

  /** @param {boolean} shown */
  show(shown) {
    if (shown !== this.element.hidden) return;
    this.element.hidden = !shown;
    setText(this.#hidden, shown && this.#desk.medium === "video" ? t("protect.hidden") : "");
    this.#render();
  }

  /** Not to a button: whoever pressed a key in haste may press it twice. Who writes keeps the caret. */
  focus() {
    if (!isTyping(document.activeElement)) this.#title.focus();
  }

  #begin() {
    this.#span.value = String(usualMinutes);
    this.#setBusy(false);
    this.#confirming.hidden = true;
    this.#choosing.hidden = false;
    setText(this.#problem, "");
  }

  #render() {
    const told = this.#desk.protection(this.#context.store.state)?.told ?? "untold";
    setText(this.#told, this.element.hidden ? "" : told === "told" ? t("protect.told") : t(told === "failed" ? "protect.untold" : "protect.telling"));
    this.#tell.hidden = told !== "failed";
  }

  /** @param {boolean} asked */
  #ask(asked) {
    const customer = this.#desk.session(this.#context.store.state)?.caller?.name ?? t("protect.customer");
    fill(this.#question, t(this.#desk.medium === "chat" ? "protect.askChat" : "protect.ask", { customer, time: spanText(Number(this.#span.value)) }));
    setText(this.#problem, "");
    this.#confirming.hidden = !asked;
    this.#choosing.hidden = asked;
    (asked ? this.#confirm : this.#keep).focus();
  }

  /** @param {number | null} blockMinutes */
  async #finish(blockMinutes) {
    const { store } = this.#context;
    const session = this.#desk.session(store.state)?.id;
    if (this.#end.disabled || this.#desk.protection(store.state) === null) return;
    this.#setBusy(true);
    setText(this.#problem, "");
    const refusal = await this.#desk.protectAndEnd(blockMinutes);
    // Once it is done the session ends, and the panel with it.
    if (this.#desk.session(store.state)?.id !== session) return;
    this.#setBusy(false);
    if (refusal === null) return;
    setText(this.#problem, t(this.#desk.medium === "chat" ? "protect.endChatFailed" : "protect.endFailed", { reason: errorText(refusal) }));
    (blockMinutes === null ? this.#end : this.#confirm).focus();
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    for (const button of [this.#show, this.#end, this.#keep, this.#confirm, this.#back]) button.disabled = busy;
  }
}

/** @param {number} minutes */
function spanText(minutes) {
  const [value, unit] = minutes <= 1440 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
}
