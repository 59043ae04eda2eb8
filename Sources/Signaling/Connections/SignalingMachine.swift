public import Domain
import DequeModule

/// All connections of one process as a pure machine: `hello`, resume with fencing, replay, replies that are not done twice, limits, rooms.
///
/// It knows neither sockets nor JSON: links are keys, payloads are bytes. Each verb leaves `actions` for the loop.
public struct SignalingMachine: ~Copyable {
    public let policy: SignalingPolicy
    var generator: IdentifierSource
    private var links: [LinkKey: Link] = [:]
    private var addresses: [String: AddressLoad] = [:]
    private(set) var sessions: [SignalingSessionID: SignalingSession] = [:]
    private var sessionsOfPrincipal: [Principal: [SignalingSession]] = [:]
    var rooms: [SessionID: Room] = [:]
    /// Links in the order they were opened; each has the same time for its `hello`.
    private var unauthenticated = Deque<(link: LinkKey, since: Instant)>()
    /// Sessions in the order they were detached; each has the same time to come back.
    private var detached = Deque<(session: SignalingSession, since: Instant)>()
    private var nextSilenceCheck: Instant?
    /// The last instant the machine was told of.
    private var latest = Instant(milliseconds: 0)
    /// Addresses without a link, in the order they were left; what they spent is remembered until it would be refilled.
    private var idleAddresses = Deque<(name: String, since: Instant)>()
    public private(set) var actions: [SignalingAction] = []
    public private(set) var counters = SignalingCounters()

    public init(policy: SignalingPolicy, identifiers: IdentifierSource = IdentifierSource()) {
        self.policy = policy
        generator = identifiers
    }

    /// One socket. A class, so that a message costs one look-up and no write back.
    private final class Link {
        enum State {
            /// → greeting, closed
            case opened
            /// `hello` is being verified. → attached, closed
            case greeting
            /// → fenced, closed
            case attached(SignalingSession)
            /// Another socket took over, or the hub said bye: what still comes is ignored.
            case fenced
        }

        var state = State.opened
        let addressName: String
        let address: AddressLoad
        var heardAt: Instant

        init(addressName: String, address: AddressLoad, at now: Instant) {
            self.addressName = addressName
            self.address = address
            heardAt = now
        }
    }

    public var linkCount: Int { links.count }
    public var sessionCount: Int { sessions.count }

    public mutating func takeActions() -> [SignalingAction] {
        guard !actions.isEmpty else { return [] }
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }

    // MARK: Links

    /// Whether one more socket from `address` is allowed.
    public func admits(address: String) -> Bool {
        (addresses[address]?.connections ?? 0) < policy.connectionsPerAddress
    }

    public mutating func opened(_ key: LinkKey, address: String, at now: Instant) {
        latest = max(latest, now)
        let load = addresses[address] ?? AddressLoad(policy: policy, at: now)
        load.connections += 1
        load.idleSince = nil
        addresses[address] = load
        links[key] = Link(addressName: address, address: load, at: now)
        unauthenticated.append((key, now))
    }

    public mutating func closed(_ key: LinkKey, at now: Instant) {
        latest = max(latest, now)
        guard let link = links.removeValue(forKey: key) else { return }
        link.address.connections -= 1
        if link.address.connections == 0 {
            link.address.idleSince = now
            idleAddresses.append((link.addressName, now))
        }
        if case .attached(let session) = link.state, session.link == key { detach(session, at: now) }
    }

    public mutating func receive(_ message: ClientMessage, on key: LinkKey, at now: Instant) -> Receipt {
        guard let link = links[key] else { return .settled }
        link.heardAt = now
        latest = max(latest, now)
        switch link.state {
        case .fenced, .greeting: return .settled
        case .opened: return greet(message, link, key, at: now)
        case .attached(let session): return admit(message, session, link, key, at: now)
        }
    }

    private mutating func greet(_ message: ClientMessage, _ link: Link, _ key: LinkKey, at now: Instant) -> Receipt {
        guard message.method == Method.hello.rawValue, let id = message.id else {
            refuse(key, message.id, SignalingError(.notAuthenticated, "the first message must be hello, with an id"))
            dismiss(key, .protocolError)
            return .settled
        }
        guard link.address.hellos.take(rate: policy.hellosPerSecondPerAddress, at: now) else {
            refuse(key, id, SignalingError(.rateLimited, "too many connections from this address", retryAfterMs: 1_000))
            dismiss(key, .rateLimited)
            return .settled
        }
        link.state = .greeting
        return .hello(id: id)
    }

