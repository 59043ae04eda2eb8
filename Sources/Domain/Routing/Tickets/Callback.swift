/// The customer need not stay at the page: they keep their place, and are written to when it is their turn.
public struct Callback: Hashable, Sendable, Codable {
    /// When it is their turn.
    enum Turn: Hashable, Sendable {
        /// When their place in the line says so, and not before that time.
        case inLine(from: Instant?)
        case slot(Slot)
    }

    public enum State: Hashable, Sendable, Codable {
        /// For the time that they chose; until then they stand in no line. → waiting, closed
        case booked(until: Instant)
        /// For its turn, and not before that time. → invited, answered, closed
        case waiting(from: Instant?)
        /// The customer was written to. → answered, waiting (they did not come, and there is another attempt), closed
        case invited(until: Instant)
        /// The customer came: a ticket like any other, of its age.
        case answered(at: Instant)
    }

    public let contact: ContactAddress
    public let requestedAt: Instant
    /// The time that they chose, or were promised; `nil`: in their turn.
    public let slot: Slot?
    public internal(set) var state: State
    /// Letters that went out.
    public internal(set) var attempts = 0

    init(contact: ContactAddress, turn: Turn, at now: Instant) {
        self.contact = contact
        requestedAt = now
        switch turn {
        case .inLine(let from): (slot, state) = (nil, .waiting(from: from))
        case .slot(let slot): (self.slot, state) = (slot, .booked(until: slot.from))
        }
    }

    /// The customer is not expected at the page.
    public var isPending: Bool {
        if case .answered = state { return false }
        return true
    }

    /// Its turn may come.
    var isReady: Bool { state == .waiting(from: nil) }

    /// Its time has not come: it takes nobody's place.
    public var isBooked: Bool {
        if case .booked = state { return true }
        return false
    }

    var isInvited: Bool {
        if case .invited = state { return true }
        return false
    }

    /// When the state changes by itself.
    var due: Instant? {
        switch state {
        case .booked(let until): until
        case .waiting(let from): from
        case .invited(let until): until
        case .answered: nil
        }
    }
}
