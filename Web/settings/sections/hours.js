import { h } from "../../shared/dom.js";
import { locale } from "../../shared/i18n.js";
import { icon } from "../../shared/icons.js";
import { titleText } from "../../shared/titles.js";
import { entryList } from "../entries.js";
import { field, textField, titleFields } from "../fields.js";
import { t } from "../messages.js";
import { nameField, partHead } from "../names.js";
import { freeName } from "../plan-shape.js";
import { rangesField } from "../time-ranges.js";

/** @typedef {import("../entries.js").Editing} Editing */
/** @typedef {import("../plan").BusinessHours} BusinessHours */
/** @typedef {import("../plan").Holiday} Holiday */

const days = /** @type {const} */ (["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);
/** A Monday. */
const someMonday = Date.UTC(2024, 0, 1);
const dayNames = days.map((_, index) => new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(someMonday + index * 86_400_000));

/** @param {Editing} editing */
export function hoursPart(editing) {
  const { plan } = editing.draft;
  const zones = /** @type {{supportedValuesOf?: (key: string) => string[]}} */ (Intl).supportedValuesOf?.("timeZone") ?? [];
  return [
    partHead(t("part_hours"), t("hoursText")),
    h("datalist", { id: "zones" }, h("option", { value: "UTC" }), ...zones.map((value) => h("option", { value }))),
    entryList({
      editing, path: "hours", items: plan.hours, add: t("addHours"), none: t("noHours"), level: 2,
      title: ({ name }) => name, facts: ({ name, timeZone }) => [timeZone, t("usedBy", { n: plan.queues.filter(({ hours }) => hours === name).length })].join(" · "),
      make: () => /** @type {BusinessHours} */ ({ name: freeName("hours", plan.hours), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, weekly: {}, holidays: [] }),
      body: (hours, path) => hoursBody(editing, hours, path),
    }),
  ];
}

/**
 * @param {Editing} editing
 * @param {BusinessHours} hours
 * @param {string} path
 */
function hoursBody(editing, hours, path) {
  const { draft, redraw } = editing;
  const weekly = (hours.weekly ??= {});
  const copy = () => {
    for (const day of days.slice(1, 5)) weekly[day] = [...(weekly.monday ?? [])];
    draft.forget(`${path}.weekly`, true);
    draft.changed();
    redraw(`${path}.copy`);
  };
  return [
    h("div", { class: "field-grid" }, nameField({ editing, kind: "hours", item: hours, path }),
      textField({ draft, object: hours, key: "timeZone", path: `${path}.timeZone`, label: t("place_timeZone"), list: "zones", maxlength: 60 })),
    h("fieldset", { class: "field-group", "data-path": `${path}.weekly` }, h("legend", {}, t("place_weekly")),
      ...days.map((day, index) => rangesField({
        editing, ranges: () => weekly[day] ?? [], path: `${path}.weekly.${day}`, label: dayNames[index],
        set: (ranges) => (ranges.length > 0 ? (weekly[day] = ranges) : delete weekly[day]),
      })),
      h("button", { class: "button entry-add", type: "button", "data-focus": `${path}.copy`, onclick: copy }, icon("copy"), t("copyMonday"))),
    h("fieldset", { class: "field-group" }, h("legend", {}, t("specialDays")), h("p", { class: "hint" }, t("holidaysHint")),
      entryList({
        editing, path: `${path}.holidays`, items: (hours.holidays ??= []), add: t("addHoliday"), none: t("noHolidays"), flat: true,
        title: (holiday) => titleText(holiday.title, holiday.date), make: () => /** @type {Holiday} */ ({ date: "", title: {}, hours: [] }),
        body: (holiday, here) => holidayBody(editing, holiday, here),
      })),
  ];
}

/**
 * @param {Editing} editing
 * @param {Holiday} holiday
 * @param {string} path
 */
function holidayBody(editing, holiday, path) {
  const { draft } = editing;
  const date = h("input", { type: "date", value: holiday.date });
  date.addEventListener("input", () => {
    holiday.date = date.value;
    draft.changed();
  });
  return [
    field({ draft, path: `${path}.date`, label: t("place_date") }, date), ...titleFields({ draft, object: holiday, path }),
    rangesField({ editing, ranges: () => holiday.hours ?? [], path: `${path}.hours`, label: t("opening"), set: (ranges) => (holiday.hours = ranges) }),
  ];
}
