/// An interaction's place in a queue. It exists from the customer's request until an agent has the customer, and keeps its age
/// (`enqueuedAt`) through every drop, refresh, missed offer, transfer and restart.
public struct Ticket: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        /// → offered, closed
        case waiting
        /// Open offers, in the order of the agents' idle times. → waiting (all rejected, timed out or rescinded), closed
        case offered([OfferID])
    }

    /// Tickets are copied at every turn, and kept in many places.
    private struct Fields: Hashable, Sendable {
        let id: TicketID
        let interaction: InteractionID
        /// Who calls and what is known of the visit, which hardly ever changes.
        var visit: Shared<Visit>
        let enqueuedAt: Instant
        let order: UInt64
        var queue: QueueName
        var placedIn: QueueName?
        var state: State = .waiting
        var connectivity: Connectivity
        var notBefore: [AgentID: Instant] = [:]
        var route: Route?
        var stepsFrom: Instant
        var priorityBySupervisor = 0
        var priorityByTransfer = 0
        /// These three are made once, or few have them.
        var direct: Shared<DirectAssignment>?
        var prediction: Shared<WaitPrediction>?
        var callback: Shared<Callback>?
        var overflowedFrom: QueueName?
        var turnaway: Turnaway?
    }

    private var fields: CopyOnWrite<Fields>

    public var id: TicketID { fields.value.id }
    public var interaction: InteractionID { fields.value.interaction }
    public var enqueuedAt: Instant { fields.value.enqueuedAt }
    /// Counts enqueued tickets: decides between two of the same effective priority.
    public var order: UInt64 { fields.value.order }
    /// Where it waits.
    public internal(set) var queue: QueueName {
        get { fields.value.queue }
        set { fields.value.queue = newValue }
    }
    /// The queue that somebody put it into, whatever the workflow says; `nil`: the workflow's.
    public internal(set) var placedIn: QueueName? {
        get { fields.value.placedIn }
        set { fields.value.placedIn = newValue }
    }
    public internal(set) var state: State {
        get { fields.value.state }
        set { fields.value.state = newValue }
    }
    /// Whether the customer's browser is there; a ticket whose customer is away keeps its place and is not offered.
    public internal(set) var connectivity: Connectivity {
        get { fields.value.connectivity }
        set { fields.value.connectivity = newValue }
    }
    /// Agents who declined or missed this ticket, and until when it is not offered to them again.
    public internal(set) var notBefore: [AgentID: Instant] {
        get { fields.value.notBefore }
        set { fields.value.notBefore = newValue }
    }
    /// Where in the workflow it is; `nil` until it was routed.
    public internal(set) var route: Route? {
        get { fields.value.route }
        set { fields.value.route = newValue }
    }
    /// From when on the steps' time-outs count: `enqueuedAt`, or when somebody last sent it somewhere else.
    public internal(set) var stepsFrom: Instant {
        get { fields.value.stepsFrom }
        set { fields.value.stepsFrom = newValue }
    }
    /// What a supervisor added to the priority.
    public internal(set) var priorityBySupervisor: Int {
        get { fields.value.priorityBySupervisor }
        set { fields.value.priorityBySupervisor = newValue }
    }
    /// What a transfer added to it.
    public internal(set) var priorityByTransfer: Int {
        get { fields.value.priorityByTransfer }
        set { fields.value.priorityByTransfer = newValue }
    }
    /// An agent whom a person chose for it.
    public internal(set) var direct: DirectAssignment? {
        get { fields.value.direct?.value }
        set { fields.value.direct = newValue.map(Shared.init) }
    }
    /// What was promised when it took its place.
    public internal(set) var prediction: WaitPrediction? {
        get { fields.value.prediction?.value }
        set { fields.value.prediction = newValue.map(Shared.init) }
    }
    /// The queue that gave it away to the one it is in.
    public internal(set) var overflowedFrom: QueueName? {
        get { fields.value.overflowedFrom }
        set { fields.value.overflowedFrom = newValue }
    }
    /// What the customer is offered whom the queue gives up because of an overflow. `callback`: they have `RoutingPolicy.turnaway` to ask.
    public internal(set) var turnaway: Turnaway? {
        get { fields.value.turnaway }
        set { fields.value.turnaway = newValue }
    }
    /// The customer asked to be called back.
    public internal(set) var callback: Callback? {
        get { fields.value.callback?.value }
        set { fields.value.callback = newValue.map(Shared.init) }
    }

    public var caller: Caller { fields.value.visit.value.caller }
    public var context: VisitContext { fields.value.visit.value.context }
    public internal(set) var medium: Medium {
        get { fields.value.visit.value.context.medium }
        set {
            var context = context
            context.medium = newValue
            fields.value.visit = Shared(Visit(caller: caller, context: context))
        }
    }
    public var customer: CustomerID { fields.value.visit.value.caller.customer.id }
    /// Points; see `Rank` for what they are worth.
    public var priority: Int { (route?.priority ?? 0) + priorityBySupervisor + priorityByTransfer }

    init(
        id: TicketID, interaction: InteractionID, caller: Caller, context: VisitContext = VisitContext(), enqueuedAt: Instant,
        order: UInt64, connectivity: Connectivity
    ) {
        fields = CopyOnWrite(
            Fields(
                id: id, interaction: interaction, visit: Shared(Visit(caller: caller, context: context)), enqueuedAt: enqueuedAt,
                order: order, queue: caller.useCase, connectivity: connectivity, stepsFrom: enqueuedAt))
    }

    /// Open offers.
    public var offers: [OfferID] {
        if case .offered(let offers) = state { offers } else { [] }
    }

    /// Whether an agent who is free means something for it: an offer, or for who is called back a letter.
    var isOfferable: Bool {
        guard state == .waiting else { return false }
        guard let callback, callback.isPending else { return connectivity == .attached }
        return callback.isReady
    }
    /// Whether it has a place among those who wait; a booked one has none before its time.
    var isInLine: Bool { callback?.isBooked != true }
    /// Whether some, or for now all, agents pass it over.
    var isRestricted: Bool { !notBefore.isEmpty || callback?.isReady == true }
    func isOpen(to agent: AgentID) -> Bool { notBefore[agent] == nil }
    /// Since when somebody is late who has not served it: who booked a time was not waiting before.
    public var waitingSince: Instant { callback?.slot.map { max($0.from, enqueuedAt) } ?? enqueuedAt }
    public func age(at now: Instant) -> Duration { now - waitingSince }
}

