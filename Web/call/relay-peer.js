import { Backoff } from "../client/backoff.js";
import { epochOf, mediaReport, selfOf } from "./participants.js";
import { RelaySections } from "./relay-sections.js";

/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("./transport.js").Transport} Transport */
/** @typedef {import("./transport.js").LocalTracks} LocalTracks */

/** After these the epoch is spent: join anew. */
const spent = new Set(["stale_epoch", "session_gone"]);

/**
 * One peer connection with the server's relay (PROTOCOL.md §7). This side alone offers, one offer at a time; what changes
 * while an offer is under way goes into the next one.
 *
 * @implements {Transport}
 */
export class RelayPeer {
  mine;
  wasConnected = false;
  awaySince = performance.now();

  #connection;
  #sections;
  #session;
  #self;
  #links;
  /** A supervisor sends only what the mode asks for; everyone else may send all. */
  #prepares;
  #backoff = new Backoff({ firstMs: 500, longestMs: 8000 });
  #offering = false;
  #offerAgain = false;
  /**
   * The relay that answered last.
   * @type {string | null}
   */
  #relay = null;

  /**
   * @param {Session} session
   * @param {number} mine
   * @param {import("./transport.js").Links} links
   */
  constructor(session, mine, links) {
    this.mine = mine;
    this.#session = session.id;
    this.#self = session.self;
    this.#links = links;
    this.#prepares = selfOf(session)?.role !== "supervisor";
    const connection = new RTCPeerConnection({ iceServers: session.iceServers, bundlePolicy: "max-bundle" });
    this.#connection = connection;
    this.#sections = new RelaySections(connection);
    connection.ontrack = () => links.changed();
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === "connected") this.wasConnected = true;
      else if (this.media === "disconnected" || connection.connectionState === "connecting") this.awaySince = performance.now();
      links.changed();
    };
    void this.setTracks(links.tracks());
    this.follow(session);
  }

  get media() {
    return mediaReport(this.#connection, this.wasConnected);
  }

  get remotes() {
    return this.#sections.remotes();
  }

  get refused() {
    return this.#sections.refused();
  }

  /** @param {Session} session */
  fits(session) {
    return session.mine && session.self === this.#self && epochOf(session, session.self) === this.mine;
  }

  /** @param {Session} session */
  isOutdated({ relay }) {
    return this.#relay !== null && relay !== undefined && relay !== this.#relay;
  }

  /** @param {Session} session */
  follow({ feeds }) {
    if (this.#isClosed) return;
    this.#sections.want(feeds);
    this.#offerIfChanged();
  }

  /** @param {LocalTracks} tracks */
  async setTracks(tracks) {
    if (this.#isClosed) return;
    await this.#sections.send(tracks, this.#prepares).catch((error) => {
      // The call may end between two tracks: a closed connection takes none.
      if (!this.#isClosed) throw error;
    });
    this.#offerIfChanged();
  }

  async receive() {
    // The relay does not signal.
  }

  /** @param {RTCIceServer[]} iceServers */
  restart(iceServers) {
    if (this.#isClosed) return;
    this.#connection.setConfiguration({ ...this.#connection.getConfiguration(), iceServers });
    this.#connection.restartIce();
    void this.#offer();
  }

  stats() {
    return this.#connection.getStats();
  }

  /** @param {string} participant */
  packets(participant) {
    return this.#sections.packets(participant);
  }

  levels() {
    return this.#sections.levels();
  }

  /** @param {boolean} lowered */
  lowerVideo(lowered) {
    return this.#sections.limitVideo(lowered);
  }

  close() {
    this.#connection.ontrack = this.#connection.onconnectionstatechange = null;
    this.#connection.close();
  }

  get #isClosed() {
    return this.#connection.signalingState === "closed";
  }

  #offerIfChanged() {
    if (!this.#isClosed && this.#sections.changed && !this.#sections.isEmpty) void this.#offer();
  }

  async #offer() {
    this.#offerAgain = true;
    if (this.#offering) return;
    this.#offering = true;
    while (this.#offerAgain && !this.#isClosed) {
      this.#offerAgain = false;
      const pauseMs = await this.#offerOnce();
      if (pauseMs === null) continue;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      this.#offerAgain = true;
    }
    this.#offering = false;
  }

  /** @returns {Promise<number | null>} after how many ms to offer again; null when there is no need */
  async #offerOnce() {
    const connection = this.#connection;
    try {
      const uses = this.#sections.prepareOffer();
      await connection.setLocalDescription();
      const sdp = connection.localDescription?.sdp ?? "";
      const answer = await this.#links.offer({ session: this.#session, epoch: this.mine, sdp, sections: uses() });
      if (this.#isClosed) return null;
      await connection.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      this.#relay = answer.relay;
      this.#backoff.reset();
      this.#links.changed();
      return null;
    } catch (error) {
      return this.#isClosed ? null : this.#failed(error);
    }
  }

  /** @param {unknown} error */
  #failed(error) {
    const { code, retryAfterMs = 0 } = /** @type {{code?: unknown, retryAfterMs?: number}} */ (error);
    if (typeof code !== "string") {
      // The browser does not take the answer: a defect, and saying the same again does not mend it.
      reportError(error);
      return null;
    }
    if (code === "not_connected") return null;
    // An offer of the same shape was good before: the other end of this connection is not what it was.
    const broken = code === "bad_sdp" && this.wasConnected && this.media !== "connected";
    if (!spent.has(code) && !broken) return this.#backoff.next(retryAfterMs);
    this.#links.lost();
    return null;
  }
}
