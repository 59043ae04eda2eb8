import Domain
import Synchronization

/// Slows down guessing: after `freeAttempts` failures of one account or one address each further try has to wait, twice as long each time.
final class LoginGuard: Sendable {
    private static let freeAttempts = 5
    private static let maximumWait = Duration.seconds(300)
    private static let forgottenAfter = Duration.seconds(1_800)
    private static let capacity = 10_000

    private struct Failures {
        var count = 0
        var last: Instant
    }

    private let failures = Mutex<[String: Failures]>([:])

    /// How long this account or address still has to wait; `nil`: it may try.
    func wait(for keys: [String], at now: Instant) -> Duration? {
        failures.withLock { failures in
            keys.compactMap { key -> Duration? in
                guard let record = failures[key], record.count >= Self.freeAttempts else { return nil }
                let pause = min(Self.maximumWait, .seconds(1 << min(10, record.count - Self.freeAttempts)))
                let left = (record.last + pause) - now
                return left > .zero ? left : nil
            }.max()
        }
    }

    func failed(_ keys: [String], at now: Instant) {
        failures.withLock { failures in
            if failures.count > Self.capacity { failures = failures.filter { now - $0.value.last < Self.forgottenAfter } }
            // Still full: somebody floods with names. Those already known stay slow, new ones are not remembered.
            for key in keys where failures[key] != nil || failures.count <= Self.capacity {
                var record = failures[key] ?? Failures(last: now)
                if now - record.last >= Self.forgottenAfter { record.count = 0 }
                record.count += 1
                record.last = now
                failures[key] = record
            }
        }
    }

    func succeeded(_ keys: [String]) {
        failures.withLock { failures in for key in keys { failures[key] = nil } }
    }
}
