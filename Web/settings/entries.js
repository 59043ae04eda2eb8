import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { problemSlot } from "./fields.js";
import { t } from "./messages.js";

/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {{draft: Draft, redraw: (focus?: string) => void}} Editing  `redraw`: shows the section again and gives the focus to what has that key */
/**
 * @template T
 * @typedef {object} ListOptions
 * @property {Editing} editing
 * @property {string} path  of the list
 * @property {T[]} items  the list itself, changed in place
 * @property {(item: T, index: number) => string} title
 * @property {(item: T) => string} [facts]
 * @property {(item: T, path: string, index: number) => (Node | null)[]} body
 * @property {() => T} make
 * @property {string} add
 * @property {string} none
 * @property {boolean} [movable]
 * @property {boolean} [flat]  short enough to be shown without unfolding
 * @property {(item: T) => string | null} [kept]  why it cannot be removed
 * @property {number} [least]  how many must stay
 * @property {2 | 3 | 4} [level]  of the entries' headings
 */

let made = 0;

/**
 * A list of the plan: entries can be added, removed, and moved where their order means something.
 * @template {object} T
 * @param {ListOptions<T>} options
 */
export function entryList(options) {
  const { editing: { draft, redraw }, path, items, add, none, make, flat = false } = options;
  const append = () => {
    const item = make();
    items.push(item);
    if (!flat) draft.opened.add(item);
    structured(draft, path);
    redraw(`${path}[${items.length - 1}]`);
  };
  return h("div", { class: "entry-list", "data-path": path, "data-flat": flat },
    problemSlot(draft, path),
    items.length === 0 ? h("p", { class: "muted small" }, none) : h("ol", { class: "entries" }, ...items.map((item, index) => entry(options, item, index))),
    h("button", { class: "button entry-add", type: "button", "data-focus": `${path}.add`, onclick: append }, icon("plus"), add));
}

/**
 * @template {object} T
 * @param {ListOptions<T>} options
 * @param {T} item
 * @param {number} index
 */
function entry(options, item, index) {
  const { editing: { draft }, path, title, body, flat = false } = options;
  const here = `${path}[${index}]`;
  if (flat) {
    return h("li", { class: "entry", "data-path": here, "data-focus": here },
      h("div", { class: "entry-line" }, h("div", { class: "entry-fields" }, ...body(item, here, index).filter((child) => child !== null)), entryTools(options, item, index)), problemSlot(draft, here));
  }
  return unfolding({
    draft, item, path: here, level: options.level ?? 3, title: () => title(item, index), facts: () => options.facts?.(item) ?? "",
    body: () => body(item, here, index), tools: entryTools(options, item, index), tag: "li",
  });
}

/**
 * A heading that unfolds what belongs to it.
 * @param {{draft: Draft, item: object, path: string, level: 2 | 3 | 4, title: () => string, facts: () => string, body: () => (Node | null)[], tools?: HTMLElement, tag: "li" | "div"}} options
 */
export function unfolding({ draft, item, path, level, title, facts, body, tools, tag }) {
  const id = `entry-${(made += 1)}`;
  const name = h("span", { class: "entry-title" }, title());
  const note = h("span", { class: "muted small entry-facts" }, facts());
  const content = h("div", { class: "entry-body", id, hidden: true });
  const toggle = h("button", { class: "entry-toggle", type: "button", "aria-controls": id }, icon("chevron"), h("span", {}, name, note));
  const wrong = draft.problems.filter((problem) => problem.path.startsWith(path) && !/^\d/.test(problem.path.slice(path.length))).length;
  const show = () => {
    const isOpen = draft.opened.has(item);
    toggle.setAttribute("aria-expanded", String(isOpen));
    content.hidden = !isOpen;
    if (isOpen && content.childElementCount === 0) fill(content, ...body());
  };
  toggle.addEventListener("click", () => {
    if (!draft.opened.delete(item)) draft.opened.add(item);
    show();
  });
  const element = h(tag, { class: "entry", "data-path": path, "data-focus": path }, h("div", { class: "entry-head" },
    h(`h${level}`, {}, toggle), wrong > 0 && h("span", { class: "lamp", "data-tone": "danger" }, t("problemCount", { n: wrong })), tools), problemSlot(draft, path), content);
  const retell = () => (setText(name, title()), setText(note, facts()));
  element.addEventListener("input", retell);
  element.addEventListener("change", retell);
  show();
  return element;
}

/**
 * @template {object} T
 * @param {ListOptions<T>} options
 * @param {T} item
 * @param {number} index
 */
function entryTools({ editing: { draft, redraw }, path, items, title, movable = false, kept, least = 0 }, item, index) {
  const name = title(item, index);
  const reason = items.length <= least ? t("keptLast") : kept?.(item) ?? null;
  const move = (/** @type {1 | -1} */ by) => {
    const target = index + by;
    if (target < 0 || target >= items.length) return;
    items.splice(target, 0, ...items.splice(index, 1));
    structured(draft, path);
    redraw(`${path}[${target}].${by < 0 ? "up" : "down"}`);
  };
  const remove = () => {
    if (reason !== null) return;
    items.splice(index, 1);
    structured(draft, path);
    redraw(items.length > 0 ? `${path}[${Math.min(index, items.length - 1)}].remove` : `${path}.add`);
  };
  return h("div", { class: "entry-tools" },
    movable && tool("up", t("moveUp", { name }), `${path}[${index}].up`, index === 0, () => move(-1)),
    movable && tool("down", t("moveDown", { name }), `${path}[${index}].down`, index === items.length - 1, () => move(1)),
    tool("bin", reason ?? t("remove", { name }), `${path}[${index}].remove`, reason !== null, remove));
}

/**
 * One that cannot be used now stays reachable, and says why.
 * @param {import("../shared/icons.js").IconName} symbol
 * @param {string} words
 * @param {string} key
 * @param {boolean} isOff
 * @param {() => void} onclick
 */
function tool(symbol, words, key, isOff, onclick) {
  return h("button", { class: "button entry-tool", "data-kind": "quiet", type: "button", title: words, "aria-label": words, "aria-disabled": isOff ? "true" : null, "data-focus": key, onclick }, icon(symbol));
}

/**
 * @param {Draft} draft
 * @param {string} path
 */
function structured(draft, path) {
  draft.forget(path, true);
  draft.changed();
}
