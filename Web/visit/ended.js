import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { durationText } from "../shared/duration.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").EndedReason | "left" | "expired" | "abandoned" | "unreached"} VisitEnd */

/**
 * How the visit ended, in words, and the way back.
 * @param {{end: VisitEnd | null, talkedMs: number, transcript: HTMLElement | undefined, again: () => void}} options  `transcript`: of a chat, to be read once more
 */
export function makeEnded({ end, talkedMs, transcript, again }) {
  const { title, text, mark } = words(end, transcript !== undefined);
  const card = h("section", { class: "card stack visit-ended", "data-end": end ?? "unknown" },
    h("div", { class: "ended-mark", "data-tone": mark === "check" ? "ok" : "warn" }, icon(mark)),
    h("h1", { tabindex: -1 }, title),
    h("p", { class: "muted" }, talkedMs > 0 && transcript === undefined && `${t("talkedFor", { text: durationText(talkedMs) })} `, text),
    h("button", { class: "button", "data-kind": "primary", type: "button", onclick: again }, t("again2")));
  if (transcript === undefined) return card;
  return h("div", { class: "stack" }, card, h("section", { class: "card visit-transcript", "aria-labelledby": "transcript-title" }, h("h2", { id: "transcript-title" }, t("transcript")), transcript));
}

/**
 * @param {VisitEnd | null} end
 * @param {boolean} isWritten
 * @returns {{title: string, text: string, mark: "check" | "warning" | "clock"}}
 */
function words(end, isWritten) {
  if (isWritten) return wordsOfChat(end);
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

/**
 * @param {VisitEnd | null} end
 * @returns {{title: string, text: string, mark: "check" | "warning" | "clock"}}
 */
function wordsOfChat(end) {
  switch (end) {
    case "left": case "abandoned": case "transferred": case "expired": case "unreached": return words(end, false);
    case "agent_lost": case "both_lost": return { title: t("chatEndedTitle"), text: t("chatAgentLost"), mark: "warning" };
    case "customer_lost": return { title: t("chatEndedTitle"), text: t("chatCustomerLost"), mark: "warning" };
    default: return { title: t("chatEndedTitle"), text: t("chatEndedText"), mark: "check" };
  }
}
