import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { codeOf } from "./commands.js";
import { TransferList } from "./transfer-list.js";
import { known, errorText, t } from "./wording.js";

/** @typedef {import("./transfer-list.js").Target} Target */

const refreshMs = 5_000;

/** Sends the customer on: choose a queue or a colleague, then send them at once or ask there first. It stands above the call and covers nothing of it. */
export class TransferPanel {
  element;
  #context;
  #desk;
  #close;
  #list;
  /** Ends with the panel's being open. */
  #opened = new AbortController();
  /** @type {Target | null} */
  #chosen = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #filter = h("input", { class: "input", type: "search", autocomplete: "off" });
  #count = h("p", { class: "small muted", role: "status" });
  #retry = h("button", { class: "button", type: "button" }, t("transfer.retry"));
  #choosing;
  #question = h("p", { class: "transfer-question", tabindex: "-1" });
  #hints = h("ul", { class: "transfer-hints small" });
  #problem = h("p", { class: "transfer-problem small", role: "alert" });
  #confirm = h("button", { class: "button", "data-kind": "primary", type: "button" });
  #ask = h("button", { class: "button", type: "button", "data-act": "ask" }, t("consult.ask"));
  #first = h("span", {});
  #back = h("button", { class: "button", type: "button" }, t("transfer.back"));
  #confirming;

