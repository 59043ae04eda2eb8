extension RoutingMachine {
    /// The one compare-and-swap: whoever finds the offer still open has the customer, and the others' offers of the same ticket end
    /// with it. `nil` when it ended before.
    mutating func accept(_ id: OfferID, by agent: AgentID, session: SessionID, at now: Instant) -> Ticket? {
        guard let offer = offers[id], offer.agent == agent, var ticket = tickets[offer.ticket], var taker = agents[agent] else {
            return nil
        }
        let others = ticket.offers.filter { $0 != id }
        if ticket.offers.count != 1 || !others.isEmpty { ticket.state = .offered([id]) }
        finish(offer, .accepted)
        for other in others {
            guard let lost = offers[other] else { continue }
            finish(lost, .taken)
            release(lost, .taken, at: now)
        }
        remove(ticket.id)
        // Whoever has the customer again goes on with their record.
        if endWrapUp(of: agent, interaction: ticket.interaction, at: now) { taker = agents[agent] ?? taker }
        taker.workload.offer = nil
        taker.workload.begin(session, ticket.medium)
        update(taker)
        happenings.append(.assigned(ticket, agent))
        return ticket
    }

    /// Whether the offer was still open.
    mutating func reject(_ id: OfferID, by agent: AgentID, at now: Instant) -> Bool {
        guard let offer = offers[id], offer.agent == agent else { return false }
        endOffer(id, .rejected, at: now)
        return true
    }

    mutating func offer(_ ticket: Ticket, to chosen: [AgentID], at now: Instant) {
        let deadline = now + offerTime(in: ticket.queue)
        var ticket = ticket
        let made = chosen.map { agent in
            Offer(
                id: OfferID(using: &generator), ticket: ticket.id, interaction: ticket.interaction, agent: agent, createdAt: now,
                deadline: deadline)
        }
        let record = assignmentRecord(of: ticket, made, at: now)
        ticket.state = .offered(made.map(\.id))
        for offer in made {
            offers[offer.id] = offer
            deadlines[.offer(offer.id)] = deadline
            guard var agent = agents[offer.agent] else { continue }
            agent.workload.offer = offer.id
            update(agent)
        }
        keep(ticket)
        happenings.append(.offered(made, ticket, record))
    }

    /// How long an agent of the queue has to answer.
    func offerTime(in queue: QueueName) -> Duration { plan.settings(of: queue).offerSeconds.map { .seconds($0) } ?? policy.offer }

    /// Ends one offer; the ticket waits again when it was the last one open.
    mutating func endOffer(_ id: OfferID, _ result: OfferResult, at now: Instant) {
        guard let offer = offers[id] else { return }
        finish(offer, result)
        release(offer, result, at: now)
        guard var ticket = tickets[offer.ticket] else { return }
        let open = ticket.offers.filter { $0 != id }
        ticket.state = open.isEmpty ? .waiting : .offered(open)
        let isDeclined = result == .rejected || result == .timeout
        if isDeclined {
            ticket.notBefore[offer.agent] = now + policy.declined
            deadlines[.ticketRetry(ticket.id)] = ticket.notBefore.values.min()
        }
        keep(ticket)
        happenings.append(.ticketChanged(ticket))
        if isDeclined, ticket.direct?.agent == offer.agent { endDirect(ticket.id, at: now) }
    }

    private mutating func release(_ offer: Offer, _ result: OfferResult, at now: Instant) {
        guard var agent = agents[offer.agent], agent.workload.offer == offer.id else { return }
        agent.workload.offer = nil
        if result == .timeout { agent.notRespondingSince = now }
        update(agent)
    }

    mutating func finish(_ offer: Offer, _ result: OfferResult) {
        offers[offer.id] = nil
        deadlines[.offer(offer.id)] = nil
        if let customer = tickets[offer.ticket]?.customer {
            endedOffers.add(offer.id, .init(ticket: offer.ticket, customer: customer, agent: offer.agent))
        }
        happenings.append(.offerEnded(offer, result))
    }
}
