/// How long a customer will probably wait from now: as often less than `p50` as more, and nine times out of ten less than `p90`.
public struct WaitEstimate: Hashable, Sendable, Codable {
    /// Whole milliseconds; `0 ≤ p50 ≤ p90`.
    public let p50: Int64
    public let p90: Int64

    init(p50: Int64, p90: Int64) {
        self.p50 = max(0, p50)
        self.p90 = max(max(0, p50), p90)
    }

    private enum CodingKeys: String, CodingKey { case p50, p90 }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        self.init(p50: try row.decode(Int64.self, forKey: .p50), p90: try row.decode(Int64.self, forKey: .p90))
    }

    /// The interval in whole minutes as people are told it: never narrower than computed, at least one minute.
    public var minutes: (from: Int, to: Int) {
        let from = max(1, Int(p50 / 60_000))
        return (from, max(from, Int((p90 + 59_999) / 60_000)))
    }
}

/// The promise made to one ticket when it took its place in a queue; kept with the ticket until it is known what came of it.
public struct WaitPrediction: Hashable, Sendable, Codable {
    public let queue: QueueName
    public let at: Instant
    /// What was predicted; `nil` when nothing could be.
    public let estimate: WaitEstimate?
    /// Whether somebody had to become free first. Those who are offered to an agent at once teach nothing about waiting.
    public let mustQueue: Bool
    /// Whether the customer was told; the others are scored silently.
    public let isShown: Bool
    /// What experience had multiplied the bounds with at that time.
    let p50Factor: Double
    let p90Factor: Double
}
