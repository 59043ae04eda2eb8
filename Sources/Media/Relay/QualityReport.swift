/// How a member's media travelled during the last interval: `up` towards the relay, `down` from it.
public struct QualityReport: Hashable, Sendable {
    public struct Direction: Hashable, Sendable {
        public var packets: UInt64 = 0
        /// Share of the packets that were lost on the way, 0…1, before recovery.
        public var loss = 0.0
        public var jitter = Duration.zero
        public var bitsPerSecond: UInt64 = 0
        /// Estimated mean opinion score of the voice, 1…4.5; nil without voice.
        public var opinionScore: Double?

        public init() {}
    }

    public var up = Direction()
    public var down = Direction()
    /// Between the relay and the member; nil until the first report about something we sent.
    public var roundTrip: Duration?

    public init() {}
}

/// The E-model of ITU-T G.107, cut down to what a relay can see.
///
///     R   = 93.2 − Id − Ie,eff
///     Id  = 0.024·d + 0.11·(d − 177.3)·[d > 177.3]                     d: one way, ms
///     Ie,eff = Ie + (95 − Ie) · P / (P + Bpl)                          P: loss, per cent
///     MOS = 1 + 0.035·R + 7·10⁻⁶·R·(R − 60)·(100 − R)
///
/// Opus with in-band FEC and concealment is taken as Ie 0, Bpl 20. The one-way delay is half the round trip, twice the jitter for the
/// receiver's buffer, and 40 ms for a packet, its coding and playing.
enum OpinionScore {
    static func estimate(loss: Double, jitter: Duration, roundTrip: Duration?) -> Double {
        let milliseconds = { (duration: Duration) in Double(duration.inNanoseconds) / 1_000_000 }
        let delay = milliseconds(roundTrip ?? .zero) / 2 + 2 * milliseconds(jitter) + 40
        let percent = min(max(loss, 0), 1) * 100
        let impairment = 0.024 * delay + 0.11 * max(0, delay - 177.3) + 95 * percent / (percent + 20)
        let rating = min(max(93.2 - impairment, 0), 100)
        return min(max(1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating), 1), 4.5)
    }
}
