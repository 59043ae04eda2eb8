/** @typedef {import("../client/protocol").Signal} Signal */
/** @typedef {import("../client/protocol").MediaReport} MediaReport */
/** @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} Tracks */

/**
 * One peer connection between two epochs, by perfect negotiation (PROTOCOL.md §6).
 *
 * The impolite side makes one audio and one video section and offers; the polite side puts its tracks into those sections.
 * So there are never more than two, a track comes, goes or is exchanged without a new offer, and the two first offers do not collide.
 */
export class Peer {
  /** What the other side sends. */
  remote = new MediaStream();
  wasConnected = false;
  /** When the connection last stopped being connected, or began; in `performance.now()`. */
  awaySince = performance.now();

  #connection;
  #identity;
  #polite;
  #send;
  /** @type {Tracks} */
  #tracks;
  #sent = 0;
  #seen = 0;
  #makingOffer = false;
  #ignoringOffer = false;
  #settingAnswer = false;

  /**
   * @param {{session: string, mine: number, theirs: number, polite: boolean, iceServers: RTCIceServer[], tracks: Tracks,
   *   send: (signal: Signal) => void, changed: () => void}} options
   */
  constructor({ session, mine, theirs, polite, iceServers, tracks, send, changed }) {
    this.#identity = { session, mine, theirs };
    this.#polite = polite;
    this.#tracks = tracks;
    this.#send = send;
    const connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.#connection = connection;
    connection.onnegotiationneeded = () => this.#offer();
    connection.onicecandidate = ({ candidate }) => this.#signal({ candidate: candidate ? candidate.toJSON() : null });
    connection.ontrack = ({ track }) => {
      this.remote.addTrack(track);
      changed();
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === "connected") this.wasConnected = true;
      else if (this.media === "disconnected" || connection.connectionState === "connecting") this.awaySince = performance.now();
      changed();
    };
    if (!polite) {
      for (const kind of /** @type {const} */ (["audio", "video"])) {
        connection.addTransceiver(tracks[kind] ?? kind, { direction: "sendrecv" });
      }
    }
  }

  get mine() {
    return this.#identity.mine;
  }

  get theirs() {
    return this.#identity.theirs;
  }

  /** @returns {MediaReport} */
  get media() {
    switch (this.#connection.connectionState) {
      case "connected": return "connected";
      case "new": case "connecting": return this.wasConnected ? "disconnected" : "connecting";
      default: return "disconnected";
    }
  }

  /** @param {Tracks} tracks */
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

  /**
   * Holds the outgoing picture down on a bad network.
   * @param {{bitrate: number, scale: number} | null} limit
   */
  async limitVideo(limit) {
    const sender = this.#connection.getSenders().find(({ track }) => track?.kind === "video");
    const parameters = sender?.getParameters();
    if (!sender || !parameters?.encodings?.length) return;
    const [encoding] = parameters.encodings;
    if (limit) Object.assign(encoding, { maxBitrate: limit.bitrate, scaleResolutionDownBy: limit.scale });
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
      const track = this.#tracks[transceiver.receiver.track.kind === "audio" ? "audio" : "video"];
      if (transceiver.direction !== "sendrecv" && transceiver.direction !== "stopped") transceiver.direction = "sendrecv";
      if (transceiver.sender.track === track) continue;
      await transceiver.sender.replaceTrack(track).catch((error) => {
        if (this.#connection.signalingState !== "closed") throw error;
      });
    }
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
