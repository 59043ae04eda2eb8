/** @typedef {import("../client/protocol").CheckResult} CheckResult */

const pictureSize = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };

/**
 * A picture no larger than a call needs, from the named camera, or from the front or back one.
 * @param {{deviceId?: string, facing?: "user" | "environment"}} choice
 * @returns {MediaTrackConstraints}
 */
export function cameraConstraints({ deviceId, facing }) {
  if (deviceId) return { ...pictureSize, deviceId: { exact: deviceId } };
  return { ...pictureSize, facingMode: facing ?? "user" };
}

/**
 * @param {string} [deviceId]
 * @returns {MediaTrackConstraints}
 */
export function microphoneConstraints(deviceId) {
  const cleaning = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return deviceId ? { ...cleaning, deviceId: { exact: deviceId } } : cleaning;
}

/**
 * One track of the kind, or why there is none.
 * @param {MediaStreamConstraints} constraints
 * @returns {Promise<{stream: MediaStream | null, result: CheckResult}>}
 */
export async function capture(constraints) {
  if (!navigator.mediaDevices) return { stream: null, result: "missing" };
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(constraints), result: "ok" };
  } catch (error) {
    return { stream: null, result: captureProblem(error) };
  }
}

/**
 * What a failed `getUserMedia` means to the person.
 * @param {unknown} error
 * @returns {CheckResult}
 */
function captureProblem(error) {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "failed";
}

/** @returns {Promise<{cameras: MediaDeviceInfo[], microphones: MediaDeviceInfo[], speakers: MediaDeviceInfo[]}>} */
export async function listDevices() {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  /** @param {MediaDeviceKind} kind */
  const ofKind = (kind) => all.filter((device) => device.kind === kind && device.deviceId);
  return { cameras: ofKind("videoinput"), microphones: ofKind("audioinput"), speakers: ofKind("audiooutput") };
}

/** Whether this browser can share a screen; phones cannot. */
export function canShareScreen() {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

/**
 * Plays the element's sound on the chosen speaker, where the browser lets a page choose.
 * @param {HTMLMediaElement} element
 * @param {string} deviceId
 */
export async function setSpeaker(element, deviceId) {
  const sink = /** @type {HTMLMediaElement & {setSinkId?: (id: string) => Promise<void>}} */ (element);
  await sink.setSinkId?.(deviceId);
}

export function canChooseSpeaker() {
  return "setSinkId" in HTMLMediaElement.prototype;
}
