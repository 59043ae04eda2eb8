import { h, setText } from "../shared/dom.js";
import { t } from "./messages.js";

/** @typedef {"email" | "phone"} ContactKind */
/** @typedef {{email: string} | {phone: string}} Contact */

let forms = 0;

/**
 * Where to write to when it is the customer's turn.
 *
 * @param {{kinds: ContactKind[], ask: (contact: Contact) => Promise<string | null>}} options
 *   `kinds`: what this server can write to, one at least; `ask` resolves with what went wrong, in words, or null
 */
export function makeContactForm({ kinds, ask }) {
  const id = `contact-${forms += 1}`;
  const mailOnly = kinds.length === 1 && kinds[0] === "email";
  const phoneOnly = kinds.length === 1 && kinds[0] === "phone";
  const address = h("input", {
    class: "input", id, type: "text", maxlength: 254, required: true, "aria-describedby": `${id}-hint ${id}-problem`,
    inputmode: phoneOnly ? "tel" : "email", autocomplete: phoneOnly ? "tel" : "email", autocapitalize: "none", spellcheck: "false",
  });
  const problem = h("p", { class: "problem", id: `${id}-problem`, role: "alert" });
  const send = h("button", { class: "button", "data-kind": "primary", type: "submit" }, t("callMeBack"));

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (send.disabled) return;
    const text = address.value.trim();
    const contact = text.includes("@") ? { email: text } : { phone: text };
    const isPossible = text !== "" && ("email" in contact ? kinds.includes("email") : kinds.includes("phone"));
    setText(problem, "");
    send.disabled = true;
    const failed = isPossible ? await ask(contact) : t("contactWrong");
    send.disabled = false;
    setText(problem, failed ?? "");
    address.setAttribute("aria-invalid", String(failed !== null));
    if (failed !== null) address.focus();
  };

  return h("form", { class: "contact-form stack", novalidate: true, onsubmit: submit },
    h("div", { class: "field" },
      h("label", { for: id }, mailOnly ? t("contactMail") : phoneOnly ? t("contactPhone") : t("contactEither")),
      address,
      h("p", { class: "hint", id: `${id}-hint` }, mailOnly ? t("contactMailHint") : t("contactPhoneHint"))),
    problem,
    send);
}
