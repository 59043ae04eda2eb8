// Warm transfers, as the console knows them: who asks whom, and who hears whom. Pure.

/** @typedef {import("./model.js").ConsoleState} ConsoleState */
/** @typedef {import("./model.js").Session} Session */
/**
 * Where a question to a colleague stands. The agent: `asking` the colleague, `alone` with them, all three `together`, or `ended` without them
 * while the customer holds. The colleague: `advising` the agent alone, or `amongAll`; `inherited` when the customer has become theirs.
 * @typedef {"asking" | "alone" | "together" | "ended" | "advising" | "amongAll" | "inherited"} ConsultPhase
 */

/**
 * What this account is in a session.
 * @param {Session} session
 */
export function roleIn({ participants, self }) {
  return participants.find(({ id }) => id === self)?.role ?? null;
}

/**
 * An account that supervises a call elsewhere is told of it too; the console is for calls of which it is the agent, or is asked for advice.
 * @param {Session} session
 */
export function worksOn(session) {
  const role = roleIn(session);
  return role === "agent" || role === "consulted";
}

/**
 * The session when this account is its agent: a colleague who is consulted changes nothing of it.
 * @param {ConsoleState} state
 */
export function ownSession({ session }) {
  return session !== null && roleIn(session) === "agent" ? session : null;
}

/**
 * @param {ConsoleState} state
 * @returns {ConsultPhase | null}
 */
export function consultPhase({ session, consultEnd, inherited }) {
  if (session === null) return null;
  if (roleIn(session) === "consulted") return session.hold === null ? "amongAll" : "advising";
  if (session.consult) return session.consult.state === "asking" ? "asking" : session.hold === null ? "together" : "alone";
  if (consultEnd !== null) return "ended";
  return inherited === null ? null : "inherited";
}

/** @param {Session} session */
export function agentName({ participants }) {
  return participants.find(({ role }) => role === "agent")?.name ?? null;
}

/**
 * What a newer word of the session leaves of the last question, and whether it makes the customer this agent's.
 * @param {ConsoleState} state
 * @param {Session | null} session
 * @returns {Pick<ConsoleState, "consultEnd" | "inherited">}
 */
export function followConsult({ session: before, consultEnd, inherited }, session) {
  if (session === null) return { consultEnd: null, inherited: null };
  const isSame = before?.id === session.id;
  const isOpen = isSame && session.hold !== null && !session.consult;
  const isHandedOver = isSame && roleIn(before) === "consulted" && roleIn(session) === "agent";
  return {
    consultEnd: isOpen ? consultEnd : null,
    inherited: isHandedOver ? { session: session.id, from: agentName(before) } : inherited?.session === session.id ? inherited : null,
  };
}

/**
 * @param {ConsoleState} state
 * @param {import("../client/protocol").ConsultEnded} ended
 * @returns {ConsoleState}
 */
export function consultEnded(state, { session: id, name, ending }) {
  const { session } = state;
  if (session?.id !== id || ending === "returned" || ending === "session_ended") return state;
  if (session.hold !== null) return { ...state, consultEnd: { session: id, name, ending } };
  // The customer is there: there is nothing to decide.
  return { ...state, notice: { tone: "info", key: `consult.${ending}`, name } };
}
