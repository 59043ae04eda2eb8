import Domain
import Foundation

/// The wall clock as it was at the start, carried on by the monotonic one: it never steps back or jumps, whatever is done to the
/// machine's clock, and every deadline means what it says.
struct ServerClock: Sendable {
    private let wall: Int64
    private let start: ContinuousClock.Instant

    init() {
        wall = Int64(Date().timeIntervalSince1970 * 1_000)
        start = .now
    }

    var now: Instant {
        Instant(milliseconds: wall + (ContinuousClock.now - start).wholeMilliseconds)
    }
}
