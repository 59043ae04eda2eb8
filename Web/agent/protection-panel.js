import { fill, h, setText } from "../shared/dom.js";
import { locale } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { isTyping } from "../shared/typing.js";
import { isProtected } from "./protection.js";
import { errorText, t } from "./wording.js";

/** For how long a customer may be kept away, in minutes. */
const spans = [60, 1440, 10_080];
const usualMinutes = 1440;

/** What an agent who shielded themselves can do next. It stands above the call and hurries nobody: the protection holds until they say so. */
export class ProtectionPanel {
  element;
  #context;
  #title = h("h3", { id: "protection-title", tabindex: "-1" }, icon("shield"), t("protect.title"));
  // It is said when the panel comes, and the rest when it is known.
  #hidden = h("p", { role: "alert" });
  #told = h("p", { role: "status" });
  #tell = h("button", { class: "button", type: "button" }, t("protect.tellAgain"));
  #show = h("button", { class: "button", type: "button" }, t("protect.show"));
  #end = h("button", { class: "button", "data-kind": "danger", type: "button" }, t("protect.end"));
  #span = h("select", { class: "input", id: "protection-span" },
    ...spans.map((minutes) => h("option", { value: minutes, selected: minutes === usualMinutes }, spanText(minutes))));
  #keep = h("button", { class: "button", type: "button" }, t("protect.endAndKeep"));
  #choosing;
  #question = h("p", { class: "protection-question", id: "protection-question" });
  #confirm = h("button", { class: "button", "data-kind": "danger", type: "button" }, t("protect.confirm"));
  #back = h("button", { class: "button", type: "button" }, t("protect.back"));
  #confirming;
  #problem = h("p", { class: "protection-problem small", role: "alert" });

  /**
   * @param {import("./component.js").Context} context
   * @param {AbortSignal} signal
   */
  constructor(context, signal) {
    const { commands, store } = context;
    this.#context = context;
    this.#choosing = h("div", { class: "protection-choosing" },
      this.#show, this.#end,
      h("div", { class: "protection-keep" }, h("div", { class: "field" }, h("label", { for: "protection-span" }, t("protect.for")), this.#span), this.#keep));
    this.#confirming = h("div", { class: "protection-confirming", role: "group", "aria-labelledby": "protection-question", hidden: true },
      this.#question, h("ul", { class: "protection-hints small" }, h("li", {}, t("protect.neutral")), h("li", {}, t("protect.lift"))),
      h("div", { class: "row" }, this.#confirm, this.#back));
    this.element = h("section", { class: "protection block", "aria-labelledby": "protection-title", hidden: true },
      this.#title,
      h("div", { class: "protection-words" }, this.#hidden, this.#told, this.#tell, h("p", { class: "small muted" }, t("protect.heard"))),
      this.#choosing, this.#confirming, this.#problem);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#confirming.hidden || this.#back.disabled) return;
      event.preventDefault();
      this.#ask(false);
    }, { signal });
    this.#tell.addEventListener("click", () => (this.#title.focus(), commands.protect()), { signal });
    this.#show.addEventListener("click", () => commands.unprotect(), { signal });
    this.#end.addEventListener("click", () => void this.#finish(null), { signal });
    this.#keep.addEventListener("click", () => this.#ask(true), { signal });
    this.#back.addEventListener("click", () => this.#ask(false), { signal });
    this.#confirm.addEventListener("click", () => void this.#finish(Number(this.#span.value)), { signal });
    store.watch(isProtected, () => this.#begin(), signal);
    store.watch((state) => state.protection?.told, () => this.#render(), signal);
  }

  /** @param {boolean} shown */
  show(shown) {
    if (shown !== this.element.hidden) return;
    this.element.hidden = !shown;
    setText(this.#hidden, shown ? t("protect.hidden") : "");
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
    const told = this.#context.store.state.protection?.told ?? "untold";
    setText(this.#told, this.element.hidden ? "" : told === "told" ? t("protect.told") : t(told === "failed" ? "protect.untold" : "protect.telling"));
    this.#tell.hidden = told !== "failed";
  }

  /** @param {boolean} asked */
  #ask(asked) {
    const customer = this.#context.store.state.session?.caller?.name ?? t("protect.customer");
    fill(this.#question, t("protect.ask", { customer, time: spanText(Number(this.#span.value)) }));
    setText(this.#problem, "");
    this.#confirming.hidden = !asked;
    this.#choosing.hidden = asked;
    (asked ? this.#confirm : this.#keep).focus();
  }

  /** @param {number | null} blockMinutes */
  async #finish(blockMinutes) {
    const { state } = this.#context.store;
    if (this.#end.disabled || !isProtected(state)) return;
    const session = state.session?.id;
    this.#setBusy(true);
    setText(this.#problem, "");
    const refusal = await this.#context.commands.protectAndEnd(blockMinutes);
    // Once it is done the session ends, and the panel with it.
    if (this.#context.store.state.session?.id !== session) return;
    this.#setBusy(false);
    if (refusal === null) return;
    setText(this.#problem, t("protect.endFailed", { reason: errorText(refusal) }));
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
