import Domain

/// Lets `rate` events a second pass, and twice as many in a burst.
struct TokenBucket: Sendable {
    /// An empty bucket is full again after this time.
    static let refill = Duration.seconds(2)

    private var thousandths: Int64
    private var refilledAt: Instant

    init(rate: Int, at now: Instant) {
        thousandths = Int64(rate) * 2_000
        refilledAt = now
    }

    /// Whether one more may pass now.
    mutating func take(rate: Int, at now: Instant) -> Bool {
        let elapsed = now.milliseconds - refilledAt.milliseconds
        if elapsed > 0 {
            thousandths = min(Int64(rate) * 2_000, thousandths + min(elapsed, 10_000) * Int64(rate))
            refilledAt = now
        }
        guard thousandths >= 1_000 else { return false }
        thousandths -= 1_000
        return true
    }
}