    private mutating func admit(_ message: ClientMessage, _ session: SignalingSession, _ link: Link, _ key: LinkKey, at now: Instant)
        -> Receipt
    {
        guard session.messages.take(rate: policy.messagesPerSecond, at: now),
            link.address.messages.take(rate: policy.messagesPerSecondPerAddress, at: now)
        else {
            counters.rateLimited += 1
            refuse(key, message.id, SignalingError(.rateLimited, "too many messages", retryAfterMs: 1_000))
            return .settled
        }
        if let acknowledged = message.acknowledged { session.ring.acknowledge(min(acknowledged, session.sequence)) }
        guard let method = Method(rawValue: message.method), method != .hello else {
            refuse(key, message.id, SignalingError(.unknownMethod, "there is no such method here"))
            return .settled
        }
        guard let id = message.id else {
            guard method.allowsNotification else {
                refuse(key, nil, SignalingError(.badRequest, "this method needs an id"))
                return .settled
            }
            return .notification(session, method)
        }
        switch session.replies.admit(id, method, policy: policy) {
        case .fresh: return .request(session, id: id, method)
        case .inFlight: return .settled
        case .answered(let reply): actions.append(.send(key, .reply(id: id, reply)))
        case .forgotten: refuse(key, id, SignalingError(.badRequest, "the answer to this id is forgotten"))
        case .tooMany:
            refuse(key, id, SignalingError(.overloaded, "too many requests wait for their answer", retryAfterMs: 1_000))
        }
        return .settled
    }

    // MARK: Attaching

    /// Takes up a session again. `nil`: it is not there, or the secret is not its own; the caller may `attach` with a token.
    public mutating func resume(
        _ id: SignalingSessionID, secret: String, lastSeen: UInt64, on key: LinkKey, at now: Instant
    ) -> Welcome? {
        guard let session = sessions[id], session.secret.matches(secret) else { return nil }
        if let older = session.link {
            dismiss(older, .superseded)
        }
        session.secret = ResumeSecret(using: &generator)
        let resumed = lastSeen <= session.sequence && session.ring.after(lastSeen) != nil
        occupy(session, key, at: now)
        if resumed { counters.resumed += 1 }
        return Welcome(session: session, secret: session.secret.description, resumed: resumed, lastSeen: lastSeen)
    }

    /// Begins a session for a principal whose token was verified. `nil`: it has too many.
    public mutating func attach(_ principal: Principal, credential: String?, on key: LinkKey, at now: Instant) -> Welcome? {
        let own = sessionsOfPrincipal[principal, default: []]
        if own.count >= policy.sessionsPerPrincipal {
            guard let idle = own.first(where: { !$0.isAttached }) else { return nil }
            forget(idle)
        }
        let session = SignalingSession(
            id: SignalingSessionID(using: &generator), principal: principal, credential: credential,
            secret: ResumeSecret(using: &generator), messages: TokenBucket(rate: policy.messagesPerSecond, at: now))
        sessions[session.id] = session
        sessionsOfPrincipal[principal, default: []].append(session)
        occupy(session, key, at: now)
        return Welcome(session: session, secret: session.secret.description, resumed: false, lastSeen: 0)
    }

    /// Sends the reply to `hello`, then what the client missed. Between `attach` and this call pushes are only kept: a snapshot made in
    /// between covers them, and `session.sequence` at this moment is what the client has seen.
    public mutating func send(_ welcome: Welcome, id: Int64, payload: Payload) {
        guard let link = welcome.session.link else { return }
        welcome.session.isWelcomed = true
        actions.append(.send(link, .reply(id: id, .ok(payload))))
        for push in welcome.missed { actions.append(.send(link, .push(push))) }
    }

    public mutating func refuseHello(_ key: LinkKey, id: Int64, _ error: SignalingError) {
        refuse(key, id, error)
        dismiss(key, error.code == .rateLimited || error.code == .overloaded ? .rateLimited : nil)
    }

    /// Whether that socket still waits for the answer to its `hello`.
    public func isGreeting(_ key: LinkKey) -> Bool {
        if case .greeting = links[key]?.state { return true }
        return false
    }

    private mutating func occupy(_ session: SignalingSession, _ key: LinkKey, at now: Instant) {
        guard let link = links[key] else { return }
        let wasAttached = isPrincipalAttached(session.principal)
        session.generation += 1
        session.link = key
        session.isWelcomed = false
        session.detachedAt = nil
        link.state = .attached(session)
        if nextSilenceCheck == nil { nextSilenceCheck = now + policy.ping }
        if !wasAttached { actions.append(.principalAttached(session.principal)) }
    }

    private mutating func detach(_ session: SignalingSession, at now: Instant) {
        session.link = nil
        session.detachedAt = now
        detached.append((session, now))
        if !isPrincipalAttached(session.principal) { actions.append(.principalDetached(session.principal)) }
    }

    private mutating func forget(_ session: SignalingSession) {
        sessions[session.id] = nil
        if let seat = session.seat { actions.append(.unseated(session.principal, seat.room.id)) }
        unseat(session)
        sessionsOfPrincipal[session.principal]?.removeAll { $0 === session }
        if sessionsOfPrincipal[session.principal]?.isEmpty == true { sessionsOfPrincipal[session.principal] = nil }
    }

