import Domain
import Synchronization

/// Counts by address and window of time; bounded.
final class RateTable: Sendable {
    private static let capacity = 50_000

    private struct Window {
        var number: Int64 = 0
        var counts: [String: Int] = [:]
    }

    private let length: Int64
    private let window = Mutex(Window())

    init(window: Duration = .seconds(60)) { length = window.wholeMilliseconds }

    /// Whether that address could come once more.
    func hasRoom(_ address: String, _ limit: Int, at now: Instant) -> Bool {
        window.withLock { window in
            guard now.milliseconds / length == window.number else { return true }
            let count = window.counts[address, default: 0]
            return count < limit && (count > 0 || window.counts.count < Self.capacity)
        }
    }

    /// Whether that address has not come `limit` times in this window.
    func admit(_ address: String, _ limit: Int, at now: Instant) -> Bool {
        window.withLock { window in
            let number = now.milliseconds / length
            if number != window.number { window = Window(number: number) }
            let count = window.counts[address, default: 0]
            // A full table means a flood from everywhere: those already counted go on, new ones wait for the next window.
            guard count < limit, count > 0 || window.counts.count < Self.capacity else { return false }
            window.counts[address] = count + 1
            return true
        }
    }
}
