import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { problemSlot } from "./fields.js";
import { t } from "./messages.js";

/**
 * The opening times of one day: pairs of times, `09:00-12:30`. An input for times knows no 24:00; midnight at the end means that.
 * @param {{editing: import("./entries.js").Editing, ranges: () => string[], set: (ranges: string[]) => void, path: string, label: string}} options
 */
export function rangesField({ editing: { draft, redraw }, ranges, set, path, label }) {
  const change = (/** @type {string[]} */ changed, /** @type {string} */ focus) => {
    set(changed);
    draft.forget(path, true);
    draft.changed();
    redraw(focus);
  };
  const row = (/** @type {string} */ range, /** @type {number} */ index) => {
    const here = `${path}[${index}]`;
    const [from = "", to = ""] = range.split("-");
    const n = index + 1;
    const start = h("input", { class: "input", type: "time", value: from, "aria-label": t("rangeFrom", { day: label, n }), "data-focus": here });
    const end = h("input", { class: "input", type: "time", value: to === "24:00" ? "00:00" : to, "aria-label": t("rangeTo", { day: label, n }) });
    const slot = problemSlot(draft, here);
    for (const input of [start, end]) {
      if (draft.problemsAt(here).length > 0) input.setAttribute("aria-invalid", "true");
      input.addEventListener("input", () => {
        const changed = [...ranges()];
        changed[index] = `${start.value}-${end.value === "00:00" ? "24:00" : end.value}`;
        set(changed);
        draft.forget(here);
        draft.forget(path);
        slot.replaceChildren();
        for (const each of [start, end]) each.removeAttribute("aria-invalid");
        draft.changed();
      });
    }
    const remove = () => change(ranges().filter((_, other) => other !== index), `${path}.add`);
    return h("div", { class: "time-range", "data-path": here }, start, h("span", { "aria-hidden": "true" }, "–"), end,
      h("button", { class: "button entry-tool", "data-kind": "quiet", type: "button", title: t("removeRange"), "aria-label": t("removeRangeOf", { day: label, n }), onclick: remove }, icon("close")), slot);
  };
  const all = ranges();
  const add = () => change([...all, all.length === 0 ? "09:00-18:00" : "-"], `${path}[${all.length}]`);
  return h("div", { class: "time-ranges", role: "group", "aria-label": label, "data-path": path },
    h("span", { class: "time-label" }, label),
    h("div", { class: "time-rows" }, all.length === 0 ? h("span", { class: "muted small time-closed" }, t("closedAllDay")) : null, ...all.map(row),
      h("button", { class: "button entry-tool", "data-kind": "quiet", type: "button", title: t("addRange"), "aria-label": t("addRangeTo", { day: label }), "data-focus": `${path}.add`, onclick: add }, icon("plus")),
      problemSlot(draft, path)));
}