    public func isPrincipalAttached(_ principal: Principal) -> Bool {
        sessionsOfPrincipal[principal]?.contains(where: \.isAttached) ?? false
    }

    // MARK: Speaking

    public mutating func reply(_ session: SignalingSession, id: Int64, _ reply: Reply) {
        session.replies.answer(id, reply, policy: policy)
        if session.isWelcomed, let link = session.link { actions.append(.send(link, .reply(id: id, reply))) }
    }

    public mutating func push(_ type: PushType, _ payload: Payload, to session: SignalingSession, from: ParticipantID? = nil) {
        session.sequence += 1
        let push = Push(sequence: session.sequence, type: type, from: from, payload: payload)
        session.ring.append(push, policy: policy)
        if session.isWelcomed, let link = session.link { actions.append(.send(link, .push(push))) }
    }

    public mutating func pushDroppable(_ type: PushType, _ payload: Payload, to principal: Principal) {
        for session in sessionsOfPrincipal[principal] ?? [] {
            if session.isWelcomed, let link = session.link { actions.append(.send(link, .droppable(type, payload))) }
        }
    }

    public func sessions(of principal: Principal) -> [SignalingSession] {
        sessionsOfPrincipal[principal] ?? []
    }

    /// Ends a link with a word about what to do next.
    public mutating func dismiss(_ key: LinkKey, _ reason: ByeReason?) {
        guard let link = links[key] else { return }
        let state = link.state
        if case .fenced = state { return }
        link.state = .fenced
        if let reason { actions.append(.send(key, .bye(reason.action, reason))) }
        actions.append(.close(key))
        if case .attached(let session) = state, session.link == key, reason != .superseded { detach(session, at: latest) }
    }

    mutating func countRelayed() { counters.relayed += 1 }

    public mutating func refuse(_ key: LinkKey, _ id: Int64?, _ error: SignalingError) {
        guard let id else { return }
        actions.append(.send(key, .reply(id: id, .failure(error))))
    }

    /// Ends every session that was opened with `credential`.
    public mutating func revoke(credential: String, reason: ByeReason) {
        for session in Array(sessions.values) where session.credential == credential { end(session, reason) }
    }

    /// What the living sessions were opened with.
    public var credentials: Set<String> { Set(sessions.values.compactMap(\.credential)) }

    private mutating func end(_ session: SignalingSession, _ reason: ByeReason) {
        if let link = session.link { dismiss(link, reason) }
        forget(session)
    }

    /// Tells everybody to come back to another process.
    public mutating func drain() {
        for key in Array(links.keys) { dismiss(key, .draining) }
    }

    // MARK: Time

    public var nextDeadline: Instant? {
        [
            unauthenticated.first.map { $0.since + policy.hello }, detached.first.map { $0.since + policy.detached }, nextSilenceCheck,
            idleAddresses.first.map { $0.since + TokenBucket.refill },
        ]
        .compactMap(\.self).min()
    }

    public mutating func advance(to now: Instant) {
        latest = max(latest, now)
        forgetIdleAddresses(at: now)
        expireHellos(at: now)
        expireDetached(at: now)
        checkSilence(at: now)
    }

    private mutating func forgetIdleAddresses(at now: Instant) {
        while let first = idleAddresses.first, first.since + TokenBucket.refill <= now {
            idleAddresses.removeFirst()
            // The entry is stale when the address came back, or left again later.
            if addresses[first.name]?.idleSince == first.since { addresses[first.name] = nil }
        }
    }

    private mutating func expireHellos(at now: Instant) {
        while let first = unauthenticated.first, first.since + policy.hello <= now {
            unauthenticated.removeFirst()
            switch links[first.link]?.state {
            case .opened, .greeting: dismiss(first.link, .helloTimeout)
            case .attached, .fenced, nil: break
            }
        }
    }

    private mutating func expireDetached(at now: Instant) {
        while let first = detached.first, first.since + policy.detached <= now {
            detached.removeFirst()
            // The entry is stale when the session came back, or was detached again later.
            if first.session.detachedAt == first.since, !first.session.isAttached { forget(first.session) }
        }
    }

    private mutating func checkSilence(at now: Instant) {
        guard let due = nextSilenceCheck, due <= now else { return }
        let silent = links.filter { $0.value.heardAt + policy.silence <= now }.map(\.key)
        for key in silent { dismiss(key, .silent) }
        nextSilenceCheck = links.isEmpty ? nil : now + policy.ping
    }
}

/// Totals since the start, for `/metrics`.
public struct SignalingCounters: Sendable {
    public var resumed = 0
    public var rateLimited = 0
    public var relayed = 0
}
