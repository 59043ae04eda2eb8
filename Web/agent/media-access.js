/** @typedef {import("./model.js").MediaAccess} MediaAccess */

/**
 * Asks the browser for camera and microphone once, so that a call later starts without a question.
 * The devices are given back at once: nobody wants the camera lamp on while waiting.
 * @param {MediaDevices | undefined} devices
 * @returns {Promise<MediaAccess>}
 */
export async function askForDevices(devices) {
  if (devices === undefined) return "insecure";
  try {
    await openAndRelease(devices, { audio: true, video: true });
    return "ready";
  } catch (error) {
    return nameOf(error) === "NotFoundError" ? askForMicrophone(devices) : failure(error);
  }
}

/**
 * @param {MediaDevices} devices
 * @returns {Promise<MediaAccess>}
 */
async function askForMicrophone(devices) {
  try {
    await openAndRelease(devices, { audio: true });
    return "sound";
  } catch (error) {
    return failure(error);
  }
}

/**
 * @param {MediaDevices} devices
 * @param {MediaStreamConstraints} constraints
 */
async function openAndRelease(devices, constraints) {
  const stream = await devices.getUserMedia(constraints);
  for (const track of stream.getTracks()) track.stop();
}

/**
 * @param {unknown} error
 * @returns {MediaAccess}
 */
function failure(error) {
  switch (nameOf(error)) {
    case "NotAllowedError": return "denied";
    case "NotFoundError": return "missing";
    case "NotReadableError":
    case "AbortError": return "busy";
    case "SecurityError": return "insecure";
    default: return "failed";
  }
}

/** @param {unknown} error */
const nameOf = (error) => (error instanceof DOMException ? error.name : "");
