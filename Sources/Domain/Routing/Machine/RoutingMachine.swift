/// Tickets, agents and the offers that bring them together: pure, fed with the time, and answering with its next deadline.
///
/// Each verb changes the state and appends what happened to `happenings`; the owner takes them in order. No verb but `adopt(_:at:)`
/// looks at all tickets or all agents.
struct RoutingMachine: Sendable {
    /// What routing tells its owner.
    enum Happening: Sendable {
        case enqueued(Ticket)
        case ticketChanged(Ticket)
        /// Step, ring, priority or queue are others than they were; `from`: the queue it left.
        case routed(Ticket, from: QueueName?)
        indirect case offered([Offer], Ticket, AssignmentRecord)
        indirect case consultOffered(Offer, Ticket)
        /// A customer is called back at a time that they chose, or were promised.
        case booked(Ticket)
        /// It is the turn of a customer who is called back.
        case invited(Ticket)
        case offerEnded(Offer, OfferResult)
        /// Always follows the `offerEnded(.accepted)` of its offer.
        case assigned(Ticket, AgentID)
        case closed(Ticket, TicketClosing)
        case agentChanged(Agent)
        indirect case wrapUpEnded(Agent, WrapUp)
    }

    /// Where a ticket stands in its queue and, while it can be offered, among those with the same demand.
    struct Placement: Hashable, Sendable {
        var queue: QueueName
        var rank: Rank
        var demand: Demand
        /// Since when it counts as waiting; `nil`: it stands in no line.
        var waitingSince: Instant?
        var slot: Int?
    }

    /// The place that a customer was told last.
    struct Told: Hashable, Sendable {
        var position: Int
        /// Of the queue's line, then.
        var sequence: UInt64
        /// The ticket's own place in the order has changed for the worse since.
        var own: MovedBack?
    }

    /// Most verbs have no more to tell.
    private static let happeningsOfAVerb = 8

    let policy: RoutingPolicy
    var plan: ValidatedPlan
    var tickets: [TicketID: Ticket] = [:]
    var ticketOfCustomer: [CustomerID: TicketID] = [:]
    var placements: [TicketID: Placement] = [:]
    var lines = QueueLines()
    var told: [TicketID: Told] = [:]
    var offers: [OfferID: Offer] = [:]
    var endedOffers = EndedOffers()
    /// Tickets with an open offer, and how many there are in each queue.
    var offeredTickets: [TicketID: QueueName] = [:]
    var offeredIn: [QueueName: Int] = [:]
    var agents: [AgentID: Agent] = [:]
    var census = AgentCensus()
    /// Counts the changes after which a queue may have more or fewer agents at work.
    var staffingChanges = 0
    var matchmaker = Matchmaker()
    /// Those who are there and cannot be offered anything, and those who are not there: samples of them explain an assignment.
    var occupied = RankedSet<Bystander>()
    var absent = RankedSet<Bystander>()
    /// Tickets that somebody declined or missed, or whose customers would be called back: all others are open to everybody.
    var restricted: Set<TicketID> = []
    /// Tickets whose customers were written to, how many there are in each queue, and the queues that expect no more.
    var invitedTickets: [TicketID: QueueName] = [:]
    var invitedIn: [QueueName: Int] = [:]
    var crowdedQueues: Set<QueueName> = []
    /// The slots that are booked, by ticket, and how often.
    var bookedTickets: [TicketID: Booking] = [:]
    var bookings: [Booking: Int] = [:]
    /// Who is to be written to where: nobody can have many letters sent to one address.
    var callbackOfMailbox: [String: TicketID] = [:]
    /// What became possible since the last dispatch.
    var freshTickets: [TicketID] = []
    var freshAgents: [AgentID] = []
    /// The `order` of the next ticket.
    var nextOrder: UInt64 = 0
    var happenings: [Happening] = []
    var deadlines = DeadlineQueue<Timer>()
    /// Where new ids come from; seeded in tests.
    var generator = IdentifierSource()

    init(policy: RoutingPolicy, plan: ValidatedPlan) {
        self.policy = policy
        self.plan = plan
        matchmaker.callsAreExclusive = plan.plan.media.video.exclusive
    }

    var nextDeadline: Instant? {
        mutating get { deadlines.next }
    }

    /// Nothing falls due before `instant`.
    mutating func postpone(to instant: Instant) {
        deadlines.postpone(to: instant)
        for var agent in agents.values.sorted(by: { $0.id < $1.id }) {
            let early = agent.workload.wrapUps.filter { $0.deadline < instant }
            guard !early.isEmpty else { continue }
            // Of several, each has a time of its own.
            for var wrapUp in early {
                wrapUp.deadline = instant
                agent.workload.replace(wrapUp)
            }
            update(agent)
        }
    }

    func deadline(of timer: Timer) -> Instant? { deadlines[timer] }

    mutating func takeHappenings() -> [Happening] {
        guard !happenings.isEmpty else { return [] }
        var taken: [Happening] = []
        taken.reserveCapacity(Self.happeningsOfAVerb)
        swap(&taken, &happenings)
        return taken
    }

    /// Fires what is due and makes the offers that can be made. To be called after every input.
    mutating func settle(at now: Instant) {
        while let timer = deadlines.popDue(now) { fire(timer, at: now) }
        dispatch(at: now)
    }

    private mutating func fire(_ timer: Timer, at now: Instant) {
        switch timer {
        case .offer(let id): endOffer(id, .timeout, at: now)
        case .ticketExpiry(let id): close(id, .expired, at: now)
        case .ticketDetached(let id): close(id, .abandoned, at: now)
        case .ticketRetry(let id): forgetDeclines(of: id, at: now)
        case .step(let id): step(id, at: now)
        case .direct(let id): endDirect(id, at: now)
        case .callback(let id): callbackDue(id, at: now)
        case .turnaway(let id): endTurnaway(id, at: now)
        case .overflow(let queue): overflow(queue, at: now)
        case .lease(let id): giveUp(id, at: now)
        case .wrapUp(let id): endWrapUpsDue(of: id, at: now)
        }
    }
}
