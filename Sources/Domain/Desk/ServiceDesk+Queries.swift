extension ServiceDesk {
    public var ticketCount: Int { routing.tickets.count }
    public var agents: [AgentID: Agent] { routing.agents }
    public var offerCount: Int { routing.offers.count }

    public func agent(_ id: AgentID) -> Agent? { routing.agents[id] }

    public func ticket(of customer: CustomerID) -> TicketStanding? {
        routing.ticketOfCustomer[customer].flatMap { routing.tickets[$0] }.flatMap(routing.standing).map(told)
    }

    public func session(of customer: CustomerID) -> Session? {
        seats[Identifier<Person>(customer)].first.flatMap { sessions[$0] }
    }

    /// The sessions in which this account is the agent, the oldest first.
    public func sessions(ofAgent agent: AgentID) -> [Session] {
        seats[Identifier<Person>(agent)].compactMap { sessions[$0] }.filter { $0.agentID == agent }
    }

    /// The chats in which this account is the agent, the oldest first.
    public func chats(of agent: AgentID) -> [Session] { sessions(ofAgent: agent).filter { $0.medium == .chat } }

    /// The session with media that this person has a seat in, whatever their role.
    public func call(of person: Identifier<Person>) -> Session? {
        for id in seats[person] {
            if let session = sessions[id], session.medium == .video { return session }
        }
        return nil
    }

    /// The offer that this agent is looking at.
    public func offer(to agent: AgentID) -> (offer: Offer, ticket: Ticket)? {
        guard let id = routing.agents[agent]?.workload.offer, let offer = routing.offers[id],
            let ticket = routing.tickets[offer.ticket] ?? offer.consult.flatMap({ sessions[$0.session]?.ticket })
        else { return nil }
        return (offer, ticket)
    }

    /// The agent's wrap-up of that interaction.
    public func wrapUp(of agent: AgentID, after id: InteractionID) -> (wrapUp: WrapUp, interaction: Interaction)? {
        guard let wrapUp = routing.agents[agent]?.workload.wrapUp(of: id), let interaction = interactions[id] else { return nil }
        return (wrapUp, interaction)
    }

    /// The wrap-ups that this agent is in, the oldest engagement first.
    public func wrapUps(of agent: AgentID) -> [(wrapUp: WrapUp, interaction: Interaction)] {
        (routing.agents[agent]?.workload.wrapUps ?? []).compactMap { wrapUp in
            interactions[wrapUp.interaction].map { (wrapUp, $0) }
        }
    }

    public func standings(in queue: QueueName) -> [TicketStanding] {
        guard let line = routing.lines[queue] else { return [] }
        return line.places.elements.compactMap { routing.tickets[$0.id] }.compactMap(routing.standing)
    }

    /// The first of them, in the order in which they are served.
    public func standings(in queue: QueueName, limit: Int) -> [TicketStanding] {
        guard let line = routing.lines[queue] else { return [] }
        return line.places.first(limit).compactMap { routing.tickets[$0.id] }.compactMap(routing.standing)
    }

    /// The standings in the queue that are not the ones told last; from now on they count as told.
    public mutating func takeMovedStandings(in queue: QueueName) -> [TicketStanding] {
        let moved = routing.moved(in: queue)
        for standing in moved { routing.tell(standing) }
        return moved.map(told)
    }

    /// Those who booked a time in the queue that has not come yet, the next first.
    public func booked(in queue: QueueName, limit: Int) -> [TicketStanding] {
        let tickets = routing.bookedTickets.lazy.filter { $0.value.queue == queue }
            .sorted { ($0.value.from, $0.key) < ($1.value.from, $1.key) }
        return tickets.prefix(limit).compactMap { routing.tickets[$0.key] }.compactMap(routing.standing)
    }

    /// The time zone of the queue's hours; `nil`: it has none.
    public func zone(of queue: QueueName) -> LocalZone? { routing.hours(of: queue)?.zone }

    /// All standings in the queue, with why those moved back that did; from now on they count as told.
    public mutating func takeStandings(in queue: QueueName) -> [TicketStanding] {
        let moved = takeMovedStandings(in: queue)
        let ids = Set(moved.map(\.ticket.id))
        return moved + standings(in: queue).filter { !ids.contains($0.ticket.id) }.map(told)
    }

    public func queues(_ names: [QueueName]) -> [QueueStanding] {
        names.map { name in
            let line = routing.lines[name]
            return QueueStanding(queue: name, waiting: line?.count ?? 0, oldestEnqueuedAt: line?.oldest)
        }
    }

    public var availableAgents: Int { routing.census.available }
    /// The queue's agents who could be offered such a ticket now; without a medium, a call, or a chat where the queue has nothing else.
    public func availableAgents(in queue: QueueName, for medium: Medium? = nil) -> Int {
        routing.census.available(in: queue, for: medium ?? (media(in: queue).contains(.video) ? .video : .chat))
    }
    /// The queue's agents who are signed in and not offline.
    public func staffedAgents(in queue: QueueName) -> Int { routing.census.staffed(in: queue) }

    public func ticket(_ id: TicketID) -> TicketStanding? { routing.tickets[id].flatMap(routing.standing) }
}
