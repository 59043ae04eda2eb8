import { fill, h, setText } from "../shared/dom.js";
import { clockText, everySecond } from "../shared/duration.js";
import { isTyping } from "../shared/typing.js";
import { Component } from "./component.js";
import { CountdownRing } from "./countdown-ring.js";
import { PromisePanel } from "./promise-panel.js";
import { label, t } from "./wording.js";
import { WrapUpRules } from "./wrapup-rules.js";

const soonMs = 15_000;
/** What bounds a wrap-up that waits for the agent is no clock to work against, until it comes near. */
const nearMs = 120_000;
/** What was chosen goes out before the server closes the form by itself. */
const lastMomentMs = 2_000;
/** What the form says when the agent says nothing; it claims neither success nor failure. */
const unsaid = "other";

/** A short form with a clock, after the call. Nothing is chosen beforehand: a ready-made answer would be the one that is kept. */
export class WrapUpForm extends Component {
  ring = new CountdownRing(15);
  rules = new WrapUpRules();
  noteSlot = h("div", {});
  /** Whether the agent chose anything here: only then is the form sent by itself at the last moment. */
  #touched = false;
  #desk;

  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   * @param {import("./desk.js").Desk} desk
   */
  constructor(host, context, desk) {
    super(host, context);
    this.#desk = desk;
    this.promise = new PromisePanel(context.client, desk);
    this.with = h("p", { class: "muted" });
    this.soon = h("p", { class: "small warn", role: "status" });
    this.missing = h("p", { class: "small muted", role: "status" });
    this.keys = h("span", { class: "muted small keys-hint" });
    this.dispositions = h("div", { class: "chips" });
    this.resolved = h("div", { class: "chips" }, ...["yes", "no", "unknown"].map((value) =>
      chip("resolved", value, t(/** @type {"wrapup.yes"} */ (`wrapup.${value}`)))));
    this.finish = h("button", { class: "button", "data-kind": "primary", type: "submit" }, t("wrapup.finish"));
    this.questions = h("div", { class: "wrapup-questions" },
      h("fieldset", {}, h("legend", {}, t("wrapup.disposition")), this.dispositions),
      h("fieldset", {}, h("legend", {}, t("wrapup.resolved")), this.resolved));
    this.form = h("form", { class: "wrapup card", "aria-labelledby": desk.id("wrapup-title") },
      h("header", {},
        h("div", {}, h("h2", { id: desk.id("wrapup-title"), tabindex: "-1" }, t("wrapup.title")), this.with, this.rules.words),
        this.ring.element),
      this.rules.passedOn,
      this.rules.saved,
      this.questions,
      this.promise.element,
      this.noteSlot,
      this.soon,
      this.missing,
      h("div", { class: "row" }, this.finish, this.rules.extend, this.rules.skip, this.keys));
    host.append(this.form);
    this.listen(this.form, "submit", (event) => (event.preventDefault(), this.#submit()));
    this.listen(this.form, "change", (event) => event.target instanceof HTMLInputElement && this.#chose(event.target));
    this.listen(this.form, "keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.form.requestSubmit());
    this.listen(this.rules.extend, "click", () => this.extend());
    this.listen(this.rules.skip, "click", () => this.skip());
    // The same interaction may come back after a transfer, and is another wrap-up then.
    this.watch((state) => idOf(desk.wrapUp(state)), (_, state) => this.#render(desk.wrapUp(state)));
    this.watch(desk.wrapUp, (wrapUp) => this.#renderRules(wrapUp));
    this.watch(desk.passedOn, (passed) => this.rules.renderPassedOn(passed));
    this.watch(desk.finishing, (finishing) => (this.finish.disabled = this.rules.skip.disabled = finishing));
    everySecond(() => this.#renderClock(), this.signal);
  }

  /** @param {import("./model.js").WrapUp | null} wrapUp */
  #render(wrapUp) {
    if (wrapUp === null) return;
    this.form.reset();
    this.#touched = false;
    setText(this.with, t(this.#desk.medium === "chat" ? "wrapup.chatWith" : "wrapup.with", { name: wrapUp.caller.name ?? t("offer.someone") }));
    const choices = wrapUp.dispositions.length > 0 ? wrapUp.dispositions : this.state.dispositions;
    fill(this.dispositions, ...choices.map((code, index) => chip("disposition", code, label("disposition", code), index + 1)));
    setText(this.keys, t("wrapup.keys", { n: choices.length }));
    setText(this.missing, t("wrapup.missing", { other: label("disposition", unsaid) }));
    this.missing.classList.remove("warn");
    this.missing.hidden = wrapUp.mode === "mandatory";
    this.#renderRules(wrapUp);
    this.#renderClock();
    // After the stage has been shown; who writes a note stays in it.
    queueMicrotask(() => isTyping(document.activeElement) || this.form.querySelector("h2")?.focus());
  }

  /** @param {import("./model.js").WrapUp | null} wrapUp */
  #renderRules(wrapUp) {
    if (wrapUp === null) return;
    this.rules.render(wrapUp);
    this.promise.render(wrapUp);
    const saved = wrapUp.saved ?? false;
    const leavesFocus = saved && !this.questions.hidden && !isTyping(document.activeElement);
    this.questions.hidden = this.finish.hidden = this.keys.hidden = saved;
    if (saved) this.missing.hidden = true;
    if (leavesFocus) this.form.querySelector("h2")?.focus();
    this.#renderClock();
  }

  /** Whether there is a record to write here, in front of the agent. */
  get isShown() {
    return this.#desk.wrapUp(this.state) !== null && this.form.closest("[hidden]") === null;
  }

  /** More time, where the queue gives it. */
  extend() {
    const wrapUp = this.#desk.wrapUp(this.state);
    if (wrapUp === null || this.rules.extend.hidden || this.rules.extend.disabled) return;
    this.rules.extend.disabled = true;
    void this.context.commands.extendWrapUp(wrapUp.interaction).finally(() => (this.rules.extend.disabled = false));
  }

  /** Leaves the record unfinished, where the queue allows it; the note is kept all the same. */
  skip() {
    const wrapUp = this.#desk.wrapUp(this.state);
    if (wrapUp === null || this.rules.skip.hidden || this.#desk.finishing(this.state)) return;
    void this.#skip(wrapUp.interaction);
  }

  /** @param {string} interaction */
  async #skip(interaction) {
    const { store, notes, commands } = this.context;
    this.#desk.setFinishing(true);
    if (await notes.saveNow(interaction)) await commands.skipWrapUp(interaction);
    else store.dispatch({ type: "notice", notice: { tone: "warn", key: "wrapup.noteFirst" } });
    if (this.#desk.wrapUp(this.state)?.interaction === interaction) this.#desk.setFinishing(false);
  }

  /**
   * The key with this number chooses how it ended.
   * @param {number} number from 1
   */
  choose(number) {
    const input = this.dispositions.querySelectorAll("input")[number - 1];
    if (input === undefined || this.questions.hidden) return;
    input.checked = true;
    input.focus();
    this.#chose(input);
  }

  /** @param {HTMLInputElement} input */
  #chose({ name, value }) {
    this.#touched = true;
    if (name !== "disposition") return;
    this.missing.hidden = true;
    if (value === "callBack") this.promise.open();
    const answers = [...this.resolved.querySelectorAll("input")];
    const yes = answers.find((answer) => answer.value === "yes");
    // Who says that it ended resolved has answered the second question too, and may still say otherwise.
    if (value === "resolved" && yes && !answers.some(({ checked }) => checked)) yes.checked = true;
  }

  #renderClock() {
    const wrapUp = this.#desk.wrapUp(this.state);
    if (wrapUp === null) return;
    const left = wrapUp.deadline - this.context.client.clock();
    const isBound = wrapUp.mode === "mandatory";
    this.ring.element.hidden = isBound && left > nearMs;
    this.ring.show(left, isBound ? nearMs : wrapUp.deadline - wrapUp.startedAt);
    this.ring.element.title = `${clockText(left)} ${t("wrapup.left")}`;
    setText(this.soon, left > soonMs || !this.#touched || wrapUp.saved ? "" : t("wrapup.soon"));
    if (left <= lastMomentMs && left > 0 && this.#touched && !this.#desk.finishing(this.state) && !wrapUp.saved) void this.#send();
  }

  /** The queue asks for a record: one that says nothing is none. */
  #submit() {
    const isUnsaid = !new FormData(this.form).has("disposition");
    if (this.#desk.wrapUp(this.state)?.mode !== "mandatory" || !isUnsaid) {
      void this.#send();
      return;
    }
    this.missing.hidden = false;
    this.missing.classList.add("warn");
    setText(this.missing, t("wrapup.chooseFirst"));
    this.dispositions.querySelector("input")?.focus();
  }

  async #send() {
    const wrapUp = this.#desk.wrapUp(this.state);
    if (wrapUp === null || wrapUp.saved) return;
    const { interaction } = wrapUp;
    const choices = new FormData(this.form);
    const resolved = { yes: true, no: false }[String(choices.get("resolved"))] ?? null;
    const { notes, commands } = this.context;
    const note = notes.textOf(interaction);
    const disposition = String(choices.get("disposition") ?? unsaid);
    if (await commands.finish(this.#desk, { interaction, disposition, resolved, ...(note !== null && { note }) })) notes.acknowledged(interaction);
  }
}

/**
 * What makes it another record than the one before.
 * @param {import("./model.js").WrapUp | null} wrapUp
 */
function idOf(wrapUp) {
  return wrapUp && `${wrapUp.interaction} ${wrapUp.startedAt}`;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} words
 * @param {number} [key] the number that chooses it
 */
function chip(name, value, words, key) {
  return h("label", { class: "chip" }, h("input", { type: "radio", name, value }), h("span", {}, words),
    key !== undefined && h("kbd", { "aria-hidden": "true" }, String(key)));
}
