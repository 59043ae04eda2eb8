public import Domain
import DequeModule

/// All connections of one process as a pure machine: `hello`, resume with fencing, replay, replies that are not done twice, limits, rooms.
///
/// It knows neither sockets nor JSON: links are keys, payloads are bytes. Each verb leaves `actions` for the loop.
public struct SignalingMachine: ~Copyable {
    public let policy: SignalingPolicy
    var generator: IdentifierSource
    var links: [LinkKey: Link] = [:]
    var addresses: [String: AddressLoad] = [:]
    var sessions: [SignalingSessionID: SignalingSession] = [:]
    var sessionsOfPrincipal: [Principal: [SignalingSession]] = [:]
    var rooms: [SessionID: Room] = [:]
    /// Links in the order they were opened; each has the same time for its `hello`.
    var unauthenticated = Deque<(link: LinkKey, since: Instant)>()
    /// Sessions in the order they were detached; each has the same time to come back.
    var detached = Deque<(session: SignalingSession, since: Instant)>()
    var nextSilenceCheck: Instant?
    /// The last instant the machine was told of.
    var latest = Instant(milliseconds: 0)
    /// Addresses without a link, in the order they were left; what they spent is remembered until it would be refilled.
    var idleAddresses = Deque<(name: String, since: Instant)>()
    public internal(set) var actions: [SignalingAction] = []
    public internal(set) var counters = SignalingCounters()

    public init(policy: SignalingPolicy, identifiers: IdentifierSource = IdentifierSource()) {
        self.policy = policy
        generator = identifiers
    }

    public var linkCount: Int { links.count }
    public var sessionCount: Int { sessions.count }

    public mutating func takeActions() -> [SignalingAction] {
        guard !actions.isEmpty else { return [] }
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }
}

/// Totals since the start, for `/metrics`.
public struct SignalingCounters: Sendable {
    public var resumed = 0
    public var rateLimited = 0
    public var relayed = 0
}
