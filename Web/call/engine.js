import { Emitter } from "../client/emitter.js";
import { HandoverWatch } from "./handover-watch.js";
import { counterpartOf, epochOf, mayBe, othersOf, selfOf } from "./participants.js";
import { PictureWatch } from "./picture-watch.js";
import { PathKeeper, patience } from "./path-keeper.js";
import { QualityJudge, sample, unknownQuality } from "./quality.js";
import { makeTransport } from "./transport.js";

/** @typedef {import("../client/index.js").VisavisClient} VisavisClient */
/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").Snapshot} Snapshot */
/** @typedef {import("../client/protocol").EndedReason} EndedReason */
/** @typedef {import("./local-media.js").LocalMedia} LocalMedia */
/** @typedef {import("./transport.js").Transport} Transport */
/** @typedef {import("./transport.js").LocalTracks} LocalTracks */
/** @typedef {{change: void, quality: import("./quality.js").Quality, ended: EndedReason | null}} EngineEvents */

const qualityEveryMs = 2000;
/** A page in the background lets a visible one of the same person take the call first. */
const hiddenJoinMs = 1500;
const hangUpMs = 3000;

/**
 * Carries one session's media on this page: joins it, keeps one transport for the present epochs, follows the session through lost sockets and networks, and says how well it goes. It shows nothing; the element does.
 */
export class CallEngine {
  /** @type {Session} */
  session;
  quality = unknownQuality;
  /** Another tab or device of the same person carries the call. */
  elsewhere = false;
  /** The person hung up here. The server's word for it, which may come first, is the word for whoever is sent away. */
  hungUp = false;

  #client;
  #media;
  /** @type {Emitter<EngineEvents>} */
  #events = new Emitter();
  #stopping = new AbortController();
  /** @type {Transport | null} */
  #transport = null;
  #judge = new QualityJudge();
  #pictures = new PictureWatch();
  #handover;
  #lowered = false;
  /** This page has carried the media: after a new signaling session it takes it again without being asked. */
  #owned = false;
  #joining = false;
  /** Settles when the last join was answered. */
  #joined = Promise.resolve();
  #signalsLost = false;
  /** @type {string | null} */
  #reported = null;

