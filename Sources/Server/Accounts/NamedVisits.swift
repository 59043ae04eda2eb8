import Domain
import Synchronization

/// What the host site said of its customers' visits, so that a page that is loaded again still brings its cart. Bounded, in memory: the
/// host says it again with the next identity.
final class NamedVisits: Sendable {
    private static let capacity = 10_000

    private struct Visit {
        let identity: HostIdentity
        let until: Instant
    }

    private let visits = Mutex<[CustomerID: Visit]>([:])

    func keep(_ identity: HostIdentity, of customer: CustomerID, until: Instant, at now: Instant) {
        visits.withLock { visits in
            if visits.count >= Self.capacity { visits = visits.filter { $0.value.until > now } }
            guard visits.count < Self.capacity || visits[customer] != nil else { return }
            visits[customer] = Visit(identity: identity, until: until)
        }
    }

    func identity(of customer: CustomerID, at now: Instant) -> HostIdentity? {
        visits.withLock { visits in visits[customer].flatMap { $0.until > now ? $0.identity : nil } }
    }
}
