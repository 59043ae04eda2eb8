import { h } from "../../shared/dom.js";
import { activityText } from "../../shared/titles.js";
import { entryList } from "../entries.js";
import { selectField, titleFields } from "../fields.js";
import { t } from "../messages.js";
import { nameField, partHead } from "../names.js";
import { freeName } from "../plan-shape.js";

/** @typedef {import("../plan").ActivityDefinition} ActivityDefinition */

const kinds = /** @type {const} */ (["available", "away", "offline"]);

/** @param {import("../entries.js").Editing} editing */
export function activitiesPart(editing) {
  const { draft } = editing;
  const { plan } = draft;
  return [
    partHead(t("part_activities"), t("activitiesText")),
    h("ul", { class: "built-in" }, ...kinds.filter((kind) => !plan.activities.some(({ name }) => name === kind)).map((kind) =>
      h("li", {}, h("strong", {}, activityText(undefined, kind)), h("span", { class: "muted small" }, `${t(`kind_${kind}`)} · ${t("builtIn")}`)))),
    entryList({
      editing, path: "activities", items: plan.activities, add: t("addActivity"), none: t("noActivities"), level: 2, movable: true,
      title: ({ title, name }) => activityText(title, name), facts: ({ name, kind }) => `${name} · ${t(`kind_${kind ?? "away"}`)}`,
      make: () => /** @type {ActivityDefinition} */ ({ name: freeName("break", plan.activities), kind: "away", title: {} }),
      body: (activity, path) => [h("div", { class: "field-grid" },
        nameField({ editing, kind: "activities", item: activity, path }),
        selectField({ draft, object: activity, key: "kind", path: `${path}.kind`, label: t("place_kind"), chosen: "away", choices: kinds.map((kind) => [kind, t(`kind_${kind}`)]) }),
        ...titleFields({ draft, object: activity, path }))],
    }),
  ];
}
