import { Emitter } from "../client/emitter.js";
import { PathKeeper } from "./path-keeper.js";
import { Peer } from "./peer.js";
import { QualityJudge, sample, unknownQuality } from "./quality.js";

/** @typedef {import("../client/index.js").VisavisClient} VisavisClient */
/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").Snapshot} Snapshot */
/** @typedef {import("../client/protocol").EndedReason} EndedReason */
/** @typedef {import("./local-media.js").LocalMedia} LocalMedia */
/** @typedef {{change: void, remote: MediaStream, quality: import("./quality.js").Quality, ended: EndedReason | null}} EngineEvents */

const qualityEveryMs = 2000;
/** A page in the background lets a visible one of the same person take the call first. */
const hiddenJoinMs = 1500;
const hangUpMs = 3000;
const loweredVideo = { bitrate: 200_000, scale: 2 };

/**
 * Carries one session's media on this page: joins it, keeps one peer connection for the present pair of epochs, follows
 * the session through lost sockets and networks, and says how well it goes. It shows nothing; the element does.
 */
export class CallEngine {
  /** @type {Session} */
  session;
  quality = unknownQuality;
  /** Another tab or device of the same person carries the call. */
  elsewhere = false;

  #client;
  #media;
  /** @type {Emitter<EngineEvents>} */
  #events = new Emitter();
  #stopping = new AbortController();
  /** @type {Peer | null} */
  #peer = null;
  #judge = new QualityJudge();
  #lowered = false;
  /** This page has carried the media: after a new signaling session it takes it again without being asked. */
  #owned = false;
  #joining = false;
  #signalsLost = false;
  /** @type {string | null} */
  #reported = null;

  /** @param {{client: VisavisClient, session: Session, media: LocalMedia}} options */
  constructor({ client, session, media }) {
    this.#client = client;
    this.#media = media;
    this.session = session;
  }

  /**
   * @template {keyof EngineEvents} Name
   * @param {Name} name
   * @param {(value: EngineEvents[Name]) => void} listener
   * @param {{signal?: AbortSignal}} [options]
   */
  on(name, listener, options) {
    return this.#events.on(name, listener, options);
  }

  /** The state to show: the server's, corrected by what this side's own peer connection knows sooner. */
  get state() {
    const { state } = this.session;
    return state === "live" && this.media !== "connected" && !this.elsewhere ? "reconnecting" : state;
  }

  get media() {
    return this.#peer?.media ?? "connecting";
  }

  get other() {
    return this.session.participants.find(({ id }) => id !== this.session.self) ?? null;
  }

  start() {
    const { signal } = this.#stopping;
    this.#client.on("session", (session) => this.#pushed(session), { signal });
    this.#client.on("signal", (push) => void this.#peer?.receive(push.signal).catch(reportError), { signal });
    this.#client.on("snapshot", (snapshot) => this.#snapshot(snapshot), { signal });
    this.#client.on("state", () => this.#changed(), { signal });
    this.#client.on("welcome", ({ resumed }) => resumed && this.#tell(), { signal });
    this.#media.on("change", () => this.#mediaChanged(), { signal });
    new PathKeeper({
      peer: () => this.#peer, polite: () => this.session.polite, signal,
      restart: (peer) => void this.#restart(peer),
      rebuild: () => void this.#join(false),
      mayRebuild: () => this.#client.state === "connected" && this.other?.presence === "attached" && this.#owned,
    });
    const timer = setInterval(() => void this.#measure().catch(reportError), qualityEveryMs);
    signal.addEventListener("abort", () => clearInterval(timer), { once: true });
    this.#firstJoin();
  }

  /** Takes the call to this page, from wherever it is. */
  continueHere() {
    return this.#join(false);
  }

  /** Ends the session for both. The wait for the server's word is short: a person who hangs up has left. */
  hangUp() {
    this.#dropPeer();
    const done = () => this.#end("hangup");
    const timer = setTimeout(done, hangUpMs);
    this.#client.request("session.hangup", { session: this.session.id }, { timeoutMs: 0 })
      .then(done, done).finally(() => clearTimeout(timer));
  }

  /** Lets go of everything; the session itself goes on. */
  stop() {
    this.#stopping.abort();
    this.#dropPeer();
  }

  // --- following the session

  #firstJoin() {
    const mine = this.session.participants.find(({ id }) => id === this.session.self);
    const hidden = document.visibilityState === "hidden" && !mine?.epoch;
    if (!hidden) {
      void this.#join(false);
      return;
    }
    const timer = setTimeout(() => {
      const now = this.session.participants.find(({ id }) => id === this.session.self);
      if (now?.epoch) this.elsewhere = !this.#owned;
      else void this.#join(false);
      this.#changed();
    }, hiddenJoinMs);
    this.#stopping.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }

  /** @param {Session} session */
  #pushed(session) {
    if (session.id !== this.session.id || this.#isOlder(session)) return;
    if (!session.mine && this.#owned && !this.#joining) {
      this.#owned = false;
      this.elsewhere = true;
    }
    this.#apply(session);
  }

  /**
   * Epochs only grow, so a push with a smaller one was made before the answer that told of the greater.
   * @param {Session} session
   */
  #isOlder(session) {
    return session.state !== "ended" && this.session.participants.some(({ id, epoch }) => {
      const told = session.participants.find((participant) => participant.id === id);
      return told !== undefined && told.epoch < epoch;
    });
  }

