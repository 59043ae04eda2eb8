/// What the relay measured of one participant's media during a few seconds.
public struct QualitySample: Hashable, Sendable {
    /// Shares of packets lost, 0…1: towards the relay, from it.
    public var lossUp: Double
    public var lossDown: Double
    public var jitterUp: Duration
    public var jitterDown: Duration
    public var roundTrip: Duration?
    /// Estimated mean opinion score of the worse direction (ITU-T G.107, cut down), 1…4.5.
    public var opinionScore: Double?

    public init(
        lossUp: Double, lossDown: Double, jitterUp: Duration, jitterDown: Duration, roundTrip: Duration?, opinionScore: Double?
    ) {
        self.lossUp = lossUp
        self.lossDown = lossDown
        self.jitterUp = jitterUp
        self.jitterDown = jitterDown
        self.roundTrip = roundTrip
        self.opinionScore = opinionScore
    }
}

/// One participant's media during one minute of a session: means of the samples, in whole units that survive being written and read.
public struct QualityMinute: Hashable, Sendable, Codable {
    public let participant: ParticipantID
    public let role: Participant.Role
    public let at: Instant
    public let samples: Int
    /// Thousandths of the packets.
    public let lossUpPerMille: Int
    public let lossDownPerMille: Int
    public let jitterMs: Int
    public let roundTripMs: Int?
    /// Hundredths; 100…450.
    public let opinionScoreHundredths: Int?
}

/// Adds samples up until their minute is over.
struct QualityAccumulator: Hashable, Sendable {
    static let length = Duration.seconds(60)

    let since: Instant
    private var count = 0
    private var lossUp = 0.0
    private var lossDown = 0.0
    private var jitterMs: Int64 = 0
    private var roundTripCount: Int64 = 0
    private var roundTripMs: Int64 = 0
    private var scoreCount = 0
    private var score = 0.0

    init(since: Instant) { self.since = since }

    mutating func add(_ sample: QualitySample) {
        count += 1
        lossUp += sample.lossUp
        lossDown += sample.lossDown
        jitterMs += max(sample.jitterUp, sample.jitterDown).wholeMilliseconds
        if let roundTrip = sample.roundTrip {
            roundTripCount += 1
            roundTripMs += roundTrip.wholeMilliseconds
        }
        if let opinionScore = sample.opinionScore {
            scoreCount += 1
            score += opinionScore
        }
    }

    /// `nil`: there was nothing.
    func minute(of participant: Participant) -> QualityMinute? {
        guard count > 0 else { return nil }
        return QualityMinute(
            participant: participant.id, role: participant.role, at: since, samples: count,
            lossUpPerMille: Int((lossUp / Double(count) * 1_000).rounded()),
            lossDownPerMille: Int((lossDown / Double(count) * 1_000).rounded()), jitterMs: Int(jitterMs) / count,
            roundTripMs: roundTripCount == 0 ? nil : Int(roundTripMs / roundTripCount),
            opinionScoreHundredths: scoreCount == 0 ? nil : Int((score / Double(scoreCount) * 100).rounded()))
    }
}