  /**
   * @param {import("./component.js").Context} context
   * @param {import("./desk.js").Desk} desk
   * @param {AbortSignal} signal
   * @param {() => void} close
   */
  constructor(context, desk, signal, close) {
    this.#context = context;
    this.#desk = desk;
    this.#close = close;
    this.#list = new TransferList(context, desk, (target) => this.#choose(target));
    this.#filter.id = desk.id("transfer-filter");
    this.#count.id = desk.id("transfer-count");
    this.#question.id = desk.id("transfer-question");
    this.#first.id = desk.id("transfer-first");
    this.#filter.setAttribute("aria-describedby", this.#count.id);
    this.#ask.setAttribute("aria-describedby", this.#first.id);
    this.#choosing = h("div", { class: "transfer-choosing" },
      h("div", { class: "field" }, h("label", { for: this.#filter.id }, t("transfer.filter")), this.#filter),
      this.#count, this.#retry, this.#list.element);
    this.#confirming = h("div", { class: "transfer-confirming", role: "group", "aria-labelledby": this.#question.id },
      this.#question, this.#hints, this.#problem, h("div", { class: "row" }, this.#confirm, this.#ask, this.#back));
    this.element = h("section", { class: "transfer block", "aria-labelledby": desk.id("transfer-title"), hidden: true },
      h("header", {}, h("h3", { id: desk.id("transfer-title") }, t("transfer.title")),
        h("button", { class: "button", "data-kind": "quiet", type: "button", "aria-label": t("transfer.close"), onclick: () => close() }, icon("close"))),
      this.#choosing, this.#confirming);
    this.element.addEventListener("keydown", (event) => this.#keydown(event), { signal });
    this.#filter.addEventListener("input", () => this.#renderCount(), { signal });
    this.#retry.addEventListener("click", () => (this.#filter.focus(), void this.#load()), { signal });
    this.#confirm.addEventListener("click", () => void this.#transfer(), { signal });
    this.#ask.addEventListener("click", () => void this.#askFirst(), { signal });
    this.#back.addEventListener("click", () => this.#goBack(), { signal });
    signal.addEventListener("abort", () => this.show(false), { once: true });
  }

  /** @param {boolean} open */
  show(open) {
    if (open === !this.element.hidden) return;
    this.element.hidden = !open;
    this.#opened.abort();
    clearTimeout(this.#timer);
    this.#leaveQuestion();
    if (!open) return;
    this.#opened = new AbortController();
    this.#filter.value = "";
    this.#list.clear();
    void this.#load();
  }

  focus() {
    this.#filter.focus();
  }

  // --- the list

  /** Asks where the customer can go, and again every few seconds while the list is looked at. */
  async #load() {
    const { signal } = this.#opened;
    clearTimeout(this.#timer);
    this.#retry.hidden = true;
    if (this.#list.targets.length === 0) setText(this.#count, t("transfer.loading"));
    try {
      const answer = await this.#desk.transferTargets();
      if (signal.aborted) return;
      this.#show(answer);
    } catch (error) {
      if (signal.aborted) return;
      this.#retry.hidden = false;
      return setText(this.#count, t("transfer.loadFailed", { reason: errorText(codeOf(error)) }));
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(), refreshMs);
  }

  /** @param {import("../client/protocol").TransferTargets} answer */
  #show(answer) {
    if (this.#chosen !== null) return this.#follow(answer);
    const hadFocus = this.#list.element.contains(document.activeElement);
    this.#list.show(answer);
    this.#renderCount();
    // The one that had the focus may have left.
    if (hadFocus && !this.#list.element.contains(document.activeElement)) this.#filter.focus();
  }

  #renderCount() {
    const text = this.#filter.value;
    const n = this.#list.filter(text);
    const isEmpty = this.#list.targets.length === 0;
    setText(this.#count, isEmpty ? t("transfer.empty") : n === 0 ? t("transfer.noMatch", { text: text.trim() }) : t("transfer.count", { n }));
  }

  // --- the question

  /** @param {Target} target */
  #choose(target) {
    this.#chosen = target;
    setText(this.#problem, "");
    setText(this.#confirm, t("transfer.confirm"));
    this.#renderQuestion(target);
    this.#showQuestion(true);
    this.#confirm.focus();
  }

  /** @param {Target} target */
  #renderQuestion({ name: to, address, isFree, state }) {
    const session = this.#desk.session(this.#context.store.state);
    const isChat = this.#desk.medium === "chat";
    const customer = session?.caller?.name ?? t("transfer.customer");
    const isAgent = "agent" in address;
    const guests = session?.participants.filter(({ role, presence }) => role === "guest" && presence !== "left").length ?? 0;
    const then = isAgent ? t(isFree ? isChat ? "transfer.agentAsked" : "transfer.agentCalled" : "transfer.agentBusy", { to, state }) : t(isFree ? "transfer.queueFree" : "transfer.queueBusy");
    const mayAsk = session?.media === "relay";
    setText(this.#question, t("transfer.ask", { customer, to }));
    setText(this.#first, isFree ? t(isAgent ? "consult.agent" : "consult.queue", { to }) : t(isAgent ? "consult.agentBusy" : "consult.queueBusy", { to, state }));
    fill(this.#hints,
      h("li", {}, h("strong", {}, t("transfer.confirm")), " ", t(isChat ? "transfer.chatEnds" : "transfer.ends"), " ", then, guests > 0 && ` ${t("transfer.guests", { n: guests })}`),
      mayAsk && h("li", {}, h("strong", {}, t("consult.ask")), " ", this.#first));
    this.#ask.hidden = !mayAsk;
    this.#setBusy(false);
  }

  /**
   * Somebody may have become free, or busy, while the agent thinks.
   * @param {import("../client/protocol").TransferTargets} answer
   */
  #follow(answer) {
    if (this.#back.disabled || this.#chosen === null) return;
    const { key, state } = this.#chosen;
    this.#list.show(answer);
    const now = this.#list.targets.find((target) => target.key === key);
    if (now === undefined || now.state === state) return;
    const hadFocus = document.activeElement === this.#ask;
    this.#chosen = now;
    this.#renderQuestion(now);
    if (hadFocus && this.#ask.disabled) this.#question.focus();
  }

  #transfer() {
    return this.#send(this.#confirm, ({ address, name }) => this.#desk.transfer(address, name),
      (refusal) => known(`transfer.error.${refusal}`) ?? t("transfer.failed", { reason: errorText(refusal) }));
  }

  #askFirst() {
    return this.#send(this.#ask, ({ address }) => this.#context.commands.startConsult(address),
      (refusal) => known(`consult.error.${refusal}`) ?? t("consult.failed", { reason: errorText(refusal) }));
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {(target: Target) => Promise<string | null>} ask
   * @param {(refusal: string) => string} words
   */
  async #send(button, ask, words) {
    const { signal } = this.#opened;
    const target = this.#chosen;
    if (target === null || this.#back.disabled) return;
    this.#setBusy(true);
    setText(this.#problem, "");
    const refusal = await ask(target);
    // Once it is done the panel closes.
    if (signal.aborted) return;
    this.#setBusy(false);
    if (refusal === null) return;
    setText(this.#problem, words(refusal));
    button.focus();
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#confirm.disabled = this.#back.disabled = busy;
    this.#ask.disabled = busy || this.#chosen?.isFree !== true;
  }

  #goBack() {
    const key = this.#chosen?.key;
    this.#leaveQuestion();
    this.#renderCount();
    ((key !== undefined && this.#list.buttonOf(key)) || this.#filter).focus();
    // What was refused may be gone.
    void this.#load();
  }

  #leaveQuestion() {
    this.#chosen = null;
    this.#setBusy(false);
    this.#showQuestion(false);
  }

  /** @param {boolean} asked */
  #showQuestion(asked) {
    this.#choosing.hidden = asked;
    this.#confirming.hidden = !asked;
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      if (this.#chosen === null) this.#close();
      else if (!this.#back.disabled) this.#goBack();
    } else if (event.key === "Enter" && event.target === this.#filter) {
      event.preventDefault();
      this.#list.buttons[0]?.click();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.#chosen === null) {
      const stops = [this.#filter, ...this.#list.buttons];
      const here = stops.findIndex((stop) => stop === event.target);
      if (here < 0) return;
      event.preventDefault();
      stops[Math.min(Math.max(here + (event.key === "ArrowDown" ? 1 : -1), 0), stops.length - 1)]?.focus();
    }
  }
}
