import { h } from "../../shared/dom.js";
import { conditionHelp } from "../condition-help.js";
import { entryList, unfolding } from "../entries.js";
import { conditionField, numberField, selectField, textField } from "../fields.js";
import { t } from "../messages.js";
import { choicesOf, partHead } from "../names.js";
import { freeName, newStep } from "../plan-shape.js";
import { stepList } from "./steps.js";

/** @typedef {import("../entries.js").Editing} Editing */
/** @typedef {import("../plan").WorkflowRule} WorkflowRule */

/** @param {Editing} editing */
export function workflowPart(editing) {
  const { draft } = editing;
  const { plan } = draft;
  const { workflow } = plan;
  return [
    partHead(t("part_workflow"), t("workflowText"), conditionHelp()),
    h("div", { class: "card field-grid" },
      textField({ draft, object: workflow, key: "name", path: "workflow.name", label: t("workflowName"), maxlength: 80 }),
      numberField({ draft, object: plan, key: "priorityPointSeconds", path: "priorityPointSeconds", label: t("place_priorityPointSeconds"), hint: t("pointHint"), min: 1, max: 3600, fallback: "30" })),
    h("h2", {}, t("rules")),
    entryList({
      editing, path: "workflow.rules", items: workflow.rules, add: t("addRule"), none: t("noRules"), movable: true,
      title: ({ name }, index) => `${index + 1}. ${name}`, facts: (rule) => rule.when ?? "",
      make: () => /** @type {WorkflowRule} */ ({ name: freeName(t("newRule"), [...workflow.rules, workflow.default], " "), when: "", priority: 0, steps: [newStep(t("anyone"))] }),
      body: (rule, path) => ruleBody(editing, rule, path, false),
    }),
    h("h2", {}, t("defaultRule")),
    h("p", { class: "muted" }, t("defaultText")),
    unfolding({
      draft, item: workflow.default, path: "workflow.default", level: 3, tag: "div", title: () => workflow.default.name,
      facts: () => t("steps", { n: workflow.default.steps.length }), body: () => ruleBody(editing, workflow.default, "workflow.default", true),
    }),
  ];
}

/**
 * @param {Editing} editing
 * @param {WorkflowRule} rule
 * @param {string} path
 * @param {boolean} isDefault
 */
function ruleBody(editing, rule, path, isDefault) {
  const { draft } = editing;
  const shared = { draft, object: rule };
  const queues = choicesOf(draft.plan.queues);
  return [
    h("div", { class: "field-grid" },
      textField({ ...shared, key: "name", path: `${path}.name`, label: t("name"), maxlength: 80 }),
      !isDefault || rule.when !== undefined
        ? conditionField({ ...shared, key: "when", path: `${path}.when`, label: t("place_when"), hint: t("whenHint"), optional: isDefault }) : null,
      selectField({ ...shared, key: "queue", path: `${path}.queue`, label: t("place_queue"), none: t("queueOfUseCase"), choices: queues }),
      numberField({ ...shared, key: "priority", path: `${path}.priority`, label: t("place_priority"), hint: t("priorityHint"), min: -100, max: 100, fallback: "0" })),
    h("h4", {}, t("stepsTitle")),
    h("p", { class: "hint" }, t("stepsHint")),
    stepList(editing, rule, path),
  ];
}
