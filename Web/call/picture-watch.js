import { othersOf } from "./participants.js";

/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("./transport.js").RemoteTracks} RemoteTracks */
/** @typedef {{packets: number, frames: number}} Flow */

const patienceMs = 10_000;
/** A section that is given to another feed is refused until its next answer has come. */
const refusedMs = 2_000;

/**
 * Finds the pictures that will not come: the relay or this browser refuses what their sender sends, or their sender is heard while
 * not one picture could be decoded. Then it is not the network, and waiting does not help.
 */
export class PictureWatch {
  /** Participants. */
  unseen = new Set();
  /** How many packets of each voice had come at the last look. @type {Map<string, number>} */
  #heard = new Map();
  /** Since when someone is heard and not seen. @type {Map<string, number>} */
  #since = new Map();

  /**
   * @param {Session} session
   * @param {Map<string, RemoteTracks>} remotes
   * @param {Set<string>} refused  participants whose camera was refused in the last answer
   * @param {Iterable<[string, any]>} report  of the peer connection
   * @param {number} now
   * @returns {boolean} whether something changed
   */
  look(session, remotes, refused, report, now) {
    const flows = flowsIn(report);
    const before = [...this.unseen].join();
    this.unseen = new Set(othersOf(session).filter(({ id, media }) => {
      const { camera, microphone } = remotes.get(id) ?? {};
      const packets = microphone ? flows.get(microphone.id)?.packets ?? 0 : 0;
      const isHeard = packets > (this.#heard.get(id) ?? packets);
      this.#heard.set(id, packets);
      const isSeen = camera !== undefined && (flows.get(camera.id)?.frames ?? 0) > 0;
      if (!media.video || isSeen || session.hold) this.#since.delete(id);
      else if ((isHeard || refused.has(id)) && !this.#since.has(id)) this.#since.set(id, now);
      const since = this.#since.get(id);
      if (since === undefined) return false;
      // What was found stays found while the person is silent: only a picture, or the camera turned off, takes it back.
      return refused.has(id) ? now - since >= refusedMs : now - since >= patienceMs && (isHeard || this.unseen.has(id));
    }).map(({ id }) => id));
    return before !== [...this.unseen].join();
  }
}

/**
 * What has come for each track.
 * @param {Iterable<[string, any]>} report
 */
function flowsIn(report) {
  /** @type {Map<string, Flow>} */
  const flows = new Map();
  for (const [, { type, trackIdentifier, packetsReceived = 0, framesDecoded = 0 }] of report) {
    if (type === "inbound-rtp") flows.set(trackIdentifier, { packets: packetsReceived, frames: framesDecoded });
  }
  return flows;
}
