import { h } from "../shared/dom.js";
import { known, t } from "./messages.js";

const examples = /** @type {const} */ ([
  ['language == "en"', "help_equals"], ["cart.amount >= 50000", "help_compare"], ['useCase in ["mortgage", "insurance"]', "help_in"], ['customer.segments has "vip"', "help_has"],
  ["customer.verified", "help_flag"], ['not appointment and (wait > 60 or custom.shop == "Lyon")', "help_and"],
]);
const attributes = /** @type {const} */ ([
  ["useCase", "text"], ["queue", "text"], ["language", "text"], ["page", "text"], ["entryPoint", "text"], ["variant", "text"], ["matter", "text"], ["cart.amount", "number"], ["cart.currency", "text"],
  ["customer.verified", "boolean"], ["customer.known", "boolean"], ["customer.segments", "list"], ["appointment", "boolean"], ["callback", "boolean"], ["wait", "number"], ["medium", "text"],
  ["queue.depth", "number"], ["queue.available", "number"], ["queue.staffed", "number"], ["preflight.camera", "text"], ["custom.…", "any"],
]);

/** How conditions are written, folded away until somebody asks. */
export function conditionHelp() {
  return h("details", { class: "condition-help" }, h("summary", {}, t("help_title")),
    h("div", { class: "stack" },
      h("p", {}, t("help_text")),
      h("dl", { class: "help-list" }, ...examples.flatMap(([example, key]) => [h("dt", {}, h("code", {}, example)), h("dd", {}, t(key))])),
      h("p", {}, t("help_missing")),
      h("h3", {}, t("help_attributes")),
      h("dl", { class: "help-list" }, ...attributes.flatMap(([name, type]) => [
        h("dt", {}, h("code", {}, name)), h("dd", {}, attributeText(name), h("span", { class: "muted small" }, ` · ${t(`type_${type}`)}`)),
      ]))));
}

/** @param {string} name */
function attributeText(name) {
  return known(`attribute_${name.replace(".", "_").replace("…", "any")}`) ?? "";
}
