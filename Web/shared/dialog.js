import { h } from "./dom.js";

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {string} [text]
 * @property {string} yes
 * @property {string} no
 * @property {"primary" | "danger"} [kind]  of the button that says yes
 * @property {Node} [content]  fields to fill in
 */

/**
 * Asks in a dialog above the page. The browser keeps the focus inside, closes it with Escape and gives the focus back.
 * @param {Question} question
 * @returns {Promise<boolean>}
 */
export function ask({ title, text, yes, no, kind = "primary", content }) {
  return new Promise((resolve) => {
    /** @type {HTMLDialogElement} */
    const dialog = h("dialog", { class: "dialog", "aria-labelledby": "dialog-title" },
      h("form", { method: "dialog", class: "stack" },
        h("h2", { id: "dialog-title" }, title),
        text && h("p", {}, text),
        content,
        h("div", { class: "dialog-actions" },
          h("button", { class: "button", type: "button", onclick: () => dialog.close() }, no),
          h("button", { class: "button", "data-kind": kind, type: "submit", value: "yes" }, yes))));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * Lets one of several be chosen, and says what will be done with it before it is done.
 * @param {Omit<Question, "content"> & {choices: {value: string, label: string, hint?: string}[], chosen?: string}} question
 * @returns {Promise<string | null>}
 */
export async function choose({ choices, chosen, ...question }) {
  const content = h("fieldset", { class: "choices" }, h("legend", { class: "visually-hidden" }, question.title),
    ...choices.map(({ value, label, hint }, index) => h("label", { class: "choice" },
      h("input", { type: "radio", name: "choice", value, required: true, checked: value === chosen, autofocus: chosen === undefined ? index === 0 : value === chosen }),
      h("span", {}, label, hint && h("span", { class: "muted small" }, ` · ${hint}`)))));
  if (!(await ask({ ...question, content }))) return null;
  const picked = content.querySelector("input:checked");
  return picked instanceof HTMLInputElement ? picked.value : null;
}
