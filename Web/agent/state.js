// How each event changes what the console knows. Pure: no clock, no page, no socket.

import { activityText } from "./activities.js";
import { consultEnded, followConsult, roleIn } from "./consult.js";
import { builtInActivities } from "./model.js";

/** @typedef {import("./model.js").ConsoleState} ConsoleState */
/** @typedef {import("./model.js").CallAction} ConsoleAction */

/** Ends that have words of their own; a newer server may know more. */
const endings = new Set([
  "hangup", "customer_lost", "agent_lost", "never_connected", "media_lost", "both_lost", "removed", "left", "sent_away", "lost", "taken_over",
  "transferred",
]);

/**
 * @param {ConsoleState} state
 * @param {ConsoleAction} action
 * @returns {ConsoleState}
 */
export function reduce(state, action) {
  switch (action.type) {
    case "signedIn": return { ...state, account: action.account };
    case "link": return { ...state, link: action.link, stopReason: null };
    case "stopped": return { ...state, stopReason: action.reason };
    case "snapshot": return fromSnapshot(state, action);
    case "agent": return { ...state, agent: action.agent };
    case "offer": return { ...state, offer: action.offer, answering: null, takenOver: false };
    case "answering": return { ...state, answering: action.answer };
    case "offerEnded": return offerEnded(state, action.offer, action.result);
    case "session": return sessionChanged(state, action.session);
    case "taking": return { ...state, taking: action.session };
    case "chat": return { ...state, chat: [...state.chat, action.message] };
    case "chatSoFar": return chatSoFar(state, action);
    case "carry": return { ...state, carried: action.session };
    case "wrapUp": return { ...state, wrapUp: action.wrapUp, finishing: state.finishing && state.wrapUp?.interaction === action.wrapUp.interaction };
    case "wrapUpSaved": return wrapUpSaved(state, action.interaction);
    case "wrapUpFinished": return wrapUpFinished(state, action.interaction);
    case "finishing": return { ...state, finishing: action.finishing };
    case "protection": return { ...state, protection: action.protection };
    case "consultEnded": return consultEnded(state, action.ended);
    case "inheritanceSeen": return { ...state, inherited: null };
    case "passing": return { ...state, passing: action.passing };
    case "plan": return fromPlan(state, action.names);
    case "stats": return { ...state, stats: action.stats };
    case "media": return { ...state, media: action.media };
    case "notice": return { ...state, notice: action.notice };
  }
}

/**
 * A snapshot replaces all that came from the server; what belongs to this page stays.
 * @param {ConsoleState} state
 * @param {Extract<ConsoleAction, {type: "snapshot"}>} action
 * @returns {ConsoleState}
 */
function fromSnapshot(state, { snapshot, carried, taking }) {
  const { agent, offer, session, chat, note, wrapUp, dispositions, stats, ended, activities = builtInActivities, queues = [] } = snapshot;
  /** @type {ConsoleState} */
  const next = {
    ...fromPlan(state, { activities, queues }), agent, offer, chat, wrapUp, dispositions, stats, carried, taking,
    session: session?.state === "ended" ? null : session,
    storedNote: note,
    answering: null,
    finishing: false,
    protection: session !== null && session.id === state.protection?.session ? state.protection : null,
    ...followConsult(state, session),
  };
  return ended === null ? next : tellEnd(next, ended.interaction, ended.reason);
}

/**
 * Another plan was published: whose activity it no longer has is told so; what they are now, the server says.
 * @param {ConsoleState} state
 * @param {import("../client/protocol").PlanNames} names
 * @returns {ConsoleState}
 */
function fromPlan(state, { activities, queues }) {
  const own = state.agent?.activity;
  const isLost = own !== undefined && state.activities.some(({ name }) => name === own) && !activities.some(({ name }) => name === own);
  return {
    ...state, activities, queueTitles: new Map(queues.map(({ name, title }) => [name, title])),
    notice: isLost ? { tone: "warn", key: "activity.removed", name: activityText(state.activities, own) } : state.notice,
  };
}

/**
 * @param {ConsoleState} state
 * @param {string} offer
 * @param {import("./model.js").OfferResult} result
 * @returns {ConsoleState}
 */
function offerEnded(state, offer, result) {
  if (state.offer?.id !== offer) return state;
  // The reply to the accept that is on its way will say whether the customer has left or a colleague was faster.
  if (result === "rescinded" && state.answering === "accept") return { ...state, offer: null };
  // An accepted offer stays "being accepted" until its session is there, so that the session is carried here.
  const next = { ...state, offer: null, answering: result === "accepted" ? state.answering : null };
  const prefix = state.offer.consult === undefined ? "offer" : "offer.consult";
  if (result === "taken") return { ...next, notice: { tone: "info", key: "offer.taken" } };
  return result === "timeout" || result === "rescinded"
    ? { ...next, notice: { tone: "warn", key: `${prefix}.${result}` } }
    : next;
}

