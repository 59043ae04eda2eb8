import { h } from "../shared/dom.js";
import { clockText } from "../shared/duration.js";
import { formatNumber, formatTime, locale } from "../shared/i18n.js";
import { signed } from "../board/words.js";
import { t, wordsFor } from "./messages.js";

/** @typedef {import("./api").Assignment} Assignment */
/** @typedef {import("./api").Candidate} Candidate */
/** @typedef {import("./names.js").Names} Names */

/**
 * One decision: what was asked for, who was looked at, and what was said of each.
 * @param {Assignment} assignment
 * @param {number} index
 * @param {Names} names
 */
export function assignmentCard(assignment, index, names) {
  const { at, candidates, tallies, acceptedBy, acceptedAt } = assignment;
  const chosen = candidates.filter(({ verdict }) => verdict.code === "chosen");
  const asked = chosen.length === 1 ? t("chosenSummary", { agent: names.agent(chosen[0].agent.id) }) : t("chosenMany", { n: chosen.length });
  const accepted = acceptedBy !== null && acceptedAt !== null;
  const id = `decision-${index}`;
  return h("article", { class: "card stack decision", "aria-labelledby": id },
    h("header", {}, h("h3", { id }, `${t("decision", { n: index + 1 })} · ${formatTime(at)}`),
      h("p", {}, h("span", {}, asked), h("span", { class: "lamp", "data-tone": accepted ? "ok" : "warn" },
        accepted ? t("acceptedBy", { agent: names.agent(acceptedBy), time: clockText(acceptedAt - at) }) : t("notAccepted")))),
    h("dl", { class: "facts decision-facts" }, ...facts(assignment, names).flatMap(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])),
    h("table", { class: "candidates" }, h("caption", {}, t("candidates")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("agent")), h("th", { scope: "col" }, t("verdict")), h("th", { scope: "col" }, t("idle")))),
      h("tbody", {}, ...candidates.map((candidate) => candidateRow(candidate, assignment, names)))),
    h("div", {}, h("h4", {}, t("tallies")), h("ul", { class: "tallies" }, ...tallies.filter(({ agents }) => agents > 0).map(({ standing, agents }) =>
      h("li", {}, h("strong", {}, formatNumber(agents)), ` ${wordsFor("standing", standing)}`)))));
}

/**
 * @param {Assignment} assignment
 * @param {Names} names
 * @returns {[string, string][]}
 */
function facts({ rule, step, ring, ageMs, priority, demand, planVersion, offerDeadline, stepEnd }, names) {
  const asked = [
    demand.agent !== null && t("askedAgent", { agent: names.agent(demand.agent) }),
    demand.queue !== null && t("askedQueue", { queue: names.queue(demand.queue) }),
    ...demand.skills.map(({ skill, level }) => t("askedSkill", { skill: names.skill(skill), level })),
  ].filter(Boolean).join(", ");
  return [
    [t("rule"), rule], [t("step"), t("stepN", { n: step + 1 })], [t("ring"), ring === 0 ? t("ring0") : t("ringN", { n: ring })],
    [t("asked"), asked || t("askedAnyone")], [t("age"), clockText(ageMs)], [t("priority"), signed(priority)],
    [t("deadline"), exact(offerDeadline)], [t("stepEnds"), stepEnd === null ? t("never") : exact(stepEnd)], [t("version"), t("versionN", { n: planVersion })],
  ];
}

/**
 * @param {Candidate} candidate
 * @param {Assignment} assignment
 * @param {Names} names
 */
function candidateRow({ agent, idleSince, verdict }, { at, demand }, names) {
  const isChosen = verdict.code === "chosen";
  return h("tr", { "data-chosen": isChosen },
    h("th", { scope: "row" }, agent.name ?? t("unknownAgent")),
    h("td", {}, isChosen && demand.agent === agent.id ? t("verdict_chosenOne") : verdictText(verdict, names)),
    h("td", {}, isChosen || verdict.code === "idleLessLong" ? clockText(at - idleSince) : "–"));
}

/**
 * @param {import("./api").Verdict} verdict
 * @param {Names} names
 */
function verdictText({ code, activity, skill, level, until }, names) {
  return t(`verdict_${code}`, {
    activity: activity === undefined ? "" : names.activity(activity), skill: skill === undefined ? "" : names.skill(skill), level: level ?? 1, time: until === undefined ? "" : exact(until),
  });
}

/**
 * To the second: offers and steps last seconds.
 * @param {number} at
 */
function exact(at) {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
}
