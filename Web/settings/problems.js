import { titleText } from "../shared/titles.js";
import { parts } from "./draft.js";
import { known, t } from "./messages.js";

/** @typedef {import("./plan").Plan} Plan */
/** @typedef {import("./plan").Problem} Problem */

/**
 * What is wrong, in words.
 * @param {Problem} problem
 */
export function problemText({ code, cause, message, offset }) {
  const numbers = message.match(/-?\d+/g) ?? [];
  if (code === "out_of_range" && numbers.length === 3) return t("problem_range", { min: numbers[1], max: numbers[2] });
  const words = (cause !== undefined && known(`cause_${cause}`)) || (code !== "unreadable" && known(`problem_${code}`)) || `${t("problem_unreadable")} (${message})`;
  return offset === undefined ? words : `${words} ${t("atCharacter", { n: offset + 1 })}`;
}

/**
 * Where it is, in words: “Queue “Advice” › Wrap-up time”.
 * @param {string} path
 * @param {Plan} plan
 */
export function placeText(path, plan) {
  /** @type {string[]} */
  const words = [];
  /** @type {any} */
  let value = plan;
  for (const [, name, index] of path.matchAll(/([A-Za-z]+)|\[(\d+)\]/g)) {
    value = value?.[name ?? Number(index)];
    if (index === undefined) {
      const label = name === "to" && path.includes(".overflow[") ? t("overflowThen") : value === plan.media ? t("part_media") : known(`place_${name}`);
      if (label !== null) words.push(label);
    } else {
      const own = typeof value === "object" && value !== null && "name" in value ? titleText(value.title, value.name) : String(Number(index) + 1);
      words.push(`${words.pop() ?? ""} ${own}`.trim());
    }
  }
  return words.join(" › ") || path;
}

/**
 * The part of the page that shows a path.
 * @param {string} path
 * @returns {import("./draft.js").Part}
 */
export function partOf(path) {
  const [first] = path.split(/[.[]/);
  return parts.find((part) => part === first) ?? "workflow";
}

/**
 * Everything in the plan on the way to a path: what must be unfolded for it to be seen.
 * @param {string} path
 * @param {Plan} plan
 * @returns {object[]}
 */
export function objectsOnTheWay(path, plan) {
  /** @type {object[]} */
  const found = [];
  /** @type {any} */
  let value = plan;
  for (const [, name, index] of path.matchAll(/([A-Za-z]+)|\[(\d+)\]/g)) {
    value = value?.[name ?? Number(index)];
    if (typeof value === "object" && value !== null) found.push(value);
  }
  return found;
}

/**
 * The element that stands for a path, or for the nearest place around it.
 * @param {ParentNode} root
 * @param {string} path
 * @returns {HTMLElement | null}
 */
export function elementFor(root, path) {
  for (let place = path; place !== ""; place = place.replace(/(\.?[A-Za-z]+|\[\d+\])$/, "")) {
    const element = root.querySelector(`[data-path="${CSS.escape(place)}"]`);
    if (element instanceof HTMLElement) return element;
  }
  return null;
}
