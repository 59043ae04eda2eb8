import Domain

/// Totals and last values that only the loop writes.
struct HubMetrics {
    var loopLag = Duration.zero
    var pulses: UInt64 = 0
    var commits = DurationHistogram()
    var committedBatches = 0
    var failedCommits = 0
    var storageTroubles = 0
    var auditFindings = 0
    var repairs = 0
    var offers: [OfferResult: Int] = [:]
}

/// A Prometheus histogram of durations.
struct DurationHistogram {
    /// Upper bounds in milliseconds.
    static let bounds: [Int64] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000]
    private(set) var counts = [Int](repeating: 0, count: bounds.count)
    private(set) var total = 0
    private(set) var sum = Duration.zero

    mutating func observe(_ duration: Duration) {
        for (index, bound) in Self.bounds.enumerated() where duration <= .milliseconds(bound) { counts[index] += 1 }
        total += 1
        sum += duration
    }
}
