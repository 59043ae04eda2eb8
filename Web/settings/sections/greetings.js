import { h } from "../../shared/dom.js";
import { sentenceField } from "../fields.js";
import { t } from "../messages.js";
import { partHead } from "../names.js";
import { greetingMessages } from "../plan-shape.js";

/** @typedef {import("../entries.js").Editing} Editing */
/** @typedef {import("../plan").GreetingMessage} GreetingMessage */

/** What can be filled in, by message. */
const filled = /** @type {Partial<Record<GreetingMessage, "minutes" | "opening">>} */ ({ waitingAbout: "minutes", longWait: "minutes", closed: "opening" });
const languages = /** @type {const} */ (["en", "fr"]);

/** @param {Editing} editing */
export function greetingsPart({ draft }) {
  return [partHead(t("part_greetings"), t("greetingsText")), h("div", { class: "entry entry-body" }, ...greetingMessages.map((message) => greeting(draft, message)))];
}

/**
 * @param {import("../draft.js").Draft} draft
 * @param {GreetingMessage} message
 */
function greeting(draft, message) {
  const value = filled[message];
  const texts = (draft.plan.greetings[message] ??= {});
  return h("fieldset", { class: "field-group", "data-path": `greetings.${message}` }, h("legend", {}, t(`place_${message}`)),
    value && h("p", { class: "hint" }, t(`greeting_${value}`)),
    h("div", { class: "field-grid sentence-grid" }, ...languages.map((language) => sentenceField({
      draft, object: texts, key: language, path: `greetings.${message}.${language}`, label: t(`place_${language}`), lang: language,
      hint: t("greetingOtherwise", { text: draft.published.standardGreetings[message]?.[language] ?? "" }),
    }))));
}