  /** @param {{client: VisavisClient, session: Session, media: LocalMedia}} options */
  constructor({ client, session, media }) {
    this.#client = client;
    this.#media = media;
    this.session = session;
    this.#handover = new HandoverWatch({
      packets: async (participant) => await this.#transport?.packets(participant) ?? { sound: 0, picture: 0 },
      // Outlives a lost socket; what is out of date by then means nothing.
      tell: (received) => void client.request("session.received", received, { timeoutMs: 0 }).catch(() => undefined),
      signal: this.#stopping.signal,
    });
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
    return this.#transport?.media ?? "connecting";
  }

  /** Those who are in the call beside this one. */
  get others() {
    return othersOf(this.session);
  }

  /** The one this participant came to talk to. */
  get counterpart() {
    return counterpartOf(this.session);
  }

  /** What others send, by participant. */
  get remotes() {
    return this.#transport?.remotes ?? new Map();
  }

  /** How loud each participant is, 0…1. */
  get levels() {
    return this.#transport?.levels() ?? new Map();
  }

  /** The participants whose picture this browser cannot show. */
  get unseen() {
    return this.#pictures.unseen;
  }

  /** What this side sends now. */
  get sent() {
    const { microphone, camera, screen } = this.#tracks;
    const video = this.session.media === "relay" ? camera : screen ?? camera;
    return { audio: microphone !== null && !this.#media.muted, video: video !== null, screen: screen !== null };
  }

  start() {
    const { signal } = this.#stopping;
    this.#client.on("session", (session) => this.#pushed(session), { signal });
    this.#client.on("signal", (push) => void this.#transport?.receive(push.signal).catch(reportError), { signal });
    this.#client.on("snapshot", (snapshot) => this.#snapshot(snapshot), { signal });
    this.#client.on("state", () => this.#changed(), { signal });
    this.#client.on("welcome", ({ resumed }) => resumed && this.#tell(), { signal });
    this.#media.on("change", () => this.#mediaChanged(), { signal });
    new PathKeeper({
      transport: () => this.#transport, patience: (transport) => patience(this.session, transport.wasConnected), signal,
      restart: (transport) => void this.#restart(transport),
      rebuild: () => void this.#join(false),
      mayRebuild: () => this.#client.state === "connected" && this.#owned && !this.#joining && (this.session.media === "relay" || this.counterpart?.presence === "attached"),
    });
    const timer = setInterval(() => void this.#measure().catch(reportError), qualityEveryMs);
    signal.addEventListener("abort", () => clearInterval(timer), { once: true });
    this.#firstJoin();
  }

  /** Takes the call to this page, from wherever it is. */
  continueHere() {
    return this.#join(false);
  }

  /** Ends the session; a guest or a supervisor only leaves it. The wait for the server's word is short: a person who hangs up has left. */
  hangUp() {
    this.hungUp = true;
    this.#dropTransport();
    const done = () => this.#end("hangup");
    const timer = setTimeout(done, hangUpMs);
    this.#client.request("session.hangup", { session: this.session.id }, { timeoutMs: 0 })
      .then(done, done).finally(() => clearTimeout(timer));
  }

  /** Lets go of everything; the session itself goes on. */
  stop() {
    this.#stopping.abort();
    this.#dropTransport();
  }

  // --- following the session

  #firstJoin() {
    const hidden = document.visibilityState === "hidden" && !selfOf(this.session)?.epoch;
    if (!hidden) {
      void this.#join(false);
      return;
    }
    const timer = setTimeout(() => {
      if (selfOf(this.session)?.epoch) this.elsewhere = !this.#owned;
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
    const goesOn = this.media === "connected" && !this.#signalsLost && !this.#transport?.isOutdated(session);
    if (this.#owned || this.#joining) void this.#join(goesOn);
    this.#changed();
  }

  /** @param {Session} session */
  #apply(session) {
    const before = mayBe(this.session);
    this.session = session;
    if (session.state === "ended") return this.#end(session.endedReason ?? null);
    if (!session.mine) {
      if (this.elsewhere) this.#dropTransport();
    } else if (!this.#transport?.fits(session)) {
      this.#replaceTransport(session);
    } else if (this.#transport.isOutdated(session)) {
      if (!this.#joining) void this.#join(false);
    } else {
      this.#transport.follow(session);
      const now = mayBe(session);
      if (now.heard !== before.heard || now.seen !== before.seen) this.#mediaChanged();
    }
    this.#handover.follow(session);
    this.#changed();
  }

  /**
   * @param {boolean} keep  whether the present transport is to go on
   */
  #join(keep) {
    this.#joining = true;
    return (this.#joined = this.#askToJoin(keep ? this.#transport?.mine : undefined));
  }

  /** @param {number | undefined} epoch */
  async #askToJoin(epoch) {
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

  /** @param {EndedReason | null} told */
  #end(told) {
    if (this.#stopping.signal.aborted) return;
    const reason = this.hungUp ? "hangup" : told;
    this.session = { ...this.session, state: "ended", ...(reason && { endedReason: reason }) };
    this.stop();
    this.#changed();
    this.#events.emit("ended", reason);
  }

  // --- the transport

  /** @returns {LocalTracks} */
  get #tracks() {
    const { heard, seen } = mayBe(this.session);
    const { microphone, camera, cameraOff, screen } = this.#media;
    return { microphone: heard ? microphone : null, camera: seen && !cameraOff ? camera : null, screen: seen ? screen : null };
  }

  /** @param {Session} session */
  #replaceTransport(session) {
    this.#dropTransport();
    this.#judge = new QualityJudge();
    this.#pictures = new PictureWatch();
    this.#lowered = false;
    /** @type {Transport | null} */
    const transport = makeTransport(session, {
      tracks: () => this.#tracks,
      signal: (signal) => this.#signal(signal),
      // A page that has just come back joins first: the epoch that the offer names is its own only then.
      offer: (offer) => this.#joined.then(() => this.#client.request("media.offer", offer, { timeoutMs: 0 })),
      changed: () => {
        if (this.#transport !== transport) return;
        this.#report();
        this.#changed();
      },
      lost: () => this.#transport === transport && !this.#joining && void this.#join(false),
    });
    this.#transport = transport;
  }

  #dropTransport() {
    this.#transport?.close();
    this.#transport = null;
    this.quality = unknownQuality;
  }

  /**
   * A request, so that it outlives a lost socket: a description that got lost would end the negotiation.
   * @param {import("../client/protocol").Signal} signal
   */
  #signal(signal) {
    this.#client.request("signal", signal, { timeoutMs: 0 }).catch(() => (this.#signalsLost = true));
  }

  /** @param {Transport} transport */
  async #restart(transport) {
    // The way to the relay needs no servers of its own unless there are some.
    if (this.session.iceServers.length === 0) return transport.restart([]);
    const fresh = await this.#client.request("session.ice", {}, { timeoutMs: 0 }).catch(() => null);
    if (fresh && this.#transport === transport) transport.restart(fresh.iceServers);
  }

  #mediaChanged() {
    void this.#transport?.setTracks(this.#tracks).catch(reportError);
    if (this.#owned) this.#client.notify("session.media", this.sent);
    this.#changed();
  }

  /** Says what this side sends and sees: the server is new to it, or may have missed it while the socket was away. */
  #tell() {
    if (!this.#owned) return;
    this.#client.notify("session.media", this.sent);
    this.#reported = null;
    this.#report();
  }

  #report() {
    if (!this.#owned || this.#reported === this.media) return;
    this.#reported = this.media;
    this.#client.notify("session.report", { media: this.media });
  }

  async #measure() {
    const transport = this.#transport;
    if (!transport || transport.media !== "connected") return;
    const report = /** @type {Iterable<[string, any]>} */ (/** @type {unknown} */ (await transport.stats()));
    if (this.#transport !== transport) return;
    const now = performance.now();
    const measured = sample(report, now);
    if (this.#pictures.look(this.session, transport.remotes, transport.refused, report, now)) this.#changed();
    this.quality = this.#judge.judge(measured);
    this.#events.emit("quality", this.quality);
    if (this.quality.lowered === this.#lowered) return;
    this.#lowered = this.quality.lowered;
    await transport.lowerVideo(this.#lowered);
  }

  #changed() {
    this.#events.emit("change", undefined);
  }
}
