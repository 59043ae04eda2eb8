import Domain
import Synchronization

/// Slows down guessing: after some failures each further try has to wait, twice as long each time.
///
/// Counted are the account from one address (soon slow), the address, and the account from everywhere (late, so that a stranger cannot
/// easily keep somebody out).
final class LoginGuard: Sendable {
    enum Subject: Hashable {
        case account(String, from: String)
        case address(String)
        case accountEverywhere(String)

        var freeAttempts: Int {
            switch self {
            case .account: 5
            case .address: 20
            case .accountEverywhere: 50
            }
        }
    }

    private static let maximumWait = Duration.seconds(300)
    private static let forgottenAfter = Duration.seconds(1_800)
    private static let capacity = 10_000

    private struct Failures {
        var count = 0
        var last: Instant
    }

    private let failures = Mutex<[Subject: Failures]>([:])

    static func subjects(account: String, address: String) -> [Subject] {
        let account = String(account.prefix(200)).lowercased()
        return [.account(account, from: address), .address(address), .accountEverywhere(account)]
    }

    /// How long one still has to wait; `nil`: one may try.
    func wait(for keys: [Subject], at now: Instant) -> Duration? {
        failures.withLock { failures in
            keys.compactMap { key -> Duration? in
                guard let record = failures[key], record.count >= key.freeAttempts else { return nil }
                let pause = min(Self.maximumWait, .seconds(1 << min(10, record.count - key.freeAttempts)))
                let left = (record.last + pause) - now
                return left > .zero ? left : nil
            }.max()
        }
    }

    func failed(_ keys: [Subject], at now: Instant) {
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

    /// Forgets the account's failures, and of the address only the one that this try was counted as: one good account does not make
    /// an address trusted.
    func succeeded(_ keys: [Subject]) {
        failures.withLock { failures in
            for key in keys {
                if case .address = key { failures[key]?.count -= 1 } else { failures[key] = nil }
            }
        }
    }
}
