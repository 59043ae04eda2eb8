import Domain
import Signaling
import Testing

/// A hub with a manual clock, sockets that are only keys, and a memory of what each of them was told.
final class Timeline {
    enum Presence: Hashable {
        case attached(Principal)
        case detached(Principal)
    }

    private var machine: SignalingMachine
    private(set) var now = Instant(milliseconds: 1_700_000_000_000)
    /// When the hub asked for a socket to be closed.
    private(set) var closings: [LinkKey: Instant] = [:]
    private var told: [LinkKey: [ServerMessage]] = [:]
    private var presence: [Presence] = []
    private var unseated: [(principal: Principal, session: SessionID)] = []
    private var opened: UInt64 = 0
    private var ids: IdentifierSource

    init(seed: UInt64 = 1, policy: SignalingPolicy = SignalingPolicy()) {
        machine = SignalingMachine(policy: policy, identifiers: IdentifierSource(seed: seed))
        ids = IdentifierSource(seed: seed &+ 1_000_000)
    }

    // MARK: Names

    func customer() -> Principal { .customer(CustomerID(using: &ids)) }
    func account() -> Principal { .account(AccountID(using: &ids)) }
    func name<Kind>(_ kind: Identifier<Kind>.Type) -> Identifier<Kind> { Identifier<Kind>(using: &ids) }

    // MARK: Time

    /// Lets time pass, firing each deadline at its own instant.
    func wait(_ duration: Duration) {
        let end = now + duration
        var fired = 0
        while let next = machine.nextDeadline, next <= end {
            now = max(now, next)
            machine.advance(to: now)
            collect()
            fired += 1
            guard fired < 100_000 else {
                Issue.record("a deadline that was reached stays due")
                break
            }
        }
        now = end
        machine.advance(to: now)
        collect()
    }

    func act<Result>(_ body: (inout SignalingMachine, Instant) throws -> Result) rethrows -> Result {
        let result = try body(&machine, now)
        collect()
        return result
    }

    // MARK: What the hub shows

    var linkCount: Int { machine.linkCount }
    var sessionCount: Int { machine.sessionCount }
    var counters: SignalingCounters { machine.counters }
    var nextDeadline: Instant? { machine.nextDeadline }
    func admits(address: String) -> Bool { machine.admits(address: address) }
    func isGreeting(_ link: LinkKey) -> Bool { machine.isGreeting(link) }
    func sessions(of principal: Principal) -> [SignalingSession] { machine.sessions(of: principal) }
    func isPrincipalAttached(_ principal: Principal) -> Bool { machine.isPrincipalAttached(principal) }
    func isSeated(_ session: SignalingSession, in room: SessionID) -> Bool { machine.isSeated(session, in: room) }

    // MARK: Sockets

    func open(from address: String = "192.0.2.1") -> LinkKey {
        opened += 1
        let link = LinkKey(raw: opened)
        act { machine, now in machine.opened(link, address: address, at: now) }
        return link
    }

    func close(_ link: LinkKey) {
        act { machine, now in machine.closed(link, at: now) }
    }

    @discardableResult
    func say(_ method: Method, id: Int64?, seen: UInt64? = nil, on link: LinkKey) -> Receipt {
        say(text: method.rawValue, id: id, seen: seen, on: link)
    }

    @discardableResult
    func say(text method: String, id: Int64?, seen: UInt64? = nil, on link: LinkKey) -> Receipt {
        act { machine, now in
            machine.receive(ClientMessage(id: id, method: method, acknowledged: seen), on: link, at: now)
        }
    }

    func isClosing(_ link: LinkKey) -> Bool { closings[link] != nil }

    /// What the socket was told since it was last asked.
    func heard(_ link: LinkKey) -> [ServerMessage] {
        told.updateValue([], forKey: link) ?? []
    }

    /// Who came and went since it was last asked.
    func takePresence() -> [Presence] {
        defer { presence = [] }
        return presence
    }

    /// Whose media-carrying page is gone for good, since it was last asked.
    func takeUnseated() -> [(principal: Principal, session: SessionID)] {
        defer { unseated = [] }
        return unseated
    }

    private func collect() {
        for action in machine.takeActions() {
            switch action {
            case .send(let link, let message): told[link, default: []].append(message)
            case .close(let link): closings[link] = closings[link] ?? now
            case .unseated(let principal, let session): unseated.append((principal, session))
            case .principalAttached(let principal): presence.append(.attached(principal))
            case .principalDetached(let principal): presence.append(.detached(principal))
            }
        }
    }
}

extension Receipt {
    var isRequest: Bool { if case .request = self { true } else { false } }
    var isNotification: Bool { if case .notification = self { true } else { false } }
    var isSettled: Bool { if case .settled = self { true } else { false } }

    var helloID: Int64? { if case .hello(let id) = self { id } else { nil } }

    var session: SignalingSession? {
        switch self {
        case .request(let session, _, _), .notification(let session, _): session
        case .hello, .settled: nil
        }
    }
}

extension ServerMessage {
    var push: Push? { if case .push(let push) = self { push } else { nil } }
    var isBye: Bool { if case .bye = self { true } else { false } }

    /// The code of a refusal, with the id of the request that was refused.
    var refusal: Refusal? {
        guard case .reply(let id, .failure(let error)) = self else { return nil }
        return Refusal(id: id, code: error.code)
    }

    struct Refusal: Hashable {
        let id: Int64
        let code: SignalingError.Code
    }
}
