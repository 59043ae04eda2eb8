/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").Participant} Participant */
/** @typedef {import("../client/protocol").MediaReport} MediaReport */

/** @param {Session} session */
export function selfOf({ participants, self }) {
  return participants.find(({ id }) => id === self) ?? null;
}

/**
 * Those who are in the call beside this one.
 * @param {Session} session
 */
export function othersOf({ participants, self }) {
  return participants.filter(({ id, presence }) => id !== self && presence !== "left");
}

/**
 * The one this participant talks to: the customer's agent, and everyone else's customer; while the customer holds, an agent and the colleague
 * whom they ask have one another.
 * @param {Session} session
 * @returns {Participant | null}
 */
export function counterpartOf(session) {
  const others = othersOf(session);
  const own = selfOf(session)?.role;
  const colleague = session.hold === null ? undefined : own === "agent" ? "consulted" : own === "consulted" ? "agent" : undefined;
  const role = own === "customer" ? "agent" : "customer";
  return others.find((other) => other.role === colleague) ?? others.find((other) => other.role === role) ?? others[0] ?? null;
}

/**
 * @param {Session} session
 * @param {string} participant
 */
export function epochOf({ participants }, participant) {
  return participants.find(({ id }) => id === participant)?.epoch ?? 0;
}

/**
 * What this participant may send. A supervisor's mode decides; everyone else may send all.
 * @param {Session} session
 */
export function mayBe(session) {
  const self = selfOf(session);
  const mode = self?.role === "supervisor" ? self.mode ?? "monitor" : "barge";
  return { heard: mode !== "monitor", seen: mode === "barge" };
}

/**
 * The state of a peer connection as it is reported; one that was connected and connects again has lost its media.
 * @param {RTCPeerConnection} connection
 * @param {boolean} wasConnected
 * @returns {MediaReport}
 */
export function mediaReport({ connectionState }, wasConnected) {
  switch (connectionState) {
    case "connected": return "connected";
    case "new": case "connecting": return wasConnected ? "disconnected" : "connecting";
    default: return "disconnected";
  }
}
