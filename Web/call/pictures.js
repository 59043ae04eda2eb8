import { othersOf } from "./participants.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").Participant} Participant */
/** @typedef {import("../client/protocol").MediaReport} MediaReport */
/** @typedef {import("./transport.js").RemoteTracks} RemoteTracks */
/**
 * @typedef {{key: string, participant: string, kind: "camera" | "screen", name: string, track: MediaStreamTrack | null,
 *   absent: string, held: boolean, muted: boolean, away: boolean, whole: boolean, shielded: boolean}} Picture
 *   `absent`: why there is no picture, empty when there is one; `whole`: nothing of it may be cut off; `held`: the customer, on hold; `shielded`: nothing of it may be made out
 */

/**
 * The pictures of a call: a face for each of the others, present or not, and a screen for each who shares one.
 * Supervisors who only listen or whisper have none.
 *
 * @param {Session} session
 * @param {Map<string, RemoteTracks>} remotes
 * @param {MediaReport} media
 * @param {Set<string>} unseen  the participants whose picture this browser cannot show
 * @param {Set<string>} shielded  the participants whose pictures must not be made out
 * @returns {Picture[]}
 */
export function picturesOf(session, remotes, media, unseen, shielded) {
  const pictures = [];
  for (const other of othersOf(session)) {
    if (other.role === "supervisor" && other.mode !== "barge") continue;
    const tracks = remotes.get(other.id) ?? {};
    const away = other.presence === "detached" || (session.state === "live" && other.report === "disconnected");
    const common = { participant: other.id, name: nameOf(session, other), muted: !other.media.audio, held: session.hold !== null && other.role === "customer", away, shielded: shielded.has(other.id) };
    const relayed = session.media === "relay";
    if (relayed && other.media.screen && tracks.screen && media !== "connecting") {
      pictures.push({ ...common, key: `${other.id}/screen`, kind: /** @type {const} */ ("screen"), track: tracks.screen, absent: "", whole: true });
    }
    pictures.push({
      ...common, key: `${other.id}/camera`, kind: /** @type {const} */ ("camera"), track: tracks.camera ?? null,
      absent: absence(session, other, tracks, media, unseen.has(other.id)), whole: !relayed && other.media.screen,
    });
  }
  return pictures;
}

/**
 * Their name, or what they are.
 * @param {Session} session
 * @param {Participant} participant
 */
export function nameOf(session, { name, role }) {
  return name ?? (role === "customer" ? session.caller?.name : undefined) ?? t(role);
}

/**
 * @param {Session} session
 * @param {Participant} other
 * @param {RemoteTracks} tracks
 * @param {MediaReport} media
 * @param {boolean} isUnseen
 */
function absence(session, other, tracks, media, isUnseen) {
  if (session.hold && other.role === "customer") return t("isOnHold");
  if (isUnseen && other.media.video) return t("themUnseen");
  if (media !== "connecting" && other.media.video && tracks.camera) return "";
  return session.state === "live" && media !== "connecting" && !other.media.video ? t("themCameraOff") : t("themConnecting");
}
