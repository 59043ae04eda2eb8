/// Tickets, agents and the offers that bring them together: pure, fed with the time, and answering with its next deadline.
///
/// Each verb changes the state and appends what happened to `happenings`; the owner takes them in order.
struct RoutingMachine: Sendable {
    /// What routing tells its owner.
    enum Happening: Sendable {
        case enqueued(Ticket)
        case ticketChanged(Ticket)
        case offered(Offer, Ticket)
        case offerEnded(Offer, OfferResult)
        /// Always follows the `offerEnded(.accepted)` of its offer.
        case assigned(Ticket, AgentID)
        case closed(Ticket, TicketClosing)
        case agentChanged(Agent)
        case wrapUpEnded(Agent, WrapUp)
    }

    enum Timer: Hashable, Sendable {
        case offer(OfferID)
        case ticketExpiry(TicketID)
        case ticketDetached(TicketID)
        case ticketRetry(TicketID)
        case lease(AgentID)
        case wrapUp(AgentID)
    }

    let policy: RoutingPolicy
    private(set) var tickets: [TicketID: Ticket] = [:]
    private(set) var ticketOfCustomer: [CustomerID: TicketID] = [:]
    private(set) var lines: [QueueName: TicketLine] = [:]
    private(set) var offers: [OfferID: Offer] = [:]
    private(set) var agents: [AgentID: Agent] = [:]
    /// The `order` of the next ticket.
    private(set) var nextOrder: UInt64 = 0
    private(set) var happenings: [Happening] = []
    /// Agents who can take an offer, found without looking at all the others.
    private var takers: Set<AgentID> = []
    private var deadlines = DeadlineQueue<Timer>()

    init(policy: RoutingPolicy) {
        self.policy = policy
    }

    var nextDeadline: Instant? {
        mutating get { deadlines.next }
    }

    /// Nothing falls due before `instant`.
    mutating func postpone(to instant: Instant) { deadlines.postpone(to: instant) }

    func deadline(of timer: Timer) -> Instant? { deadlines[timer] }

    mutating func takeHappenings() -> [Happening] {
        defer { happenings = [] }
        return happenings
    }

    // MARK: Tickets

    mutating func enqueue(_ ticket: Ticket, at now: Instant) {
        store(ticket)
        nextOrder = max(nextOrder, ticket.order + 1)
        ticketOfCustomer[ticket.customer] = ticket.id
        lines[ticket.queue, default: TicketLine()].insert(ticket)
        deadlines[.ticketExpiry(ticket.id)] = ticket.enqueuedAt + policy.maximumWait
        if case .detached(let until) = ticket.connectivity { deadlines[.ticketDetached(ticket.id)] = until }
        deadlines[.ticketRetry(ticket.id)] = ticket.notBefore.values.min()
        happenings.append(.enqueued(ticket))
    }

    mutating func close(_ id: TicketID, _ closing: TicketClosing, at now: Instant) {
        guard let ticket = tickets[id] else { return }
        if case .offered(let offer) = ticket.state { endOffer(offer, .rescinded, at: now) }
        remove(id)
        happenings.append(.closed(tickets[id] ?? ticket, closing))
    }

    mutating func setCustomer(_ customer: CustomerID, attached: Bool, at now: Instant) {
        guard let id = ticketOfCustomer[customer], var ticket = tickets[id] else { return }
        guard attached != (ticket.connectivity == .attached) else { return }
        let until = now + policy.customerGrace
        ticket.connectivity = attached ? .attached : .detached(until: until)
        deadlines[.ticketDetached(id)] = attached ? nil : until
        store(ticket)
        happenings.append(.ticketChanged(ticket))
    }

    // MARK: Agents

    /// Makes the agent known, or tells that their browser is there again.
    mutating func attachAgent(_ id: AgentID, name: BoundedText<NameLimit>, at now: Instant) {
        guard var agent = agents[id] else {
            update(Agent(id: id, name: name, at: now))
            return
        }
        guard agent.connectivity != .attached || agent.name != name else { return }
        // Given up, and back: a shift begins.
        if agent.connectivity == .gone { agent.idleSince = max(agent.idleSince, now) }
        agent.name = name
        agent.connectivity = .attached
        deadlines[.lease(id)] = nil
        update(agent)
    }

