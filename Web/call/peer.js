import { counterpartOf, epochOf, mediaReport } from "./participants.js";

/** @typedef {import("../client/protocol").Signal} Signal */
/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("./transport.js").Transport} Transport */
/** @typedef {import("./transport.js").LocalTracks} LocalTracks */
/** @typedef {import("./transport.js").RemoteTracks} RemoteTracks */

const loweredVideo = { maxBitrate: 200_000, scaleResolutionDownBy: 2 };

/**
 * One peer connection between two epochs, by perfect negotiation (PROTOCOL.md §6).
 *
 * The impolite side makes one audio and one video section and offers; the polite side puts its tracks into those sections.
 * So there are never more than two, a track comes, goes or is exchanged without a new offer, and the two first offers do not collide.
 * A shared screen takes the place of the camera.
 *
 * @implements {Transport}
 */
export class Peer {
  mine;
  wasConnected = false;
  awaySince = performance.now();
  /** @type {Map<string, RemoteTracks>} */
  remotes = new Map();
  /** @type {Set<string>} */
  refused = new Set();

  #connection;
  #identity;
  #polite;
  #send;
  /** @type {LocalTracks} */
  #tracks;
  #sent = 0;
  #seen = 0;
  #makingOffer = false;
  #ignoringOffer = false;
  #settingAnswer = false;

  /**
   * @param {Session} session
   * @param {number} mine
   * @param {import("../client/protocol").Participant} other
   * @param {import("./transport.js").Links} links
   */
  constructor({ id: session, polite, iceServers }, mine, other, { tracks, signal, changed }) {
    this.mine = mine;
    this.#identity = { session, mine, theirs: other.epoch };
    this.#polite = polite;
    this.#tracks = tracks();
    this.#send = signal;
    /** @type {RemoteTracks} */
    const remote = {};
    this.remotes.set(other.id, remote);
    const connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.#connection = connection;
    connection.onnegotiationneeded = () => this.#offer();
    connection.onicecandidate = ({ candidate }) => this.#signal({ candidate: candidate ? candidate.toJSON() : null });
    connection.ontrack = ({ track }) => {
      remote[track.kind === "audio" ? "microphone" : "camera"] = track;
      changed();
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === "connected") this.wasConnected = true;
      else if (this.media === "disconnected" || connection.connectionState === "connecting") this.awaySince = performance.now();
      changed();
    };
    if (!polite) {
      for (const kind of /** @type {const} */ (["audio", "video"])) {
        connection.addTransceiver(this.#track(kind) ?? kind, { direction: "sendrecv" });
      }
    }
  }

  get media() {
    return mediaReport(this.#connection, this.wasConnected);
  }

  /** @param {Session} session */
  fits(session) {
    return session.mine && epochOf(session, session.self) === this.mine && counterpartOf(session)?.epoch === this.#identity.theirs;
  }

  isOutdated() {
    return false;
  }

  follow() {
    // Two epochs are all there is to follow.
  }

  /** A call from browser to browser is not handed over. */
  async packets() {
    return { sound: 0, picture: 0 };
  }

  levels() {
    return new Map();
  }

  /** @param {LocalTracks} tracks */
  setTracks(tracks) {
    this.#tracks = tracks;
    return this.#fillSections();
  }

  /** @param {Signal} signal */
  async receive(signal) {
    const { session, mine, theirs } = this.#identity;
    if (signal.session !== session || signal.mine !== theirs || signal.theirs !== mine || !(signal.n > this.#seen)) return;
    this.#seen = signal.n;
    if (this.#connection.signalingState === "closed") return;
    if (signal.description) await this.#described(signal.description);
    else if (signal.candidate !== undefined) await this.#candidate(signal.candidate);
  }

  /**
   * Finds a new path with the given servers.
   * @param {RTCIceServer[]} iceServers
   */
  restart(iceServers) {
    if (this.#connection.signalingState === "closed") return;
    this.#connection.setConfiguration({ ...this.#connection.getConfiguration(), iceServers });
    this.#connection.restartIce();
  }

  stats() {
    return this.#connection.getStats();
  }

  /** @param {boolean} lowered */
  async lowerVideo(lowered) {
    const sender = this.#connection.getSenders().find(({ track }) => track?.kind === "video");
    const parameters = sender?.getParameters();
    if (!sender || !parameters?.encodings?.length) return;
    const [encoding] = parameters.encodings;
    if (lowered) Object.assign(encoding, loweredVideo);
    else {
      delete encoding.maxBitrate;
      encoding.scaleResolutionDownBy = 1;
    }
    await sender.setParameters(parameters);
  }

  close() {
    const connection = this.#connection;
    connection.onnegotiationneeded = connection.onicecandidate = connection.ontrack = connection.onconnectionstatechange = null;
    connection.close();
  }

  async #offer() {
    try {
      this.#makingOffer = true;
      await this.#connection.setLocalDescription();
      this.#sendDescription();
    } catch (error) {
      if (this.#connection.signalingState !== "closed") reportError(error);
    } finally {
      this.#makingOffer = false;
    }
  }

  /** @param {RTCSessionDescriptionInit} description */
  async #described(description) {
    const connection = this.#connection;
    const ready = !this.#makingOffer && (connection.signalingState === "stable" || this.#settingAnswer);
    this.#ignoringOffer = !this.#polite && description.type === "offer" && !ready;
    if (this.#ignoringOffer) return;
    this.#settingAnswer = description.type === "answer";
    await connection.setRemoteDescription(description).finally(() => (this.#settingAnswer = false));
    if (description.type !== "offer") return;
    await this.#fillSections();
    await connection.setLocalDescription();
    this.#sendDescription();
  }

  /** @param {RTCIceCandidateInit | null} candidate */
  async #candidate(candidate) {
    try {
      await this.#connection.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      if (!this.#ignoringOffer && this.#connection.signalingState !== "closed") throw error;
    }
  }

  /** The call may end between two tracks: a closed connection takes none. */
  async #fillSections() {
    for (const transceiver of this.#connection.getTransceivers()) {
      if (this.#connection.signalingState === "closed") return;
      const track = this.#track(transceiver.receiver.track.kind === "audio" ? "audio" : "video");
      if (transceiver.direction !== "sendrecv" && transceiver.direction !== "stopped") transceiver.direction = "sendrecv";
      if (transceiver.sender.track === track) continue;
      await transceiver.sender.replaceTrack(track).catch((error) => {
        if (this.#connection.signalingState !== "closed") throw error;
      });
    }
  }

  /** @param {"audio" | "video"} kind */
  #track(kind) {
    const { microphone, camera, screen } = this.#tracks;
    return kind === "audio" ? microphone : screen ?? camera;
  }

  #sendDescription() {
    const { localDescription } = this.#connection;
    if (localDescription) this.#signal({ description: { type: localDescription.type, sdp: localDescription.sdp } });
  }

  /** @param {Pick<Signal, "description" | "candidate">} content */
  #signal(content) {
    this.#send({ ...this.#identity, n: ++this.#sent, ...content });
  }
}
