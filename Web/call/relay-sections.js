import { preferRelayed } from "./codecs.js";

/** @typedef {import("../client/protocol").Feed} Feed */
/** @typedef {import("../client/protocol").FeedKind} FeedKind */
/** @typedef {import("../client/protocol").SectionUse} SectionUse */
/** @typedef {import("./transport.js").LocalTracks} LocalTracks */
/** @typedef {import("./transport.js").RemoteTracks} RemoteTracks */
/** @typedef {import("./transport.js").Packets} Packets */
/** @typedef {{transceiver: RTCRtpTransceiver, audio: boolean, send: FeedKind | null, receive: Feed | null}} Section */

/** The most that is sent, in bit/s: a face needs less than small letters on a screen. */
const highest = { camera: 1_500_000, screen: 2_500_000 };
const lowered = { camera: 200_000, screen: 600_000 };
const kinds = /** @type {const} */ (["microphone", "camera", "screen"]);

/**
 * The sections of a relayed peer connection and what each is for (PROTOCOL.md §7). One way each: one for each thing
 * that is sent, one for each feed that may be got. What is no longer used is given to the next feed of its sort.
 */
export class RelaySections {
  /** Whether the relay has to be told: there are more sections, or one is used for something else. */
  changed = false;

  #connection;
  /** @type {Section[]} */
  #sections = [];
  /** @type {readonly Feed[]} */
  #wanted = [];

  /** @param {RTCPeerConnection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  get isEmpty() {
    return this.#sections.length === 0;
  }

  /**
   * Puts a track into the section of its kind. The section is made when it is first needed, or at once when `prepare` says so:
   * then a microphone that is plugged in or a screen that is shared later needs no new offer.
   * @param {LocalTracks} tracks
   * @param {boolean} prepare
   */
  async send(tracks, prepare) {
    for (const kind of kinds) {
      const track = tracks[kind];
      const section = this.#sections.find(({ send }) => send === kind);
      if (!section) {
        if (track || prepare) this.#addSending(kind, track);
      } else if (section.transceiver.sender.track !== track) {
        await section.transceiver.sender.replaceTrack(track);
      }
    }
  }

  /** @param {readonly Feed[]} feeds  all that this participant may get */
  want(feeds) {
    this.#wanted = feeds;
    for (const feed of feeds) {
      if (this.#sections.some(({ receive }) => isSame(receive, feed))) continue;
      const audio = feed.kind === "microphone";
      const free = this.#sections.find((section) => section.audio === audio && !section.send && !this.#isWanted(section.receive));
      if (free) {
        free.receive = feed;
        free.transceiver.direction = "recvonly";
      } else {
        const transceiver = this.#connection.addTransceiver(audio ? "audio" : "video", { direction: "recvonly" });
        preferRelayed(transceiver, audio ? "audio" : "video");
        this.#sections.push({ transceiver, audio, send: null, receive: feed });
      }
      this.changed = true;
    }
  }

  /**
   * Before an offer: what nobody needs any more is closed.
   * @returns {() => SectionUse[]}  what each section of this offer is for; its name is known once the offer was made
   */
  prepareOffer() {
    for (const section of this.#sections) {
      if (section.send || this.#isWanted(section.receive)) continue;
      section.receive = null;
      section.transceiver.direction = "inactive";
    }
    this.changed = false;
    const offered = this.#sections.map((section) => ({ ...section }));
    return () => offered.map(({ transceiver, send, receive }) => ({
      mid: transceiver.mid ?? "", ...(send && { send }), ...(receive && { receive }),
    }));
  }

  /** @returns {Map<string, RemoteTracks>} */
  remotes() {
    /** @type {Map<string, RemoteTracks>} */
    const remotes = new Map();
    for (const { receive, transceiver } of this.#sections) {
      if (!receive || !this.#isWanted(receive)) continue;
      const tracks = remotes.get(receive.participant) ?? {};
      tracks[receive.kind] = transceiver.receiver.track;
      remotes.set(receive.participant, tracks);
    }
    return remotes;
  }

  /**
   * Whose camera was asked for and refused: there is no codec that the relay and this browser share.
   * @returns {Set<string>}
   */
  refused() {
    /** @type {Set<string>} */
    const refused = new Set();
    for (const { receive, transceiver: { currentDirection } } of this.#sections) {
      if (receive?.kind === "camera" && this.#isWanted(receive) && (currentDirection === "inactive" || currentDirection === "stopped")) refused.add(receive.participant);
    }
    return refused;
  }

  /**
   * @param {string} participant
   * @returns {Promise<Packets>}
   */
  async packets(participant) {
    const packets = { sound: 0, picture: 0 };
    await Promise.all(this.#sections.filter(({ receive }) => receive?.participant === participant).map(async ({ audio, transceiver }) => {
      const report = /** @type {Iterable<[string, any]>} */ (/** @type {unknown} */ (await transceiver.receiver.getStats()));
      for (const [, stat] of report) if (stat.type === "inbound-rtp") packets[audio ? "sound" : "picture"] += stat.packetsReceived ?? 0;
    }));
    return packets;
  }

  /** @returns {Map<string, number>} */
  levels() {
    /** @type {Map<string, number>} */
    const levels = new Map();
    for (const { receive, transceiver } of this.#sections) {
      if (receive?.kind !== "microphone") continue;
      const [source] = transceiver.receiver.getSynchronizationSources();
      if (source?.audioLevel !== undefined && performance.timeOrigin + performance.now() - source.timestamp < 1000) {
        levels.set(receive.participant, source.audioLevel);
      }
    }
    return levels;
  }

  /** @param {boolean} low */
  async limitVideo(low) {
    for (const { send, transceiver } of this.#sections) {
      if (send !== "camera" && send !== "screen") continue;
      const parameters = transceiver.sender.getParameters();
      const [encoding] = parameters.encodings ?? [];
      if (!encoding) continue;
      encoding.maxBitrate = (low ? lowered : highest)[send];
      if (send === "camera") encoding.scaleResolutionDownBy = low ? 2 : 1;
      await transceiver.sender.setParameters(parameters);
    }
  }

  /**
   * @param {FeedKind} kind
   * @param {MediaStreamTrack | null} track
   */
  #addSending(kind, track) {
    const audio = kind === "microphone";
    const transceiver = this.#connection.addTransceiver(track ?? (audio ? "audio" : "video"), {
      direction: "sendonly", ...(kind !== "microphone" && { sendEncodings: [{ maxBitrate: highest[kind] }] }),
    });
    preferRelayed(transceiver, audio ? "audio" : "video");
    this.#sections.push({ transceiver, audio, send: kind, receive: null });
    this.changed = true;
  }

  /** @param {Feed | null} feed */
  #isWanted(feed) {
    return feed !== null && this.#wanted.some((wanted) => isSame(wanted, feed));
  }
}

/**
 * @param {Feed | null} one
 * @param {Feed} other
 */
function isSame(one, other) {
  return one !== null && one.participant === other.participant && one.kind === other.kind;
}
