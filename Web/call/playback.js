import { h } from "../shared/dom.js";
import { setSpeaker } from "./devices.js";

/** @typedef {import("./transport.js").RemoteTracks} RemoteTracks */

/** Everyone's voice. An element each, apart from the pictures: who is not seen is heard all the same, and so is the music of a hold. */
export class Playback {
  element = h("div", { class: "call-voices", hidden: true });
  /** The browser wants a gesture before it sounds. */
  blocked = false;
  /** @type {string | undefined} */
  speaker;
  /** @type {Map<string, HTMLAudioElement>} */
  #voices = new Map();
  /** @type {Set<string>} */
  #silenced = new Set();
  #changed;

  /**
   * @param {() => void} changed  whether it is blocked has changed
   * @param {AbortSignal} signal
   */
  constructor(changed, signal) {
    this.#changed = changed;
    signal.addEventListener("abort", () => this.show(new Map(), new Set()), { once: true });
  }

  /**
   * @param {Map<string, RemoteTracks>} remotes
   * @param {Set<string>} silenced  the participants who must not be heard here
   */
  show(remotes, silenced) {
    const isHeardAgain = this.#silence(silenced);
    for (const [participant, voice] of this.#voices) {
      if (remotes.get(participant)?.microphone) continue;
      voice.srcObject = null;
      voice.remove();
      this.#voices.delete(participant);
    }
    for (const [participant, { microphone }] of remotes) if (microphone) this.#voice(participant, microphone);
    // A page that was just refreshed may sound without a gesture once it has camera or microphone.
    if (this.blocked || isHeardAgain) void this.play();
  }

  /**
   * A voice that comes later is made mute before it has anything to play.
   * @param {Set<string>} silenced
   * @returns {boolean} whether somebody is to be heard who was not: browsers stop a voice that began mute when it is turned on
   */
  #silence(silenced) {
    this.#silenced = silenced;
    let isHeardAgain = false;
    for (const [participant, voice] of this.#voices) {
      const isSilenced = silenced.has(participant);
      isHeardAgain ||= voice.muted && !isSilenced;
      voice.muted = isSilenced;
    }
    return isHeardAgain;
  }

  /** Tries to sound, e.g. after a gesture. */
  async play() {
    const tries = await Promise.allSettled([...this.#voices.values()].map((voice) => voice.play()));
    this.#block(tries.some((one) => one.status === "rejected" && isBlocked(one.reason)));
  }

  /** @param {string} deviceId */
  async useSpeaker(deviceId) {
    this.speaker = deviceId;
    await Promise.all([...this.#voices.values()].map((voice) => setSpeaker(voice, deviceId)));
  }

  /**
   * @param {string} participant
   * @param {MediaStreamTrack} track
   */
  #voice(participant, track) {
    let voice = this.#voices.get(participant);
    if (!voice) {
      voice = h("audio", { autoplay: true });
      voice.muted = this.#silenced.has(participant);
      this.#voices.set(participant, voice);
      this.element.append(voice);
      if (this.speaker) void setSpeaker(voice, this.speaker).catch(reportError);
    }
    if (/** @type {MediaStream | null} */ (voice.srcObject)?.getAudioTracks()[0] === track) return;
    voice.srcObject = new MediaStream([track]);
    voice.play().then(() => undefined, (error) => isBlocked(error) && this.#block(true));
  }

  /** @param {boolean} blocked */
  #block(blocked) {
    if (this.blocked === blocked) return;
    this.blocked = blocked;
    this.#changed();
  }
}

/** @param {unknown} error */
function isBlocked(error) {
  return error instanceof Error && error.name === "NotAllowedError";
}