    mutating func detachAgent(_ id: AgentID, at now: Instant) {
        guard var agent = agents[id], agent.connectivity == .attached else { return }
        let until = now + policy.agentLease
        agent.connectivity = .detached(until: until)
        deadlines[.lease(id)] = until
        update(agent)
    }

    /// The agent's own choice: always wins, and always clears not-responding.
    mutating func setActivity(_ activity: Activity, of id: AgentID, at now: Instant) {
        guard var agent = agents[id] else { return }
        guard agent.activity != activity || agent.notRespondingSince != nil else { return }
        if agent.activity == .offline, activity != .offline { agent.idleSince = max(agent.idleSince, now) }
        agent.activity = activity
        agent.activitySince = now
        agent.notRespondingSince = nil
        update(agent)
        if activity != .available, case .offered(let offer) = agent.workload { endOffer(offer, .rejected, at: now) }
    }

    // MARK: Offers

    /// The one compare-and-swap: whoever finds the offer still open has it. `nil` when it ended before.
    mutating func accept(_ id: OfferID, by agent: AgentID, session: SessionID, at now: Instant) -> Ticket? {
        guard let offer = offers[id], offer.agent == agent, let ticket = tickets[offer.ticket], var taker = agents[agent] else {
            return nil
        }
        finish(offer, .accepted)
        remove(ticket.id)
        taker.workload = .talking(session)
        update(taker)
        happenings.append(.assigned(ticket, agent))
        return ticket
    }

    /// An agent takes a call that was not offered. `false`: has other work.
    mutating func beginCall(of id: AgentID, session: SessionID, at now: Instant) -> Bool {
        guard var agent = agents[id], agent.workload == .idle else { return false }
        agent.workload = .talking(session)
        update(agent)
        return true
    }

    /// Whether the offer was still open.
    mutating func reject(_ id: OfferID, by agent: AgentID, at now: Instant) -> Bool {
        guard let offer = offers[id], offer.agent == agent else { return false }
        endOffer(id, .rejected, at: now)
        return true
    }

    // MARK: Work

    /// The call is over for the agent: wrap-up follows, or nothing when the customer went back to the queue.
    mutating func endCall(of id: AgentID, wrapUp interaction: InteractionID?, at now: Instant) {
        guard var agent = agents[id] else { return }
        if let interaction {
            let wrapUp = WrapUp(interaction: interaction, startedAt: now, deadline: now + policy.wrapUp)
            agent.workload = .wrapUp(wrapUp)
            deadlines[.wrapUp(id)] = wrapUp.deadline
        } else {
            agent.workload = .idle
            agent.idleSince = now
        }
        update(agent)
    }

    /// Whether there was a wrap-up of that interaction to end.
    mutating func endWrapUp(of id: AgentID, interaction: InteractionID, at now: Instant) -> Bool {
        guard var agent = agents[id], case .wrapUp(let wrapUp) = agent.workload, wrapUp.interaction == interaction else { return false }
        agent.workload = .idle
        agent.idleSince = now
        deadlines[.wrapUp(id)] = nil
        update(agent)
        happenings.append(.wrapUpEnded(agent, wrapUp))
        return true
    }