/**
 * @param {ConsoleState} state
 * @param {Extract<ConsoleAction, {type: "chatSoFar"}>} action
 * @returns {ConsoleState}
 */
function chatSoFar(state, { session, messages }) {
  if (state.session?.id !== session) return state;
  const later = state.chat.filter(({ id }) => !messages.some((message) => message.id === id));
  return { ...state, chat: [...messages, ...later] };
}

/**
 * @param {ConsoleState} state
 * @param {import("./model.js").Session} session
 * @returns {ConsoleState}
 */
function sessionChanged(state, session) {
  const before = state.session;
  if (session.state === "ended") {
    if (before !== null && before.id !== session.id) return state;
    const next = { ...state, session: null, carried: null, protection: null, consultEnd: null, inherited: null, endedSession: session.id };
    return tellEnd(next, session.interaction, session.endedReason ?? "hangup", before);
  }
  const wasSupervised = state.taking?.id === session.id;
  const isNew = before?.id !== session.id && !wasSupervised;
  const wasTaken = before?.id === session.id && before.mine && !session.mine;
  const carried = wasSupervised || (isNew && state.answering === "accept") ? session.id : wasTaken ? null : state.carried;
  return {
    ...state, session, carried, taking: null, offer: null, answering: null, takenOver: false,
    ...followConsult(state, session),
    chat: isNew ? [] : state.chat,
    // A colleague who was asked may have written something too.
    storedNote: session.note ?? (isNew ? null : state.storedNote),
    // A customer who was sent on may come back: this end is another one.
    lastEnded: isNew && state.lastEnded === session.interaction ? null : state.lastEnded,
  };
}

/**
 * @param {ConsoleState} state
 * @param {string} interaction
 * @param {string} reason
 * @param {import("./model.js").Session | null} [before]  as it was last
 * @returns {ConsoleState}
 */
function tellEnd(state, interaction, reason, before = null) {
  if (state.lastEnded === interaction) return state;
  const told = endings.has(reason) ? reason : "hangup";
  const tone = told === "hangup" || told === "left" || told === "transferred" ? "info" : "warn";
  // Who hung up left the customer to the colleague whom they had asked.
  const to = state.passing?.interaction === interaction ? state.passing.to : before?.consult?.name ?? null;
  const key = told === "left" && before !== null && roleIn(before) === "consulted" ? "ended.advised" : `ended.${told}`;
  return {
    ...state, lastEnded: interaction, passing: null, passedOn: told === "transferred" ? { interaction, to } : null,
    takenOver: told === "removed" || told === "taken_over",
    notice: { tone, key },
  };
}

/**
 * @param {ConsoleState} state
 * @param {string} interaction
 * @returns {ConsoleState}
 */
function wrapUpFinished(state, interaction) {
  return state.wrapUp?.interaction === interaction ? { ...state, wrapUp: null, finishing: false } : state;
}

/**
 * The record is in; where the time is fixed, it runs on.
 * @param {ConsoleState} state
 * @param {string} interaction
 * @returns {ConsoleState}
 */
function wrapUpSaved(state, interaction) {
  const { wrapUp } = state;
  if (wrapUp?.interaction !== interaction) return state;
  return { ...state, finishing: false, wrapUp: wrapUp.mode === "timedFixed" ? { ...wrapUp, saved: true } : null };
}

/**
 * What the centre of the console shows.
 * @param {ConsoleState} state
 */
export function stage(state) {
  if (state.taking !== null) return "call";
  if (state.session !== null) return state.carried === state.session.id ? "call" : "elsewhere";
  if (state.wrapUp !== null) return "wrapUp";
  return state.offer !== null ? "offer" : "idle";
}

/** @param {ConsoleState} state */
export function isInCall({ session, taking }) {
  return session !== null || taking !== null;
}

/**
 * Who the agent is dealing with now.
 * @param {ConsoleState} state
 */
export function currentCaller(state) {
  return state.session?.caller ?? state.taking?.caller ?? state.wrapUp?.caller ?? state.offer?.caller ?? null;
}

/**
 * The interaction that notes belong to, once an offer was accepted.
 * @param {ConsoleState} state
 */
export function currentInteraction(state) {
  return state.session?.interaction ?? state.wrapUp?.interaction ?? null;
}
