import { epochOf } from "./participants.js";

/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").Params<"session.received">} Received */
/** @typedef {import("./transport.js").Packets} Packets */

const everyMs = 100;

/**
 * While somebody is about to become the agent: notices when what they send arrives on this page, and says so once (PROTOCOL.md §7).
 * The former agent is let go by that word, so it is said of packets only, never of what was merely agreed.
 */
export class HandoverWatch {
  #packets;
  #tell;
  /** Whether nothing but pictures may be expected. */
  #silent = false;
  /** Whose media is looked out for, by both peer connections; another one begins anew. */
  #subject = "";
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /**
   * @param {{packets: (participant: string) => Promise<Packets>, tell: (received: Received) => void, signal: AbortSignal}} options
   */
  constructor({ packets, tell, signal }) {
    this.#packets = packets;
    this.#tell = tell;
    signal.addEventListener("abort", () => clearInterval(this.#timer), { once: true });
  }

  /** @param {Session} session */
  follow(session) {
    const { handover, id, self } = session;
    const participant = session.mine && handover?.participant !== self ? handover?.participant : undefined;
    const epoch = participant === undefined ? 0 : epochOf(session, participant);
    const subject = participant === undefined ? "" : [id, participant, epoch, epochOf(session, self)].join();
    const media = session.participants.find((one) => one.id === participant)?.media;
    this.#silent = media !== undefined && media.video && !media.audio;
    if (subject === this.#subject) return;
    this.#subject = subject;
    clearInterval(this.#timer);
    if (participant === undefined) return;
    const before = this.#packets(participant);
    let told = false;
    const look = async () => {
      const [former, now] = [await before, await this.#packets(participant)];
      // A section that another feed had begins to count anew.
      for (const kind of /** @type {const} */ (["sound", "picture"])) former[kind] = Math.min(former[kind], now[kind]);
      // Looks may overlap on a slow machine: one word is enough.
      if (this.#subject !== subject || told || !this.#hasMore(former, now)) return;
      told = true;
      clearInterval(this.#timer);
      this.#tell({ session: id, participant, epoch });
    };
    this.#timer = setInterval(() => void look().catch(reportError), everyMs);
  }

  /**
   * A voice; of somebody who sends a picture without one, the picture.
   * @param {Packets} former
   * @param {Packets} now
   */
  #hasMore(former, now) {
    return now.sound > former.sound || (this.#silent && now.picture > former.picture);
  }
}
