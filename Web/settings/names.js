import { h } from "../shared/dom.js";
import { titleText } from "../shared/titles.js";
import { textField } from "./fields.js";
import { t } from "./messages.js";
import { renameReferences } from "./plan-shape.js";

/** @typedef {import("./entries.js").Editing} Editing */
/** @typedef {"queues" | "skills" | "hours" | "activities"} Kind */

/**
 * The name by which a plan's other parts, calls and reports refer to something. Once published it stays; until then, what refers to it follows.
 * @param {{editing: Editing, kind: Kind, item: {name: string}, path: string}} options
 */
export function nameField({ editing: { draft }, kind, item, path }) {
  const isPublished = draft.published.plan[kind].some(({ name }) => name === item.name);
  let last = item.name;
  return textField({
    draft, object: item, key: "name", path: `${path}.name`, label: t("name"), maxlength: 40, readonly: isPublished, hint: t(!isPublished ? "nameHint" : kind === "hours" ? "hoursNameStays" : "nameStays"),
    changed: () => {
      renameReferences(draft.plan, kind, last, item.name);
      last = item.name;
      draft.changed();
    },
  });
}

/**
 * What a list of choices offers: names with their titles.
 * @param {{name: string, title?: import("./plan").Title}[]} items
 * @returns {[string, string][]}
 */
export function choicesOf(items) {
  return items.map(({ name, title }) => [name, titleText(title, name)]);
}

/**
 * The head of a part: what it is for.
 * @param {string} title
 * @param {string} text
 * @param {...(Node | null)} more
 */
export function partHead(title, text, ...more) {
  return h("header", { class: "part-head" }, h("h1", { id: "part-title", tabindex: -1 }, title), h("p", { class: "muted" }, text), ...more);
}

/**
 * Fields that belong together.
 * @param {string} title
 * @param {...(Node | null)} fields
 */
export function group(title, ...fields) {
  return h("fieldset", { class: "field-group" }, h("legend", {}, title), h("div", { class: "field-grid" }, ...fields));
}
