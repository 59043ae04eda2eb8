// The call's state and the chats', together: what the centre of the console shows, and whom the panes beside it are about. Pure.

import { callerOf, isLive, nextChat, noChats, openChat, reduceChats } from "./chats.js";
import { currentCaller, currentInteraction, isInCall, reduce, stage } from "./state.js";

/** @typedef {import("./model.js").ConsoleState} ConsoleState */
/** @typedef {import("./model.js").ConsoleAction} ConsoleAction */
/** @typedef {import("./chats.js").ChatsAction} ChatsAction */

/** After these the call's state says what is to be done next; the end of a call is still to be followed by its record. */
const settling = new Set(["snapshot", "agent", "offerEnded"]);
/** Ends of a chat that have words of their own. */
const endings = new Set(["hangup", "customer_lost", "agent_lost", "transferred"]);

/**
 * @param {ConsoleState} state
 * @param {ConsoleAction} action
 * @returns {ConsoleState}
 */
export function reduceConsole(state, action) {
  if (action.type === "chats") return chosen(withChats(state, action.action));
  const next = reduce(state, action);
  // Records are told by their interaction alone.
  if (action.type === "wrapUpSaved" || action.type === "wrapUpFinished") return chosen(withChats(next, action));
  return settling.has(action.type) ? chosen(next) : next;
}

/**
 * What the centre shows beside an open chat: a call is never hidden by one, nor is an offer.
 * @param {ConsoleState} state
 * @returns {ReturnType<typeof stage> | null}
 */
export function stageShown(state) {
  const call = stage(state);
  return state.chats.open !== null && (call === "idle" || call === "wrapUp") ? null : call;
}

/**
 * The customer whom the right pane and the note are about.
 * @param {ConsoleState} state
 */
export function callerShown(state) {
  const chat = openChat(state.chats);
  return chat === null ? currentCaller(state) : callerOf(chat);
}

/** @param {ConsoleState} state */
export function interactionShown(state) {
  const chat = openChat(state.chats);
  return chat === null ? currentInteraction(state) : chat.interaction;
}

/**
 * The note that the server has of it, as far as it said; null: it did not.
 * @param {ConsoleState} state
 */
export function noteShown(state) {
  const chat = openChat(state.chats);
  return chat === null ? state.wrapUp?.note ?? state.storedNote : chat.wrapUp?.note ?? chat.note;
}

/**
 * Whether customers are with this agent now.
 * @param {ConsoleState} state
 */
export function isServing(state) {
  return isInCall(state) || state.chats.list.some(isLive);
}

/**
 * Nobody who writes is left unseen while the centre has nothing else to show.
 * @param {ConsoleState} state
 * @returns {ConsoleState}
 */
function chosen(state) {
  const call = stage(state);
  if (state.chats.open !== null || state.chats.list.length === 0 || (call !== "idle" && call !== "offer")) return state;
  return { ...state, chats: reduceChats(state.chats, { type: "open", key: nextChat(state.chats.list)?.key ?? null }) };
}

/**
 * @param {ConsoleState} state
 * @param {ChatsAction} action
 * @returns {ConsoleState}
 */
function withChats(state, action) {
  const chats = reduceChats(state.chats ?? noChats, action);
  if (chats === state.chats) return state;
  const next = { ...state, chats };
  return action.type === "session" && action.session.state === "ended" ? tellEnd(next, action.session) : next;
}

/**
 * @param {ConsoleState} state
 * @param {import("./model.js").Session} session
 * @returns {ConsoleState}
 */
function tellEnd(state, { caller, endedReason = "hangup" }) {
  const told = endings.has(endedReason) ? endedReason : "hangup";
  return { ...state, notice: { tone: told === "hangup" || told === "transferred" ? "info" : "warn", key: `chats.ended.${told}`, ...(caller?.name !== undefined && { name: caller.name }) } };
}
