/// An interaction's place in a queue. It exists from the customer's request until an agent has the customer, and keeps its age
/// (`enqueuedAt`) through every drop, refresh, missed offer and restart.
public struct Ticket: Hashable, Sendable, Codable {
    public enum State: Hashable, Sendable, Codable {
        /// → offered, closed
        case waiting
        /// → waiting (rejected, timed out, rescinded), closed
        case offered(OfferID)
    }

    public let id: TicketID
    public let interaction: InteractionID
    public let caller: Caller
    public let queue: QueueName
    public let enqueuedAt: Instant
    /// Counts enqueued tickets: decides between two of the same millisecond.
    public let order: UInt64
    public internal(set) var state: State = .waiting
    /// Whether the customer's browser is there; a ticket whose customer is away keeps its place and is not offered.
    public internal(set) var connectivity: Connectivity
    /// Agents who declined or missed this ticket, and until when it is not offered to them again.
    public internal(set) var notBefore: [AgentID: Instant] = [:]

    public var customer: CustomerID { caller.customer.id }

    init(id: TicketID, interaction: InteractionID, caller: Caller, enqueuedAt: Instant, order: UInt64, connectivity: Connectivity) {
        self.id = id
        self.interaction = interaction
        self.caller = caller
        queue = caller.useCase
        self.enqueuedAt = enqueuedAt
        self.order = order
        self.connectivity = connectivity
    }

    var isOfferable: Bool { state == .waiting && connectivity == .attached }

    func isOpen(to agent: AgentID, at now: Instant) -> Bool {
        guard let instant = notBefore[agent] else { return true }
        return instant <= now
    }
}

public typealias TicketID = Identifier<Ticket>

/// Why a ticket left its queue.
public enum TicketClosing: String, Sendable, Codable {
    /// An agent has the customer.
    case assigned
    /// The customer chose to leave.
    case left
    /// The customer's browser did not come back in time.
    case abandoned
    /// It waited longer than any ticket may.
    case expired
}

/// Whether somebody's browser is connected to the hub.
public enum Connectivity: Hashable, Sendable, Codable {
    case attached
    /// Lost, and given up at `until` unless it comes back.
    case detached(until: Instant)
    /// Given up.
    case gone
}
