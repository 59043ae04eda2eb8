public import Domain

/// When a message that could not be delivered is tried again, and when that ends.
public struct RetryPolicy: Sendable {
    /// The pause after the first failure, the second …; the last one repeats.
    public var pauses: [Duration] = [.seconds(10), .seconds(30), .seconds(60), .seconds(300), .seconds(1_800), .seconds(3_600)]
    /// A message this old is given up.
    public var lifetime: Duration = .seconds(3 * 24 * 3_600)
    /// At most this share of a pause is added to it, so that messages that failed together do not come back together.
    public var jitter = 0.1

    public init() {}

    /// The next attempt after `failures` failed ones, or `nil`: the message is given up.
    /// - Parameter random: 0 ..< 1.
    public func nextAttempt(after failures: Int, createdAt: Instant, at now: Instant, random: Double) -> Instant? {
        nextAttempt(after: failures, notAfter: createdAt + lifetime, at: now, random: random)
    }

    /// The same for a message that has an end of its own.
    public func nextAttempt(after failures: Int, notAfter end: Instant, at now: Instant, random: Double) -> Instant? {
        let pause = pauses[min(max(failures, 1), pauses.count) - 1]
        let extra = Double(pause.wholeMilliseconds) * jitter * min(max(random, 0), 1)
        let next = now + pause + .milliseconds(Int64(extra))
        return next <= end ? next : nil
    }
}
