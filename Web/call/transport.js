import { counterpartOf, epochOf } from "./participants.js";
import { Peer } from "./peer.js";
import { RelayPeer } from "./relay-peer.js";

/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").FeedKind} FeedKind */
/** @typedef {import("../client/protocol").MediaReport} MediaReport */
/** @typedef {import("../client/protocol").Signal} Signal */
/** @typedef {import("../client/protocol").Params<"media.offer">} Offer */
/** @typedef {Record<FeedKind, MediaStreamTrack | null>} LocalTracks */
/** @typedef {Partial<Record<FeedKind, MediaStreamTrack>>} RemoteTracks */
/** @typedef {{sound: number, picture: number}} Packets  how many have arrived */

/**
 * What carries one participant's sound and pictures for one epoch: `Peer` straight to the other browser, `RelayPeer` by way of the server.
 *
 * @typedef {object} Transport
 * @property {number} mine  the epoch it was made for
 * @property {MediaReport} media
 * @property {boolean} wasConnected
 * @property {number} awaySince  when it last stopped being connected, or began; in `performance.now()`
 * @property {Map<string, RemoteTracks>} remotes  what others send, by participant
 * @property {Set<string>} refused  the participants whose camera the last answer refused
 * @property {(session: Session) => boolean} fits  whether it may go on for the session as it is now
 * @property {(session: Session) => boolean} isOutdated  whether the other end of it is gone for good: join anew
 * @property {(session: Session) => void} follow  takes up what changed in a session that it fits
 * @property {(tracks: LocalTracks) => Promise<void>} setTracks
 * @property {(signal: Signal) => Promise<void>} receive
 * @property {(iceServers: RTCIceServer[]) => void} restart  looks for a new path
 * @property {() => Promise<RTCStatsReport>} stats
 * @property {(participant: string) => Promise<Packets>} packets  of that participant's, of the present sections
 * @property {() => Map<string, number>} levels  how loud each participant is, 0…1, where the browser tells
 * @property {(lowered: boolean) => Promise<void>} lowerVideo  holds the outgoing pictures down on a bad network
 * @property {() => void} close
 */

/**
 * @typedef {object} Links  what a transport needs of the world
 * @property {() => LocalTracks} tracks
 * @property {(signal: Signal) => void} signal
 * @property {(offer: Offer) => Promise<{sdp: string, relay: string}>} offer
 * @property {() => void} changed
 * @property {() => void} lost  the server does not know this epoch or session any more
 */

/**
 * The transport for the session as it is now, or null while there is nobody to talk to.
 * @param {Session} session
 * @param {Links} links
 * @returns {Transport | null}
 */
export function makeTransport(session, links) {
  const mine = epochOf(session, session.self);
  if (!session.mine || mine < 1) return null;
  if (session.media === "relay") return new RelayPeer(session, mine, links);
  const other = counterpartOf(session);
  return other && other.epoch > 0 ? new Peer(session, mine, other, links) : null;
}
