import Domain
import Foundation

/// The wall clock as it was at the start, carried on by the monotonic one: it never steps back or jumps, whatever is done to the
/// machine's clock, and every deadline means what it says.
struct ServerClock: Sendable {
    private let wall: Int64
    private let start: ContinuousClock.Instant

    /// - Parameter notBefore: the last instant of an earlier process; a wall clock that was set back since does not take time back.
    init(notBefore: Instant? = nil) {
        wall = max(Int64(Date().timeIntervalSince1970 * 1_000), notBefore?.milliseconds ?? 0)
        start = .now
    }

    var now: Instant {
        Instant(milliseconds: wall + (ContinuousClock.now - start).wholeMilliseconds)
    }
}
