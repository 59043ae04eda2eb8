import { t } from "./messages.js";
import { selfOf } from "./participants.js";

/** @typedef {import("../client/protocol").RecordingState} RecordingState */
/** @typedef {import("../client/protocol").Session} Session */

const capturing = ["starting", "recording", "paused"];
const tones = /** @type {const} */ ({ off: "offline", asking: "offline", starting: "warn", recording: "live", paused: "hold", refused: "offline", failed: "danger" });

/**
 * What is true of the recording now, for the one who reads it. To start is not yet to record: only `recording` means that what is said is kept.
 * @param {Session} session
 * @param {boolean} staff  whether the reader works here, and wants to know why
 */
export function recordingWords(session, staff) {
  const { state } = session.recording;
  const without = selfOf(session)?.role === "guest" && capturing.includes(state) ? withoutGuest(session) : null;
  if (without !== null) return { tone: tones.off, words: t(without) };
  return { tone: tones[state], words: t(staff ? `staff_${state}` : `recording_${state}`) };
}

/**
 * The customer's yes is not the guest's: until a guest agrees, the call is recorded without them.
 * @param {Session} session
 */
function withoutGuest({ consents }) {
  if (consents.length === 0 || consents.some(({ answer }) => answer === "granted")) return null;
  return consents.some(({ answer }) => answer === "asked") ? "recording_asking" : "recording_without";
}
