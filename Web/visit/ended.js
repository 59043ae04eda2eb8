import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { durationText } from "../shared/duration.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").EndedReason | "left" | "expired" | "abandoned" | "unreached"} VisitEnd */

/**
 * How the visit ended, in words, and the way back.
 * @param {{end: VisitEnd | null, talkedMs: number, again: () => void}} options
 */
export function makeEnded({ end, talkedMs, again }) {
  const { title, text, mark } = words(end);
  return h("section", { class: "card stack visit-ended", "data-end": end ?? "unknown" },
    h("div", { class: "ended-mark", "data-tone": mark === "check" ? "ok" : "warn" }, icon(mark)),
    h("h1", { tabindex: -1 }, title),
    h("p", { class: "muted" }, talkedMs > 0 && `${t("talkedFor", { text: durationText(talkedMs) })} `, text),
    h("button", { class: "button", "data-kind": "primary", type: "button", onclick: again }, t("again2")));
}

/**
 * @param {VisitEnd | null} end
 * @returns {{title: string, text: string, mark: "check" | "warning" | "clock"}}
 */
function words(end) {
  switch (end) {
    case "left": return { title: t("leftTitle"), text: t("leftText"), mark: "check" };
    // Passed on, and nobody is left who could take them.
    case "transferred":
    case "expired": return { title: t("expiredTitle"), text: t("expiredText"), mark: "clock" };
    case "abandoned": return { title: t("abandonedTitle"), text: t("abandonedText"), mark: "clock" };
    case "unreached": return { title: t("unreachedTitle"), text: t("unreachedText"), mark: "clock" };
    case "agent_lost": case "both_lost": return { title: t("endedTitle"), text: t("agentLost"), mark: "warning" };
    case "customer_lost": return { title: t("endedTitle"), text: t("customerLost"), mark: "warning" };
    case "media_lost": return { title: t("endedTitle"), text: t("mediaLost"), mark: "warning" };
    case "never_connected": return { title: t("endedTitle"), text: t("neverConnected"), mark: "warning" };
    default: return { title: t("endedTitle"), text: t("endedText"), mark: "check" };
  }
}
