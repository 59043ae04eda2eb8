/// Every time-out and bound of routing, named.
public struct RoutingPolicy: Hashable, Sendable {
    /// How long an agent has to answer an offer.
    public var offer: Duration = .seconds(20)
    /// How long a ticket is not offered again to an agent who declined or missed it.
    public var declined: Duration = .seconds(30)
    /// How long a waiting customer's browser may be away before the ticket is abandoned.
    public var customerGrace: Duration = .seconds(120)
    /// How long an agent's browser may be away before the agent counts as gone.
    public var agentLease: Duration = .seconds(45)
    /// The longest a ticket may wait.
    public var maximumWait: Duration = .seconds(4 * 3_600)
    public var wrapUp: Duration = .seconds(120)
    /// Tickets in all queues together; beyond it a visit is refused.
    public var maximumTickets = 10_000

    public init() {}
}
