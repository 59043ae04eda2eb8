/** @typedef {"unknown" | "good" | "weak" | "bad"} QualityLevel */
/** @typedef {{level: QualityLevel, lossShare: number, rttMs: number, receivedKbps: number, sentKbps: number, lowered: boolean}} Quality */
/** @typedef {{at: number, lost: number, received: number, bytesIn: number, bytesOut: number, rttMs: number, farLoss: number}} Sample */

/** @type {Quality} */
export const unknownQuality = { level: "unknown", lossShare: 0, rttMs: 0, receivedKbps: 0, sentKbps: 0, lowered: false };

/**
 * Reduces a report to the few sums that matter.
 * @param {Iterable<[string, any]>} report
 * @param {number} at
 * @returns {Sample}
 */
export function sample(report, at) {
  const sums = { at, lost: 0, received: 0, bytesIn: 0, bytesOut: 0, rttMs: 0, farLoss: 0 };
  for (const [, stat] of report) {
    if (stat.type === "inbound-rtp") {
      sums.lost += stat.packetsLost ?? 0;
      sums.received += stat.packetsReceived ?? 0;
      sums.bytesIn += stat.bytesReceived ?? 0;
    } else if (stat.type === "outbound-rtp") {
      sums.bytesOut += stat.bytesSent ?? 0;
    } else if (stat.type === "remote-inbound-rtp") {
      sums.farLoss = Math.max(sums.farLoss, stat.fractionLost ?? 0);
    } else if (stat.type === "candidate-pair" && stat.nominated && stat.state === "succeeded") {
      sums.rttMs = Math.max(sums.rttMs, Math.round((stat.currentRoundTripTime ?? 0) * 1000));
    }
  }
  return sums;
}

/** Judges the connection from samples two seconds apart, and decides when to give the voice precedence over the picture. */
export class QualityJudge {
  /** @type {Sample | null} */
  #former = null;
  #badRun = 0;
  #goodRun = 0;
  #lowered = false;

  /**
   * @param {Sample} current
   * @returns {Quality}
   */
  judge(current) {
    const former = this.#former;
    this.#former = current;
    if (!former || current.received < former.received) return { ...unknownQuality, lowered: this.#lowered };
    const lost = Math.max(0, current.lost - former.lost);
    const received = current.received - former.received;
    const lossShare = Math.max(lost + received ? lost / (lost + received) : 0, current.farLoss);
    const seconds = Math.max(0.001, (current.at - former.at) / 1000);
    const level = judgeLevel(lossShare, current.rttMs);
    this.#count(level);
    return {
      level, lossShare, rttMs: current.rttMs, lowered: this.#lowered,
      receivedKbps: Math.round(((current.bytesIn - former.bytesIn) * 8) / seconds / 1000),
      sentKbps: Math.round(((current.bytesOut - former.bytesOut) * 8) / seconds / 1000),
    };
  }

  /**
   * Lowering is quick, raising is slow: a picture that jumps about is worse than a small one.
   * @param {QualityLevel} level
   */
  #count(level) {
    this.#badRun = level === "bad" ? this.#badRun + 1 : 0;
    this.#goodRun = level === "good" ? this.#goodRun + 1 : 0;
    if (this.#badRun >= 2) this.#lowered = true;
    if (this.#goodRun >= 8) this.#lowered = false;
  }
}

/**
 * @param {number} lossShare
 * @param {number} rttMs
 * @returns {QualityLevel}
 */
function judgeLevel(lossShare, rttMs) {
  if (lossShare > 0.08 || rttMs > 600) return "bad";
  if (lossShare > 0.02 || rttMs > 300) return "weak";
  return "good";
}