/// Rows that were stored before a field existed are read as if it had its first value.
extension Ticket: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, interaction, caller, context, enqueuedAt, order, queue, placedIn, state, connectivity, notBefore, route, stepsFrom
        case priorityBySupervisor, priorityByTransfer, direct, overflowedFrom, turnaway, prediction
        case callback
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        let enqueuedAt = try row.decode(Instant.self, forKey: .enqueuedAt)
        var fields = Fields(
            id: try row.decode(TicketID.self, forKey: .id), interaction: try row.decode(InteractionID.self, forKey: .interaction),
            visit: Shared(
                Visit(
                    caller: try row.decode(Caller.self, forKey: .caller),
                    context: try row.decodeIfPresent(VisitContext.self, forKey: .context) ?? VisitContext())),
            enqueuedAt: enqueuedAt, order: try row.decode(UInt64.self, forKey: .order),
            queue: try row.decode(QueueName.self, forKey: .queue),
            connectivity: try row.decode(Connectivity.self, forKey: .connectivity),
            stepsFrom: try row.decodeIfPresent(Instant.self, forKey: .stepsFrom) ?? enqueuedAt)
        fields.placedIn = try row.decodeIfPresent(QueueName.self, forKey: .placedIn)
        fields.state = try row.decode(State.self, forKey: .state)
        fields.notBefore = try row.decodeIfPresent([AgentID: Instant].self, forKey: .notBefore) ?? [:]
        fields.route = try row.decodeIfPresent(Route.self, forKey: .route)
        fields.priorityBySupervisor = try row.decodeIfPresent(Int.self, forKey: .priorityBySupervisor) ?? 0
        fields.priorityByTransfer = try row.decodeIfPresent(Int.self, forKey: .priorityByTransfer) ?? 0
        fields.direct = try row.decodeIfPresent(DirectAssignment.self, forKey: .direct).map(Shared.init)
        fields.overflowedFrom = try row.decodeIfPresent(QueueName.self, forKey: .overflowedFrom)
        fields.prediction = try row.decodeIfPresent(WaitPrediction.self, forKey: .prediction).map(Shared.init)
        fields.callback = try row.decodeIfPresent(Callback.self, forKey: .callback).map(Shared.init)
        fields.turnaway = try row.decodeIfPresent(Turnaway.self, forKey: .turnaway)
        self.fields = CopyOnWrite(fields)
    }

    public func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(id, forKey: .id)
        try row.encode(interaction, forKey: .interaction)
        try row.encode(caller, forKey: .caller)
        try row.encode(context, forKey: .context)
        try row.encode(enqueuedAt, forKey: .enqueuedAt)
        try row.encode(order, forKey: .order)
        try row.encode(queue, forKey: .queue)
        try row.encodeIfPresent(placedIn, forKey: .placedIn)
        try row.encode(state, forKey: .state)
        try row.encode(connectivity, forKey: .connectivity)
        if !notBefore.isEmpty { try row.encode(notBefore, forKey: .notBefore) }
        try row.encodeIfPresent(route, forKey: .route)
        try row.encode(stepsFrom, forKey: .stepsFrom)
        if priorityBySupervisor != 0 { try row.encode(priorityBySupervisor, forKey: .priorityBySupervisor) }
        if priorityByTransfer != 0 { try row.encode(priorityByTransfer, forKey: .priorityByTransfer) }
        try row.encodeIfPresent(direct, forKey: .direct)
        try row.encodeIfPresent(overflowedFrom, forKey: .overflowedFrom)
        try row.encodeIfPresent(prediction, forKey: .prediction)
        try row.encodeIfPresent(callback, forKey: .callback)
        try row.encodeIfPresent(turnaway, forKey: .turnaway)
    }
}

