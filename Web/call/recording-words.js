import { t } from "./messages.js";

/** @typedef {import("../client/protocol").RecordingState} RecordingState */
/** @typedef {import("../client/protocol").Session} Session */

const tones = /** @type {const} */ ({ off: "offline", asking: "offline", starting: "warn", recording: "live", paused: "hold", refused: "offline", failed: "danger" });

/**
 * What is true of the recording now, for the one who reads it. To start is not yet to record: only `recording` means that what is said is kept.
 * @param {Session} session
 * @param {boolean} staff  whether the reader works here, and wants to know why
 */
export function recordingWords({ recording }, staff) {
  const { state } = recording;
  return { tone: tones[state], words: t(staff ? `staff_${state}` : `recording_${state}`) };
}
