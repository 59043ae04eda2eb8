/// Every time-out and bound of routing that is the operator's rather than a manager's, named.
public struct RoutingPolicy: Hashable, Sendable {
    /// How long an agent has to answer an offer, where the queue does not say.
    public var offer: Duration = .seconds(20)
    /// How long a ticket is not offered again to an agent who declined or missed it.
    public var declined: Duration = .seconds(30)
    /// How long a waiting customer's browser may be away before the ticket is abandoned.
    public var customerGrace: Duration = .seconds(120)
    /// The same for one who would like to chat: they look at other pages, and put the phone away, meanwhile.
    public var chatGrace: Duration = .seconds(300)
    /// How long an agent's browser may be away before the agent counts as gone.
    public var agentLease: Duration = .seconds(45)
    /// The longest a ticket may wait.
    public var maximumWait: Duration = .seconds(4 * 3_600)
    /// The longest that a customer who is called back may wait for it.
    public var maximumCallbackWait: Duration = .seconds(7 * 86_400)
    /// How long a customer whom a queue gives up has to ask for a call back instead.
    public var turnaway: Duration = .seconds(120)
    /// Whether customers can be written to at all.
    public var takesCallbacks = true
    /// Of queues that the plan does not know.
    public var wrapUp: Duration = .seconds(120)
    /// What ends a wrap-up that waits for the agent.
    public var longestWrapUp: Duration = .seconds(30 * 60)
    /// How long a ticket that was sent to one agent waits for them.
    public var direct: Duration = .seconds(60)
    /// How often a queue with overflow rules is looked through.
    public var overflowPause: Duration = .seconds(5)
    /// Points that a transfer adds to a ticket's priority, once.
    public var transferPriority = 10
    /// Tickets in all queues together; beyond it a visit is refused.
    public var maximumTickets = 10_000

    public init() {}

    func grace(in medium: Medium) -> Duration { medium == .chat ? max(chatGrace, customerGrace) : customerGrace }
}
