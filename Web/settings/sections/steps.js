import { h } from "../../shared/dom.js";
import { durationText } from "../../shared/duration.js";
import { entryList } from "../entries.js";
import { conditionField, numberField, problemSlot, selectField, textField } from "../fields.js";
import { t } from "../messages.js";
import { choicesOf } from "../names.js";
import { freeName, newStep } from "../plan-shape.js";

/** @typedef {import("../entries.js").Editing} Editing */
/** @typedef {import("../plan").WorkflowRule} WorkflowRule */
/** @typedef {import("../plan").WorkflowStep} WorkflowStep */
/** @typedef {import("../plan").RelaxationRing} RelaxationRing */

const targets = /** @type {const} */ (["anyone", "lastAgent", "accountOwner"]);
const levels = /** @type {const} */ ([1, 2, 3, 4, 5]);

/**
 * The steps of a rule, in the order in which they are tried.
 * @param {Editing} editing
 * @param {WorkflowRule} rule
 * @param {string} path  the rule's
 */
export function stepList(editing, rule, path) {
  return entryList({
    editing, path: `${path}.steps`, items: rule.steps, add: t("addStep"), none: t("noSteps"), movable: true, level: 4, least: 1,
    title: ({ name }, index) => `${index + 1}. ${name}`, facts: (step) => stepFacts(step),
    make: () => newStep(freeName(t("newStep"), rule.steps, " ")),
    body: (step, here) => stepBody(editing, step, here),
  });
}

/** @param {WorkflowStep} step */
function stepFacts({ to = "anyone", skills = [], timeoutSeconds }) {
  const asked = skills.map(({ skill, level = 1 }) => `${skill} ≥ ${level}`);
  return [t(`target_${to}`), ...asked, timeoutSeconds === undefined ? t("noEnd") : t("lasts", { time: durationText(timeoutSeconds * 1000) })].join(" · ");
}

/**
 * @param {Editing} editing
 * @param {WorkflowStep} step
 * @param {string} path
 */
function stepBody(editing, step, path) {
  const { draft } = editing;
  const shared = { draft, object: step };
  return [
    h("div", { class: "field-grid" },
      textField({ ...shared, key: "name", path: `${path}.name`, label: t("name"), maxlength: 80 }),
      selectField({ ...shared, key: "to", path: `${path}.to`, label: t("place_to"), chosen: "anyone", choices: targets.map((value) => [value, t(`target_${value}`)]) }),
      numberField({ ...shared, key: "timeoutSeconds", path: `${path}.timeoutSeconds`, label: t("place_timeoutSeconds"), hint: t("timeoutHint"), min: 1, max: 86400, fallback: t("noEnd") }),
      numberField({ ...shared, key: "offers", path: `${path}.offers`, label: t("place_offers"), hint: t("offersHint"), min: 1, max: 10, fallback: "1" }),
      numberField({ ...shared, key: "priority", path: `${path}.priority`, label: t("place_stepPriority"), min: -100, max: 100, fallback: "0" }),
      conditionField({ ...shared, key: "skipWhen", path: `${path}.skipWhen`, label: t("place_skipWhen"), hint: t("skipHint"), rows: 1, optional: true })),
    h("fieldset", { class: "field-group" }, h("legend", {}, t("skillsAsked")), skillList(editing, step, path)),
    h("fieldset", { class: "field-group" }, h("legend", {}, t("relaxations")), h("p", { class: "hint" }, t("ringsHint")), ringList(editing, step, path)),
  ];
}

/**
 * @param {Editing} editing
 * @param {WorkflowStep} step
 * @param {string} path
 */
function skillList(editing, step, path) {
  const { draft } = editing;
  const skills = (step.skills ??= []);
  const known = choicesOf(draft.plan.skills);
  const free = () => known.find(([name]) => !skills.some(({ skill }) => skill === name))?.[0] ?? "";
  return entryList({
    editing, path: `${path}.skills`, items: skills, add: t("addRequirement"), none: known.length === 0 ? t("noSkills") : t("anySkills"), flat: true,
    title: ({ skill }) => skill, make: () => ({ skill: free(), level: 1 }),
    body: (requirement, here) => {
      const level = { value: String(requirement.level ?? 1) };
      return [
        selectField({ draft, object: requirement, key: "skill", path: `${here}.skill`, label: t("place_skill"), choices: known }),
        selectField({
          draft, object: level, key: "value", path: `${here}.level`, label: t("place_level"), choices: levels.map((value) => [String(value), t(`level_${value}`)]),
          changed: () => ((requirement.level = Number(level.value)), draft.changed()),
        }),
      ];
    },
  });
}

/**
 * @param {Editing} editing
 * @param {WorkflowStep} step
 * @param {string} path
 */
function ringList(editing, step, path) {
  const { draft } = editing;
  const rings = (step.rings ??= []);
  return entryList({
    editing, path: `${path}.rings`, items: rings, add: t("addRing"), none: t("noRings"), flat: true,
    title: (_, index) => t("ringN", { n: index + 1 }), make: () => /** @type {RelaxationRing} */ ({ afterSeconds: (rings.at(-1)?.afterSeconds ?? 0) + 10, lowerLevelsBy: 1, drop: [] }),
    body: (ring, here) => [
      numberField({ draft, object: ring, key: "afterSeconds", path: `${here}.afterSeconds`, label: t("place_afterSeconds"), min: 1, max: 86400 }),
      numberField({ draft, object: ring, key: "lowerLevelsBy", path: `${here}.lowerLevelsBy`, label: t("place_lowerLevelsBy"), min: 0, max: 4, fallback: "0" }),
      dropField(editing, step, ring, `${here}.drop`),
    ],
  });
}

/**
 * The skills that are no longer asked for, among those that the step asks for.
 * @param {Editing} editing
 * @param {WorkflowStep} step
 * @param {RelaxationRing} ring
 * @param {string} path
 */
function dropField({ draft }, step, ring, path) {
  const drop = (ring.drop ??= []);
  const names = [...new Set([...(step.skills ?? []).map(({ skill }) => skill), ...drop])].filter((name) => name !== "");
  const box = (/** @type {string} */ name) => {
    const input = h("input", { type: "checkbox", checked: drop.includes(name) });
    input.addEventListener("change", () => {
      if (input.checked) drop.push(name);
      else drop.splice(drop.indexOf(name), 1);
      draft.forget(path, true);
      draft.changed();
    });
    return h("label", { class: "check", "data-path": drop.includes(name) ? `${path}[${drop.indexOf(name)}]` : null }, input, name);
  };
  return h("fieldset", { class: "checks", "data-path": path }, h("legend", {}, t("place_drop")), problemSlot(draft, path),
    names.length === 0 ? h("span", { class: "muted small" }, t("anySkills")) : null, ...names.map(box));
}
