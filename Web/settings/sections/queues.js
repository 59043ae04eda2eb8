import { h } from "../../shared/dom.js";
import { durationText } from "../../shared/duration.js";
import { titleText } from "../../shared/titles.js";
import { conditionHelp } from "../condition-help.js";
import { entryList } from "../entries.js";
import { choicesField, conditionField, numberField, selectField, titleFields } from "../fields.js";
import { t } from "../messages.js";
import { choicesOf, group, nameField, partHead } from "../names.js";
import { freeName } from "../plan-shape.js";

/** @typedef {import("../entries.js").Editing} Editing */
/** @typedef {import("../plan").QueueSettings} QueueSettings */
/** @typedef {import("../plan").OverflowRule} OverflowRule */

const modes = /** @type {const} */ (["optional", "mandatory", "timed", "timedFixed"]);
const media = /** @type {const} */ (["video", "chat"]);
const slotLengths = /** @type {const} */ ([10, 15, 20, 30, 60]);
const turnaways = /** @type {const} */ (["book", "callback", "refuse"]);

/** @param {Editing} editing */
export function queuesPart(editing) {
  const { draft } = editing;
  const { plan, published } = draft;
  return [
    partHead(t("part_queues"), t("queuesText"), conditionHelp()),
    entryList({
      editing, path: "queues", items: plan.queues, add: t("addQueue"), none: t("noQueues"), level: 2,
      title: ({ title, name }) => titleText(title, name),
      facts: (queue) => [queue.name, queue.hours ?? t("alwaysOpen"), t("answerWithin", { time: durationText((queue.serviceLevelSeconds ?? 20) * 1000) })].join(" · "),
      kept: ({ name }) => (published.useCases.includes(name) ? t("keptUseCase") : null),
      make: () => ({ name: freeName("queue", plan.queues), title: {}, media: /** @type {import("../plan").Medium[]} */ (["video"]), wrapUp: {}, overflow: [] }),
      body: (queue, path) => queueBody(editing, queue, path),
    }),
  ];
}

/**
 * @param {Editing} editing
 * @param {QueueSettings} queue
 * @param {string} path
 */
function queueBody(editing, queue, path) {
  const { draft } = editing;
  const wrapUp = (queue.wrapUp ??= {});
  const shared = { draft, object: queue };
  const wrapping = { draft, object: wrapUp };
  return [
    h("div", { class: "field-grid" },
      nameField({ editing, kind: "queues", item: queue, path }), ...titleFields({ draft, object: queue, path }),
      selectField({ ...shared, key: "hours", path: `${path}.hours`, label: t("place_hours"), none: t("alwaysOpen"), choices: draft.plan.hours.map(({ name }) => [name, name]) }),
      selectField({ ...shared, key: "whenClosed", path: `${path}.whenClosed`, label: t("place_whenClosed"), chosen: "book", choices: turnaways.map((value) => [value, t(`turnaway_${value}`)]) }),
      choicesField({
        draft, path: `${path}.media`, label: t("place_media"), hint: t("queueMediaHint"), chosen: queue.media ?? ["video"], choices: media.map((value) => [value, t(`medium_${value}`)]),
        write: (chosen) => (queue.media = media.filter((medium) => chosen.includes(medium))),
      })),
    group(t("targets"),
      numberField({ ...shared, key: "serviceLevelSeconds", path: `${path}.serviceLevelSeconds`, label: t("place_serviceLevelSeconds"), hint: t("serviceLevelHint"), min: 1, max: 86400, fallback: "20" }),
      numberField({ ...shared, key: "offerSeconds", path: `${path}.offerSeconds`, label: t("place_offerSeconds"), hint: t("offerHint"), min: 3, max: 300, fallback: t("serverDefault") }),
      numberField({ ...shared, key: "maximumDepth", path: `${path}.maximumDepth`, label: t("place_maximumDepth"), hint: t("depthHint"), min: 1, max: 100000, fallback: t("noLimit") })),
    group(t("place_wrapUp"),
      selectField({ ...wrapping, kind: "wide", key: "mode", path: `${path}.wrapUp.mode`, label: t("place_mode"), chosen: "timed", choices: modes.map((value) => [value, t(`mode_${value}`)]) }),
      numberField({ ...wrapping, key: "seconds", path: `${path}.wrapUp.seconds`, label: t("place_seconds"), min: 0, max: 7200, fallback: "120" }),
      numberField({ ...wrapping, key: "extensions", path: `${path}.wrapUp.extensions`, label: t("place_extensions"), min: 0, max: 10, fallback: "0" }),
      numberField({ ...wrapping, key: "extensionSeconds", path: `${path}.wrapUp.extensionSeconds`, label: t("place_extensionSeconds"), min: 5, max: 3600, fallback: "60" })),
    group(t("place_callback"), ...callbackFields(editing, queue, path)),
    group(t("place_booking"), ...bookingFields(editing, queue, path)),
    h("fieldset", { class: "field-group" }, h("legend", {}, t("place_overflow")), h("p", { class: "hint" }, t("overflowHint")),
      entryList({
        editing, path: `${path}.overflow`, items: (queue.overflow ??= []), add: t("addOverflow"), none: t("noOverflow"), movable: true, flat: true,
        title: (_, index) => t("overflowN", { n: index + 1 }), make: () => ({ when: "wait > 300", close: /** @type {const} */ ("callback") }),
        body: (rule, here) => overflowBody(editing, queue, rule, here),
      })),
  ];
}

