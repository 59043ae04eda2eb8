import { h, setText } from "../shared/dom.js";
import { SlotPicker } from "../shared/slot-picker.js";
import { t } from "./messages.js";

/** @typedef {"email" | "phone"} ContactKind */
/** @typedef {{email: string} | {phone: string}} Contact */
/** @typedef {import("../shared/slot-picker.js").Slot} Slot */
/** @typedef {{contact?: Contact, from?: number}} CallbackWish  `from`: the beginning of the chosen slot; without: in their turn */
/** @typedef {"turn" | "slot" | "either"} CallbackChoice  when they may be called back */

let forms = 0;

/**
 * Where to write to, and when: in their turn, or at a time that they choose.
 *
 * @param {{kinds: ContactKind[], choice: CallbackChoice, slots: () => Promise<Slot[]>, ask: (wish: CallbackWish) => Promise<string | null>, known?: string}} options
 *   `kinds`: what this server can write to, one at least; `slots`: the times that can be booked; `ask` resolves with what went wrong, in words,
 *   or null; `known`: where they will be written to already, masked
 */
export function makeContactForm({ kinds, choice, slots, ask, known }) {
  const id = `contact-${forms += 1}`;
  const address = makeAddress(id, kinds, known);
  const problem = h("p", { class: "problem", id: `${id}-problem`, role: "alert" });
  const send = h("button", { class: "button", "data-kind": "primary", type: "submit" }, choice === "slot" ? t("bookTime") : t("callMeBack"));
  const picker = new SlotPicker({ day: t("slotDay"), time: t("slotTime") });
  const none = h("p", { class: "muted", role: "status", hidden: true }, t("slotNone"));
  const times = h("div", { class: "stack", hidden: choice !== "slot" }, picker.element, none);

  const load = async () => {
    const found = await slots().catch(() => []);
    picker.show(found);
    picker.element.hidden = found.length === 0;
    none.hidden = found.length > 0;
  };
  const choose = (/** @type {boolean} */ isSlot) => {
    times.hidden = !isSlot;
    setText(send, isSlot ? t("bookTime") : t("callMeBack"));
    if (isSlot) void load();
  };
  if (choice === "slot") void load();

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (send.disabled) return;
    const { from } = picker;
    const isSlot = !times.hidden;
    const contact = address.contact();
    setText(problem, "");
    if (isSlot && from === null) return setText(problem, t("slotNone"));
    if (contact === null) return fail(t("contactWrong"));
    send.disabled = true;
    const failed = await ask({ ...contact, ...(isSlot && from !== null && { from }) });
    send.disabled = false;
    if (failed === null) return;
    if (failed !== t("slotTaken")) return fail(failed);
    await load();
    setText(problem, failed);
    picker.focus();
  };
  const fail = (/** @type {string} */ text) => {
    setText(problem, text);
    address.input.setAttribute("aria-invalid", "true");
    address.input.focus();
  };

  return h("form", { class: "contact-form stack", novalidate: true, onsubmit: submit },
    choice === "either" && h("fieldset", { class: "callback-when" },
      h("legend", {}, t("callbackWhen")),
      radio(`${id}-when`, t("callbackInTurn"), true, () => choose(false)),
      radio(`${id}-when`, t("callbackAtTime"), false, () => choose(true))),
    times,
    address.field,
    problem,
    send);
}

/**
 * @param {string} id
 * @param {ContactKind[]} kinds
 * @param {string} [known]
 */
function makeAddress(id, kinds, known) {
  const mailOnly = kinds.length === 1 && kinds[0] === "email";
  const phoneOnly = kinds.length === 1 && kinds[0] === "phone";
  const input = h("input", {
    class: "input", id, type: "text", maxlength: 254, required: known === undefined, placeholder: known ?? "", "aria-describedby": `${id}-hint ${id}-problem`,
    inputmode: phoneOnly ? "tel" : "email", autocomplete: phoneOnly ? "tel" : "email", autocapitalize: "none", spellcheck: "false",
  });
  const hint = known !== undefined ? t("contactKnown", { to: known }) : mailOnly ? t("contactMailHint") : t("contactPhoneHint");
  const field = h("div", { class: "field" },
    h("label", { for: id }, mailOnly ? t("contactMail") : phoneOnly ? t("contactPhone") : t("contactEither")),
    input,
    h("p", { class: "hint", id: `${id}-hint` }, hint));
  /** Nothing when it is the one that is known; null when it cannot be one. */
  const contact = () => {
    const text = input.value.trim();
    input.removeAttribute("aria-invalid");
    if (text === "") return known === undefined ? null : {};
    if (text.includes("@")) return kinds.includes("email") ? { contact: { email: text } } : null;
    return kinds.includes("phone") ? { contact: { phone: text } } : null;
  };
  return { input, field, contact };
}

/**
 * @param {string} name
 * @param {string} words
 * @param {boolean} checked
 * @param {() => void} onchange
 */
function radio(name, words, checked, onchange) {
  return h("label", { class: "callback-choice" }, h("input", { type: "radio", name, checked, onchange }), h("span", {}, words));
}
