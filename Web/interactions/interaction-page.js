import { fill, h } from "../shared/dom.js";
import { clockText } from "../shared/duration.js";
import { formatDateTime, formatTime, language, withLanguage } from "../shared/i18n.js";
import { assignmentCard } from "./assignment-card.js";
import { t, wordsFor } from "./messages.js";

/** @typedef {import("./api").InteractionDetail} InteractionDetail */
/** @typedef {import("./names.js").Names} Names */

const segmentTones = /** @type {const} */ ({ talk: "live", hold: "hold", reconnect: "warn", wrap: "offline", consult: "ok" });
const resultTones = /** @type {Record<string, string>} */ ({ accepted: "ok", rejected: "warn", timeout: "warn", rescinded: "offline", taken: "offline" });

/**
 * @param {HTMLElement} main
 * @param {InteractionDetail} detail
 * @param {Names} names
 */
export function showInteraction(main, detail, names) {
  const { customer, enqueuedAt, segments, offers, assignments, flags, chat = [] } = detail;
  const who = customer.name ?? t("someone");
  document.title = `${who} · ${t("title")}`;
  fill(main,
    h("header", { class: "stack interaction-head" },
      h("p", {}, h("a", { href: withLanguage("/board") }, t("toBoard"))),
      h("h1", {}, who),
      h("p", { class: "row" }, h("span", { class: "muted" }, formatDateTime(enqueuedAt)), state(detail))),
    h("div", { class: "interaction-columns" },
      h("div", { class: "stack" },
        h("section", { class: "card stack", "aria-labelledby": "facts" }, h("h2", { id: "facts" }, t("facts")), facts(detail, names)),
        h("section", { class: "card stack", "aria-labelledby": "segments" }, h("h2", { id: "segments" }, t("segments")),
          list(segments.map(({ kind, agent, from, to }) => moment(from, segmentTones[kind], segmentWords(kind, agent.name ?? t("unknownAgent")),
            to === null ? t("goesOn") : clockText(to - from))), t("noSegments"))),
        h("section", { class: "card stack", "aria-labelledby": "offers" }, h("h2", { id: "offers" }, t("offers")),
          list(offers.map(({ agent, at, result, endedAt }) => moment(at, resultTones[result] ?? "offline", agent.name ?? t("unknownAgent"),
            `${wordsFor("result", result)} · ${t("after", { time: clockText(endedAt - at) })}`)), t("noOffers"))),
        chat.length > 0 && h("section", { class: "card stack", "aria-labelledby": "chat" }, h("h2", { id: "chat" }, t("chat")),
          h("ol", { class: "moments" }, ...chat.map(({ at, role, name, text }) => h("li", { class: "moment" }, h("span", { class: "muted moment-time" }, formatTime(at)),
            h("div", {}, h("strong", {}, name ?? t(role === "agent" ? "unknownAgent" : "someone")), h("p", { class: "written" }, text)))))),
        flags.length > 0 && h("section", { class: "card stack", "aria-labelledby": "flags" }, h("h2", { id: "flags" }, t("flags")),
          h("ol", { class: "moments" }, ...flags.map(({ agent, at, ended, blockedUntil }) => moment(at, "danger", t("flagged", { agent: agent.name ?? t("unknownAgent") }),
            [t(ended ? "flagEnded" : "flagOn"), blockedUntil !== null && t("flagBlocked", { time: formatDateTime(blockedUntil) })].filter(Boolean).join(" · ")))))),
      h("section", { class: "stack", "aria-labelledby": "why" }, h("h2", { id: "why" }, t("why")),
        assignments.length === 0 ? h("p", { class: "muted" }, t("noWhy")) : null,
        ...assignments.map((assignment, index) => assignmentCard(assignment, index, names)))));
}

/**
 * @param {InteractionDetail["segments"][number]["kind"]} kind
 * @param {string} agent
 */
function segmentWords(kind, agent) {
  return kind === "consult" ? t("consulted", { agent }) : t("segment", { kind: wordsFor("kind", kind), agent });
}

/** @param {InteractionDetail} detail */
function state({ outcome, answeredAt, endedAt }) {
  const words = outcome !== null ? wordsFor("outcome", outcome) : endedAt !== null ? t("ended") : t(answeredAt === null ? "stillWaiting" : "stillGoing");
  const tone = outcome === "handled" ? "ok" : outcome !== null ? "warn" : endedAt !== null ? "offline" : "live";
  return h("span", { class: "lamp", "data-tone": tone }, words);
}

/**
 * @param {InteractionDetail} detail
 * @param {Names} names
 */
function facts({ queue, medium = "video", language: spoken, enqueuedAt, answeredAt, callbackRequestedAt, followUpOf, endedAt, disposition, resolved, note }, names) {
  /** @type {[string, string | Node | null][]} */
  const rows = [
    [t("medium"), t(`medium_${medium}`)],
    [t("queue"), names.queue(queue)],
    [t("language"), new Intl.DisplayNames([language], { type: "language" }).of(spoken) ?? spoken],
    [t("arrived"), formatDateTime(enqueuedAt)],
    [t("followUpOf"), followUpOf === null ? null : h("a", { href: withLanguage(`/interactions/${encodeURIComponent(followUpOf)}`) }, t("formerCall"))],
    [t("callbackAsked"), callbackRequestedAt === null ? null : formatDateTime(callbackRequestedAt)],
    [t("waited"), callbackRequestedAt !== null && answeredAt !== null ? null : answeredAt !== null ? clockText(answeredAt - enqueuedAt) : endedAt !== null ? clockText(endedAt - enqueuedAt) : t("stillWaiting")],
    [t("answered"), answeredAt === null ? endedAt === null ? null : t("notAnswered") : formatTime(answeredAt)],
    [t("ended"), endedAt === null ? null : formatTime(endedAt)],
    [t("lasted"), answeredAt !== null && endedAt !== null ? clockText(endedAt - answeredAt) : null],
    [t("disposition"), disposition === null ? null : wordsFor("disposition", disposition)],
    [t("resolved"), resolved === null ? null : t(resolved ? "yes" : "no")],
    [t("note"), note],
  ];
  return h("dl", { class: "facts" }, ...rows.flatMap(([term, value]) => (value ? [h("dt", {}, term), h("dd", {}, value)] : [])));
}

/**
 * @param {number} at
 * @param {string} tone
 * @param {string} words
 * @param {string} note
 */
function moment(at, tone, words, note) {
  return h("li", { class: "moment" }, h("span", { class: "muted moment-time" }, formatTime(at)),
    h("div", {}, h("span", { class: "lamp", "data-tone": tone }, words), h("p", { class: "muted small" }, note)));
}

/**
 * @param {HTMLElement[]} items
 * @param {string} none
 */
function list(items, none) {
  return items.length > 0 ? h("ol", { class: "moments" }, ...items) : h("p", { class: "muted" }, none);
}
