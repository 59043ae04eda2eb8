import { fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "./messages.js";
import { problemText } from "./problems.js";

/** @typedef {import("./draft.js").Draft} Draft */
/**
 * What a field of the plan is bound to.
 * @typedef {object} Bound
 * @property {Draft} draft
 * @property {any} object  what holds the value
 * @property {string} key
 * @property {string} path  of the value, as problems name it
 * @property {string} label
 * @property {string} [hint]
 * @property {string} [kind]  `wide`: as wide as there is room
 * @property {() => void} [changed]  called when the value was settled
 */

let made = 0;

/**
 * A label, an input, its hint, and what is wrong with it.
 * @param {Pick<Bound, "draft" | "path" | "label" | "hint"> & {kind?: string}} options
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} input
 */
export function field({ draft, path, label, hint, kind }, input) {
  const id = `field-${(made += 1)}`;
  input.id = id;
  input.classList.add("input");
  const problem = problemSlot(draft, path);
  problem.id = `${id}-problem`;
  const described = [hint && `${id}-hint`, problem.id].filter(Boolean).join(" ");
  input.setAttribute("aria-describedby", described);
  if (draft.problemsAt(path).length > 0) input.setAttribute("aria-invalid", "true");
  input.addEventListener("input", () => {
    draft.forget(path);
    input.removeAttribute("aria-invalid");
    problem.replaceChildren();
  });
  return h("div", { class: "field", "data-path": path, "data-kind": kind }, h("label", { for: id }, label), input, hint && h("p", { class: "hint", id: `${id}-hint` }, hint), problem);
}

/**
 * What is wrong at this very place; empty when nothing is.
 * @param {Draft} draft
 * @param {string} path
 */
export function problemSlot(draft, path) {
  const slot = h("div", { class: "problems-here" });
  return fill(slot, ...draft.problemsAt(path).map((problem) => h("p", { class: "problem" }, icon("warning"), problemText(problem))));
}

/** @param {Bound & {placeholder?: string, maxlength?: number, readonly?: boolean, list?: string, optional?: boolean}} bound */
export function textField(bound) {
  const { draft, object, key, placeholder, maxlength = 200, readonly = false, list, optional = false, changed } = bound;
  const input = h("input", { type: "text", value: object[key] ?? "", placeholder, maxlength, readonly, list, spellcheck: "false", autocomplete: "off" });
  input.addEventListener("input", () => set(draft, object, key, input.value === "" && optional ? undefined : input.value));
  if (changed) input.addEventListener("change", changed);
  return field(bound, input);
}

/** @param {Bound & {rows?: number, optional?: boolean}} bound  `optional`: an empty text is none at all */
export function conditionField(bound) {
  const { draft, object, key, rows = 2, optional = false } = bound;
  const input = h("textarea", { class: "condition", rows, maxlength: 2000, spellcheck: "false", autocomplete: "off", autocapitalize: "off" });
  input.value = object[key] ?? "";
  input.addEventListener("input", () => set(draft, object, key, input.value.trim() === "" && optional ? undefined : input.value));
  return field({ ...bound, kind: "wide" }, input);
}

/** @param {Bound & {lang: string}} bound  a sentence for people; an empty one is none at all */
export function sentenceField(bound) {
  const { draft, object, key, lang } = bound;
  const input = h("textarea", { class: "sentence", rows: 2, maxlength: 300, lang });
  input.value = object[key] ?? "";
  input.addEventListener("input", () => set(draft, object, key, input.value.trim() === "" ? undefined : input.value));
  return field(bound, input);
}

/** @param {Bound & {min: number, max: number, fallback?: string}} bound  `fallback`: what an empty field means */
export function numberField(bound) {
  const { draft, object, key, min, max, fallback } = bound;
  const input = h("input", { type: "number", inputmode: "numeric", min, max, step: 1, value: object[key] ?? "", placeholder: fallback });
  input.addEventListener("input", () => set(draft, object, key, Number.isNaN(input.valueAsNumber) ? undefined : input.valueAsNumber));
  return field(bound, input);
}

/** @param {Bound} bound  yes or no; an absent value is yes */
export function checkboxField({ draft, object, key, path, label, hint, changed }) {
  const id = `field-${(made += 1)}`;
  const problem = problemSlot(draft, path);
  const input = h("input", { type: "checkbox", id, checked: object[key] !== false, "aria-describedby": `${id}-hint ${id}-problem` });
  problem.id = `${id}-problem`;
  input.addEventListener("change", () => {
    draft.forget(path);
    problem.replaceChildren();
    set(draft, object, key, input.checked);
    changed?.();
  });
  return h("div", { class: "field", "data-path": path, "data-kind": "wide" },
    h("label", { class: "check", for: id }, input, label), hint && h("p", { class: "hint", id: `${id}-hint` }, hint), problem);
}

/**
 * Some of several, at least one of which must stay: that is said where it is, before the server is asked.
 * @param {Omit<Bound, "object" | "key"> & {chosen: string[], choices: [string, string][], write: (chosen: string[]) => void}} bound
 */
export function choicesField({ draft, path, label, hint, kind, chosen, choices, write }) {
  const id = `field-${(made += 1)}`;
  const problem = problemSlot(draft, path);
  problem.id = `${id}-problem`;
  const inputs = choices.map(([value]) => h("input", { type: "checkbox", value, checked: chosen.includes(value) }));
  const element = h("fieldset", { class: "checks", "data-path": path, "data-kind": kind, "aria-describedby": problem.id },
    h("legend", {}, label), ...choices.map(([, words], index) => h("label", { class: "check" }, inputs[index], words)), hint && h("p", { class: "hint" }, hint), problem);
  element.addEventListener("change", () => {
    draft.forget(path, true);
    problem.replaceChildren();
    write(inputs.filter(({ checked }) => checked).map(({ value }) => value));
    draft.changed();
  });
  return element;
}

/**
 * A choice; one that no longer exists stays to be seen.
 * @param {Bound & {choices: [string, string][], none?: string, chosen?: string}} bound  `none`: the words for no value; `chosen`: what an absent value means
 */
export function selectField(bound) {
  const { draft, object, key, choices, none, chosen, changed } = bound;
  const value = object[key] ?? chosen ?? "";
  const isGone = value !== "" && !choices.some(([choice]) => choice === value);
  const input = h("select", {},
    none !== undefined || value === "" ? h("option", { value: "" }, none ?? t("choose")) : null,
    ...choices.map(([choice, words]) => h("option", { value: choice, selected: choice === value }, words)),
    isGone && h("option", { value, selected: true }, t("gone", { name: value })));
  input.addEventListener("change", () => {
    set(draft, object, key, input.value === "" ? undefined : input.value);
    changed?.();
  });
  return field(bound, input);
}

/**
 * What people read, in both languages.
 * @param {{draft: Draft, object: {title?: import("./plan").Title}, path: string}} options
 */
export function titleFields({ draft, object, path }) {
  const title = (object.title ??= {});
  return /** @type {const} */ (["en", "fr"]).map((language) => textField({
    draft, object: title, key: language, path: `${path}.title.${language}`, label: t(`title_${language}`), maxlength: 80, optional: true,
  }));
}

/**
 * @param {Draft} draft
 * @param {any} object
 * @param {string} key
 * @param {unknown} value
 */
function set(draft, object, key, value) {
  if (value === undefined) delete object[key];
  else object[key] = value;
  draft.changed();
}
