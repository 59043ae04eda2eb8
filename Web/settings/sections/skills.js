import { h } from "../../shared/dom.js";
import { titleText } from "../../shared/titles.js";
import { entryList } from "../entries.js";
import { titleFields } from "../fields.js";
import { t } from "../messages.js";
import { nameField, partHead } from "../names.js";
import { freeName } from "../plan-shape.js";

/** @param {import("../entries.js").Editing} editing */
export function skillsPart(editing) {
  const { draft } = editing;
  const { plan } = draft;
  const asking = (/** @type {string} */ name) => [...plan.workflow.rules, plan.workflow.default].flatMap(({ steps }) => steps).filter((step) => step.skills?.some(({ skill }) => skill === name)).length;
  return [
    partHead(t("part_skills"), t("skillsText")),
    entryList({
      editing, path: "skills", items: plan.skills, add: t("addSkill"), none: t("noSkills"), level: 2,
      title: ({ title, name }) => titleText(title, name), facts: ({ name }) => `${name} · ${t("askedBy", { n: asking(name) })}`,
      make: () => ({ name: freeName("skill", plan.skills), title: {} }),
      body: (skill, path) => [h("div", { class: "field-grid" }, nameField({ editing, kind: "skills", item: skill, path }), ...titleFields({ draft, object: skill, path }))],
    }),
  ];
}
