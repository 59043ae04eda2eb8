/// A token bucket over virtual time: `perSecond` on average, one second's worth at once.
struct RateLimit {
    private let perSecond: Double
    private var tokens: Double
    private var filled: MediaTime

    init(perSecond: Double, at now: MediaTime) {
        self.perSecond = perSecond
        tokens = max(1, perSecond)
        filled = now
    }

    mutating func take(at now: MediaTime) -> Bool {
        let elapsed = max(0, now.nanoseconds - filled.nanoseconds)
        tokens = min(max(1, perSecond), tokens + Double(elapsed) / 1e9 * perSecond)
        filled = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
