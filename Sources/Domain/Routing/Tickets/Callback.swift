/// The customer need not stay at the page: they keep their place, and are written to when it is their turn.
public struct Callback: Hashable, Sendable, Codable {
    public enum State: Hashable, Sendable, Codable {
        /// For its turn, and not before that time. → invited, answered, closed
        case waiting(from: Instant?)
        /// The customer was written to. → answered, waiting (they did not come, and there is another attempt), closed
        case invited(until: Instant)
        /// The customer came: a ticket like any other, of its age.
        case answered(at: Instant)
    }

    public let contact: ContactAddress
    public let requestedAt: Instant
    public internal(set) var state: State
    /// Letters that went out.
    public internal(set) var attempts = 0

    init(contact: ContactAddress, from: Instant?, at now: Instant) {
        self.contact = contact
        requestedAt = now
        state = .waiting(from: from)
    }

    /// The customer is not expected at the page.
    public var isPending: Bool {
        if case .answered = state { return false }
        return true
    }

    /// Its turn may come.
    var isReady: Bool { state == .waiting(from: nil) }

    var isInvited: Bool {
        if case .invited = state { return true }
        return false
    }

    /// When the state changes by itself.
    var due: Instant? {
        switch state {
        case .waiting(let from): from
        case .invited(let until): until
        case .answered: nil
        }
    }
}