public typealias TicketID = Identifier<Ticket>

/// A ticket's place in the workflow.
public struct Route: Hashable, Sendable, Codable {
    /// The rule's name; it may be gone from the plan that is adopted later.
    public internal(set) var rule: BoundedText<NameLimit>
    /// 0 is the first.
    public internal(set) var step: Int
    /// Relaxation rings reached in this step; 0: none.
    public internal(set) var ring: Int
    /// When the step began, by the ticket's age.
    public internal(set) var since: Instant
    /// When it ends; `nil`: it is the last that there is.
    public internal(set) var until: Instant?
    /// The rule's and the step's together.
    public internal(set) var priority: Int
}

/// A person sent the ticket to one agent, until a deadline.
public struct DirectAssignment: Hashable, Sendable, Codable {
    public let agent: AgentID
    /// Who sent it, and gets it back when they are free and nobody takes it; `nil`: it goes to the queue then.
    public let from: AgentID?
    public internal(set) var until: Instant
}

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
    /// The queue gave it up by one of its overflow rules.
    case turnedAway = "turned_away"
    /// The customer asked to be called back, was written to, and did not come.
    case unreached
}

/// Whether somebody's browser is connected to the hub.
public enum Connectivity: Hashable, Sendable, Codable {
    case attached
    /// Lost, and given up at `until` unless it comes back.
    case detached(until: Instant)
    /// Given up.
    case gone

    var isAttached: Bool {
        if case .attached = self { return true }
        return false
    }

    var isGone: Bool {
        if case .gone = self { return true }
        return false
    }
}