    // MARK: Time

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
        case .lease(let id):
            guard var agent = agents[id] else { return }
            agent.connectivity = .gone
            update(agent)
            if case .offered(let offer) = agent.workload { endOffer(offer, .rescinded, at: now) }
        case .wrapUp(let id):
            guard case .wrapUp(let wrapUp) = agents[id]?.workload else { return }
            _ = endWrapUp(of: id, interaction: wrapUp.interaction, at: now)
        }
    }

    /// Oldest ticket first over all queues, longest idle agent first; ties by id.
    private mutating func dispatch(at now: Instant) {
        guard !takers.isEmpty else { return }
        var heads = lines.keys.sorted().compactMap { queue in lines[queue].map { (places: $0.places[...], queue: queue) } }
        while !takers.isEmpty {
            var oldest: Int?
            for index in heads.indices where !heads[index].places.isEmpty {
                if let best = oldest, let first = heads[index].places.first, let other = heads[best].places.first, !(first < other) {
                    continue
                }
                oldest = index
            }
            guard let oldest, let place = heads[oldest].places.popFirst() else { return }
            guard let ticket = tickets[place.id], ticket.isOfferable else { continue }
            guard let agent = longestIdle(for: ticket, at: now) else { continue }
            offer(ticket, to: agent, at: now)
        }
    }

    private func longestIdle(for ticket: Ticket, at now: Instant) -> Agent? {
        var best: Agent?
        for id in takers {
            guard let agent = agents[id], ticket.isOpen(to: id, at: now) else { continue }
            if let current = best, (current.idleSince, current.id) < (agent.idleSince, agent.id) { continue }
            best = agent
        }
        return best
    }

    private mutating func offer(_ ticket: Ticket, to agent: Agent, at now: Instant) {
        let offer = Offer(
            id: OfferID(using: &generator), ticket: ticket.id, interaction: ticket.interaction, agent: agent.id, createdAt: now,
            deadline: now + policy.offer)
        var ticket = ticket
        var agent = agent
        ticket.state = .offered(offer.id)
        agent.workload = .offered(offer.id)
        offers[offer.id] = offer
        deadlines[.offer(offer.id)] = offer.deadline
        store(ticket)
        update(agent)
        happenings.append(.offered(offer, ticket))
    }

    private mutating func endOffer(_ id: OfferID, _ result: OfferResult, at now: Instant) {
        guard let offer = offers[id] else { return }
        finish(offer, result)
        if var agent = agents[offer.agent] {
            agent.workload = .idle
            if result == .timeout { agent.notRespondingSince = now }
            update(agent)
        }
        if var ticket = tickets[offer.ticket] {
            ticket.state = .waiting
            if result == .rejected || result == .timeout {
                ticket.notBefore[offer.agent] = now + policy.declined
                deadlines[.ticketRetry(ticket.id)] = ticket.notBefore.values.min()
            }
            store(ticket)
            happenings.append(.ticketChanged(ticket))
        }
    }

    private mutating func finish(_ offer: Offer, _ result: OfferResult) {
        offers[offer.id] = nil
        deadlines[.offer(offer.id)] = nil
        happenings.append(.offerEnded(offer, result))
    }

    private mutating func forgetDeclines(of id: TicketID, at now: Instant) {
        guard var ticket = tickets[id] else { return }
        ticket.notBefore = ticket.notBefore.filter { $0.value > now }
        deadlines[.ticketRetry(id)] = ticket.notBefore.values.min()
        store(ticket)
    }

    private mutating func store(_ ticket: Ticket) {
        tickets[ticket.id] = ticket
    }

    private mutating func remove(_ id: TicketID) {
        guard let ticket = tickets.removeValue(forKey: id) else { return }
        ticketOfCustomer[ticket.customer] = nil
        lines[ticket.queue]?.remove(ticket)
        for timer in [Timer.ticketExpiry(id), .ticketDetached(id), .ticketRetry(id)] { deadlines[timer] = nil }
    }

    /// Takes an agent as storage remembers them, with the timers their state calls for.
    mutating func adopt(_ agent: Agent) {
        if case .detached(let until) = agent.connectivity { deadlines[.lease(agent.id)] = until }
        if case .wrapUp(let wrapUp) = agent.workload { deadlines[.wrapUp(agent.id)] = wrapUp.deadline }
        update(agent)
    }

    private mutating func update(_ agent: Agent) {
        agents[agent.id] = agent
        if agent.canTakeOffer { takers.insert(agent.id) } else { takers.remove(agent.id) }
        happenings.append(.agentChanged(agent))
    }

    /// Where new ids come from; seeded in tests.
    var generator = IdentifierSource()
}