  /**
   * A new signaling session began: what happened meanwhile is known only from here.
   * @param {Snapshot} snapshot
   */
  #snapshot({ session, ended }) {
    if (session?.id !== this.session.id) {
      this.#end(ended?.interaction === this.session.interaction ? ended.reason : null);
      return;
    }
    this.session = session;
    if (this.#owned || this.#joining) void this.#join(this.media === "connected" && !this.#signalsLost);
    this.#changed();
  }

  /** @param {Session} session */
  #apply(session) {
    this.session = session;
    if (session.state === "ended") return this.#end(session.endedReason ?? null);
    const mine = session.participants.find(({ id }) => id === session.self)?.epoch ?? 0;
    const theirs = this.other?.epoch ?? 0;
    if (!session.mine || mine < 1 || theirs < 1) {
      if (this.elsewhere) this.#dropPeer();
    } else if (this.#peer?.mine !== mine || this.#peer.theirs !== theirs) {
      this.#replacePeer(mine, theirs);
    }
    this.#changed();
  }

  /**
   * @param {boolean} keep  whether the present peer connection is to go on
   */
  async #join(keep) {
    const epoch = keep ? this.#peer?.mine : undefined;
    this.#joining = true;
    try {
      const { session } = await this.#client.request("session.join", { session: this.session.id, ...(epoch && { epoch }) }, { timeoutMs: 0 });
      if (this.#stopping.signal.aborted) return;
      this.#owned = true;
      this.elsewhere = false;
      this.#signalsLost = false;
      this.#joining = false;
      this.#apply(session);
      this.#tell();
    } catch (error) {
      this.#joinFailed(/** @type {import("../client/error.js").SignalingError} */ (error));
    }
  }

  /** @param {import("../client/error.js").SignalingError} error */
  #joinFailed({ code, retryAfterMs }) {
    // The snapshot that comes with the new signaling session joins again.
    if (code === "connection_lost" || this.#stopping.signal.aborted) return;
    this.#joining = false;
    if (code === "session_gone" || code === "not_found") return this.#end(this.session.endedReason ?? null);
    if (code === "not_connected") return;
    const timer = setTimeout(() => void this.#join(false), Math.max(1000, retryAfterMs));
    this.#stopping.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }

  /** @param {EndedReason | null} reason */
  #end(reason) {
    if (this.#stopping.signal.aborted) return;
    this.session = { ...this.session, state: "ended", ...(reason && { endedReason: reason }) };
    this.stop();
    this.#changed();
    this.#events.emit("ended", reason);
  }

  // --- the peer connection

  get #tracks() {
    return { audio: this.#media.microphone, video: this.#media.video };
  }

  /**
   * @param {number} mine
   * @param {number} theirs
   */
  #replacePeer(mine, theirs) {
    this.#dropPeer();
    this.#judge = new QualityJudge();
    this.#lowered = false;
    const { id, polite, iceServers } = this.session;
    const peer = new Peer({
      session: id, mine, theirs, polite, iceServers, tracks: this.#tracks,
      send: (signal) => this.#signal(signal),
      changed: () => {
        if (this.#peer !== peer) return;
        this.#events.emit("remote", peer.remote);
        this.#report();
        this.#changed();
      },
    });
    this.#peer = peer;
    this.#events.emit("remote", peer.remote);
  }

  #dropPeer() {
    this.#peer?.close();
    this.#peer = null;
    this.quality = unknownQuality;
  }

  /**
   * A request, so that it outlives a lost socket: a description that got lost would end the negotiation.
   * @param {import("../client/protocol").Signal} signal
   */
  #signal(signal) {
    this.#client.request("signal", signal, { timeoutMs: 0 }).catch(() => (this.#signalsLost = true));
  }

  /** @param {Peer} peer */
  async #restart(peer) {
    const fresh = await this.#client.request("session.ice", {}, { timeoutMs: 0 }).catch(() => null);
    if (fresh && this.#peer === peer) peer.restart(fresh.iceServers);
  }

  #mediaChanged() {
    void this.#peer?.setTracks(this.#tracks).catch(reportError);
    if (this.#owned) this.#client.notify("session.media", this.#media.sent);
    this.#changed();
  }

  /** Says what this side sends and sees: the server is new to it, or may have missed it while the socket was away. */
  #tell() {
    if (!this.#owned) return;
    this.#client.notify("session.media", this.#media.sent);
    this.#reported = null;
    this.#report();
  }

  #report() {
    if (!this.#owned || this.#reported === this.media) return;
    this.#reported = this.media;
    this.#client.notify("session.report", { media: this.media });
  }

  async #measure() {
    const peer = this.#peer;
    if (!peer || peer.media !== "connected") return;
    const measured = sample(/** @type {Iterable<[string, any]>} */ (/** @type {unknown} */ (await peer.stats())), performance.now());
    if (this.#peer !== peer) return;
    this.quality = this.#judge.judge(measured);
    this.#events.emit("quality", this.quality);
    if (this.quality.lowered === this.#lowered) return;
    this.#lowered = this.quality.lowered;
    await peer.limitVideo(this.#lowered ? loweredVideo : null);
  }

  #changed() {
    this.#events.emit("change", undefined);
  }
}
