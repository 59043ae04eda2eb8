import { h } from "./dom.js";

/**
 * Says something short at the foot of the page, in a live region, for six seconds.
 * @param {string} text
 * @param {"info" | "ok" | "warn" | "danger"} [tone]
 */
export function toast(text, tone = "info") {
  let region = document.querySelector(".toasts");
  if (!region) {
    region = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    document.body.append(region);
  }
  const element = h("div", { class: "toast banner", "data-tone": tone }, text);
  region.append(element);
  setTimeout(() => element.remove(), 6000);
}