/**
 * @param {Editing} editing
 * @param {QueueSettings} queue
 * @param {string} path
 */
function callbackFields({ draft }, queue, path) {
  const callback = (queue.callback ??= {});
  const shared = { draft, object: callback };
  const choice = { offered: callback.offered === false ? "no" : "yes" };
  const settle = () => {
    callback.offered = choice.offered === "yes";
    draft.changed();
  };
  const number = (/** @type {"attempts" | "graceSeconds" | "retrySeconds" | "atOnce"} */ key, /** @type {number} */ min, /** @type {number} */ max, /** @type {string} */ fallback) =>
    numberField({ ...shared, key, path: `${path}.callback.${key}`, label: t(`place_${key}`), min, max, fallback });
  return [
    selectField({ draft, object: choice, key: "offered", path: `${path}.callback.offered`, label: t("place_offered"), hint: t("callbackHint"), changed: settle, choices: [["yes", t("yes")], ["no", t("no")]] }),
    number("attempts", 1, 10, "2"), number("graceSeconds", 60, 86_400, "600"), number("retrySeconds", 0, 604_800, "1800"), number("atOnce", 1, 1000, "3"),
  ];
}

/**
 * @param {Editing} editing
 * @param {QueueSettings} queue
 * @param {string} path
 */
function bookingFields({ draft }, queue, path) {
  const booking = (queue.booking ??= {});
  const length = { slotMinutes: String(booking.slotMinutes ?? 30) };
  const settle = () => {
    booking.slotMinutes = slotLengths.find((known) => String(known) === length.slotMinutes);
    draft.changed();
  };
  const number = (/** @type {"perSlot" | "noticeMinutes" | "daysAhead"} */ key, /** @type {number} */ min, /** @type {number} */ max, /** @type {string} */ fallback) =>
    numberField({ draft, object: booking, key, path: `${path}.booking.${key}`, label: t(`place_${key}`), min, max, fallback });
  return [
    selectField({
      draft, object: length, key: "slotMinutes", path: `${path}.booking.slotMinutes`, label: t("place_slotMinutes"), hint: t("bookingHint"), changed: settle,
      choices: slotLengths.map((minutes) => [String(minutes), t("minutes", { n: minutes })]),
    }),
    number("perSlot", 0, 1000, "2"), number("noticeMinutes", 0, 10_080, "60"), number("daysAhead", 1, 60, "14"),
  ];
}

/**
 * A queue to move to, or a way to close, never both: one choice for the two.
 * @param {Editing} editing
 * @param {QueueSettings} queue
 * @param {OverflowRule} rule
 * @param {string} path
 */
function overflowBody({ draft }, queue, rule, path) {
  const choice = { action: rule.to !== undefined ? `to:${rule.to}` : rule.close ?? "" };
  const settle = () => {
    delete rule.to;
    delete rule.close;
    const { action } = choice;
    if (action.startsWith("to:")) rule.to = action.slice(3);
    else rule.close = turnaways.find((known) => known === action);
    draft.changed();
  };
  return [
    conditionField({ draft, object: rule, key: "when", path: `${path}.when`, label: t("place_when"), rows: 1 }),
    selectField({
      draft, object: choice, key: "action", path: `${path}.to`, label: t("overflowThen"), changed: settle,
      choices: [
        ...turnaways.map((value) => /** @type {[string, string]} */ ([value, t(`overflow_${value}`)])),
        ...choicesOf(draft.plan.queues).filter(([name]) => name !== queue.name).map(([name, words]) => /** @type {[string, string]} */ ([`to:${name}`, t("overflowTo", { queue: words })])),
      ],
    }),
  ];
}
