import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { SlotPicker, slotText } from "../shared/slot-picker.js";
import { codeOf } from "./commands.js";
import { errorText, t } from "./wording.js";

/** @typedef {import("../client/protocol").WrapUp} WrapUp */
/** @typedef {import("../client/protocol").Callback} Callback */

/** Promising the customer to call back: a time and an address, while the record is being finished. */
export class PromisePanel {
  #client;
  #interaction = "";
  #picker = new SlotPicker({ day: t("promise.day"), time: t("promise.time") });
  #address = h("input", { class: "input", type: "text", maxlength: 254, autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  #problem = h("p", { class: "problem", role: "alert" });
  #send = h("button", { class: "button", type: "button", onclick: () => void this.#promise() }, t("promise.send"));
  #promised = h("p", { class: "banner", "data-tone": "ok", role: "status", hidden: true });
  #none = h("p", { class: "muted small", role: "status", hidden: true }, t("promise.none"));
  #label = h("label", {}, t("promise.address"));
  #hint = h("p", { class: "hint" }, t("promise.hint"));
  #fields = h("div", { class: "promise-fields" },
    this.#picker.element,
    h("div", { class: "field" }, this.#label, this.#address, this.#hint),
    this.#problem,
    h("div", { class: "row" }, this.#send));
  /** @type {HTMLDetailsElement} */
  element = h("details", { class: "promise", ontoggle: () => this.element.open && void this.#load() },
    h("summary", {}, t("promise.title")), this.#promised, this.#none, this.#fields);

  /**
   * @param {import("../client/index.js").VisavisClient} client
   * @param {import("./desk.js").Desk} desk
   */
  constructor(client, desk) {
    this.#client = client;
    this.#address.id = desk.id("promise-address");
    this.#hint.id = desk.id("promise-hint");
    this.#problem.id = desk.id("promise-problem");
    this.#label.setAttribute("for", this.#address.id);
    this.#address.setAttribute("aria-describedby", `${this.#hint.id} ${this.#problem.id}`);
    // The record's own Enter is not the promise's.
    this.#address.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      void this.#promise();
    });
  }

  /**
   * Another record, or the same again.
   * @param {WrapUp} wrapUp
   */
  render({ interaction, caller, promised, mayPromise }) {
    this.element.hidden = mayPromise === false;
    if (interaction !== this.#interaction) {
      this.#interaction = interaction;
      this.element.open = false;
      this.#address.value = caller.email ?? "";
      setText(this.#problem, "");
      this.#address.removeAttribute("aria-invalid");
    }
    this.#show(promised ?? null);
  }

  /** The agent said that it ends with a call back. */
  open() {
    if (!this.element.hidden) this.element.open = true;
  }

  /** @param {Callback | null} promised */
  #show(promised) {
    this.#promised.hidden = promised === null;
    setText(this.#send, t(promised === null ? "promise.send" : "promise.change"));
    if (promised?.slot === undefined) return;
    fill(this.#promised, icon("check"), h("span", {}, t("promise.done", { when: slotText(promised.slot.from), to: promised.contact })));
  }

  async #load() {
    const interaction = this.#interaction;
    const { slots } = await this.#client.request("callback.slots", { interaction }).catch(() => ({ slots: [] }));
    if (interaction !== this.#interaction) return;
    this.#picker.show(slots);
    this.#fields.hidden = slots.length === 0;
    this.#none.hidden = slots.length > 0;
  }

  async #promise() {
    const { from } = this.#picker;
    const interaction = this.#interaction;
    const text = this.#address.value.trim();
    if (this.#send.disabled || from === null) return;
    setText(this.#problem, "");
    if (text === "") return this.#fail(t("promise.addressMissing"));
    this.#send.disabled = true;
    try {
      const contact = text.includes("@") ? { email: text } : { phone: text };
      const { callback } = await this.#client.request("callback.promise", { interaction, contact, from });
      if (interaction !== this.#interaction) return;
      this.#address.removeAttribute("aria-invalid");
      this.#show(callback);
    } catch (error) {
      const code = codeOf(error);
      if (code === "bad_request" || code === "contact_unsupported") return this.#fail(t("promise.addressWrong"));
      if (code === "slot_taken") await this.#load();
      setText(this.#problem, code === "already_in_session" ? t("promise.customerIsHere") : code === "rate_limited" ? t("promise.addressBusy") : errorText(code));
    } finally {
      this.#send.disabled = false;
    }
  }

  /** @param {string} text */
  #fail(text) {
    setText(this.#problem, text);
    this.#address.setAttribute("aria-invalid", "true");
    this.#address.focus();
  }
}
