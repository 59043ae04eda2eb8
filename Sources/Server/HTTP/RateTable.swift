import Domain
import Synchronization

/// Counts by address and minute; bounded.
final class RateTable: Sendable {
    private static let capacity = 50_000

    private struct Window {
        var minute: Int64 = 0
        var counts: [String: Int] = [:]
    }

    private let window = Mutex(Window())

    func admit(_ address: String, perMinute limit: Int, at now: Instant) -> Bool {
        window.withLock { window in
            let minute = now.milliseconds / 60_000
            if minute != window.minute { window = Window(minute: minute) }
            let count = window.counts[address, default: 0]
            // A full table means a flood from everywhere: those already counted go on, new ones wait for the next minute.
            guard count < limit, count > 0 || window.counts.count < Self.capacity else { return false }
            window.counts[address] = count + 1
            return true
        }
    }
}
