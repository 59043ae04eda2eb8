extension ServiceDesk {
    /// Every broken invariant, in words; empty when all is well. Run by the server from time to time and by the tests after each event.
    public func audit() -> [String] { faults().map(\.description) }

    /// All that is broken. Looks at everything: not for every event of a busy server.
    func faults() -> [DeskFault] {
        ticketFaults() + agentFaults() + sessionFaults() + interactionFaults() + routing.indexFaults() + routing.deadlineFaults()
    }

    private func ticketFaults() -> [DeskFault] {
        var faults: [DeskFault] = []
        for ticket in routing.tickets.values {
            if interactions[ticket.interaction] == nil { faults.append(.ticketWithoutInteraction(ticket.id)) }
            if session(of: ticket.customer)?.customerID == ticket.customer {
                faults.append(.ticketInSession(ticket.id))
            }
            if case .offered(let offers) = ticket.state,
                offers.isEmpty || offers.contains(where: { routing.offers[$0]?.ticket != ticket.id })
            {
                faults.append(.ticketNamesForeignOffer(ticket.id))
            }
        }
        for offer in routing.offers.values
        where routing.agents[offer.agent]?.workload.offer != offer.id
            || !isAskedFor(offer)
        {
            faults.append(.offerOrphaned(offer.id))
        }
        return faults
    }

    /// A ticket or a consult knows of the offer.
    private func isAskedFor(_ offer: Offer) -> Bool {
        guard let id = offer.consult?.session else { return routing.tickets[offer.ticket]?.offers.contains(offer.id) == true }
        return sessions[id]?.consult?.offer == offer.id && sessions[id]?.consult?.state == .asking
    }

    private func agentFaults() -> [DeskFault] {
        var faults: [DeskFault] = []
        for agent in routing.agents.values {
            if let offer = agent.workload.offer, routing.offers[offer]?.agent != agent.id {
                faults.append(.agentHoldsDeadOffer(agent.id, offer))
            }
            for engagement in agent.workload.engagements {
                switch engagement.stage {
                case .talking(let session):
                    if sessions[session]?.occupies(agent.id) != true { faults.append(.agentInDeadSession(agent.id, session)) }
                case .wrapUp(let wrapUp):
                    if interactions[wrapUp.interaction] == nil { faults.append(.agentWrapsUpNothing(agent.id, wrapUp.interaction)) }
                }
            }
        }
        return faults
    }

    private func sessionFaults() -> [DeskFault] {
        var faults: [DeskFault] = []
        for session in sessions.values {
            if !isTalking(session.agentID, in: session.id) { faults.append(.sessionWithoutAgent(session.id)) }
            for participant in session.participants where !seats.has(participant.person, in: session.id) {
                faults.append(.sessionSeatMisplaced(session.id, participant.person))
            }
            if !isConsultSound(session) { faults.append(.consultBroken(session.id)) }
            if interactions[session.interaction] == nil { faults.append(.sessionWithoutInteraction(session.id)) }
            if let handover = session.handover,
                session.newcomer == nil || !isTalking(handover.account, in: session.id)
            {
                faults.append(.handoverToNobody(session.id))
            }
            // Later is allowed: see `forgive`.
            if let due = session.deadline(sessionPolicy), sessionDeadlines[session.id].map({ $0 < due }) ?? true {
                faults.append(.sessionWithoutDeadline(session.id))
            }
        }
        return faults
    }

    func isTalking(_ agent: AgentID, in session: SessionID) -> Bool { routing.agents[agent]?.workload.isTalking(in: session) == true }

    private func isConsultSound(_ session: Session) -> Bool {
        guard let consult = session.consult else { return session.consulted == nil }
        switch consult.state {
        case .asking: return routing.offers[consult.offer]?.consult?.session == session.id && session.consulted == nil
        case .joined:
            return session.consulted?.person == Identifier<Person>(consult.colleague)
                && isTalking(consult.colleague, in: session.id)
        }
    }

    private func interactionFaults() -> [DeskFault] {
        var held = Set(routing.tickets.values.map(\.interaction))
        held.formUnion(sessions.values.map(\.interaction))
        var wrappedUp: Set<InteractionID> = []
        for agent in routing.agents.values {
            wrappedUp.formUnion(agent.workload.wrapUps.map(\.interaction))
        }
        return interactions.values.compactMap { interaction in
            let isWrappedUp = wrappedUp.contains(interaction.id)
            if interaction.isWrappedUp, !isWrappedUp { return .interactionWrappedUpByNobody(interaction.id) }
            return isWrappedUp || held.contains(interaction.id) ? nil : .interactionForgotten(interaction.id)
        }
    }
}

extension Session {
    /// Whether this agent's work is here.
    fileprivate func occupies(_ agent: AgentID) -> Bool {
        agentID == agent || handover?.account == agent || consulted?.person == Identifier<Person>(agent)
    }
}

extension RoutingMachine {
    /// Whether what is kept for finding things fast agrees with the things.
    func indexFaults() -> [DeskFault] {
        var faults: [DeskFault] = []
        var waiting = 0
        for ticket in tickets.values {
            if ticket.isOfferable { waiting += 1 }
            if !isPlaced(ticket) { faults.append(.ticketMisplaced(ticket.id)) }
        }
        var census = AgentCensus()
        for agent in agents.values {
            census.add(agent)
            let isFree = agent.canTakeOffer
            let (bystander, isOccupied) = (Bystander(agent), !isFree && agent.isStaffed)
            if agent.openTo != agent.room(by: plan.plan.media) || matchmaker.place(of: agent.id) != matchmaker.rank(of: agent)
                || (occupied.find(bystander)?.agrees(with: bystander) ?? false) != isOccupied
                || (absent.find(bystander)?.agrees(with: bystander) ?? false) != (!isFree && !isOccupied)
            {
                faults.append(.agentMisplaced(agent.id))
            }
        }
        let places = lines.places
        if places != tickets.values.count(where: \.isInLine) || bookings.values.reduce(0, +) != bookedTickets.count
            || placements.count != tickets.count || ticketOfCustomer.count != tickets.count
            || matchmaker.ticketCount != waiting || census != self.census || matchmaker.idle.count != census.available
        {
            faults.append(.countsDisagree)
        }
        for agent in matchmaker.idle.elements {
            if let passed = matchmaker.bestTicket(for: agent.id, isOpen: { isOpen($0, to: agent.id) }) {
                faults.append(.ticketPassedOver(passed.id))
            }
        }
        return faults
    }

    private func isPlaced(_ ticket: Ticket) -> Bool {
        guard let place = placements[ticket.id], ticketOfCustomer[ticket.customer] == ticket.id, place.queue == ticket.queue,
            place.rank == Rank(ticket, priorityPointSeconds: plan.plan.priorityPointSeconds), place.demand == demand(of: ticket),
            place.waitingSince == (ticket.isInLine ? ticket.waitingSince : nil),
            (lines.position(of: place.rank, in: place.queue) != nil) == ticket.isInLine,
            bookedTickets[ticket.id] == ticket.booking, restricted.contains(ticket.id) == ticket.isRestricted,
            ticket.callback.map({ !$0.isPending || callbackOfMailbox[$0.contact.mailbox] == ticket.id }) ?? true,
            invitedTickets[ticket.id] == (ticket.callback?.isInvited == true ? ticket.queue : nil)
        else { return false }
        guard let slot = place.slot else { return !ticket.isOfferable }
        return ticket.isOfferable && matchmaker.isWaiting(place.rank, in: slot) && matchmaker.demand(of: slot) == place.demand
    }

    /// Every state that lasts has a time at which it ends.
    func deadlineFaults() -> [DeskFault] {
        var faults: [DeskFault] = []
        for ticket in tickets.values {
            var timers: [Timer] = [.ticketExpiry(ticket.id)]
            if case .detached = ticket.connectivity { timers.append(.ticketDetached(ticket.id)) }
            if !ticket.notBefore.isEmpty { timers.append(.ticketRetry(ticket.id)) }
            if ticket.direct != nil { timers.append(.direct(ticket.id)) }
            if ticket.callback?.due != nil { timers.append(.callback(ticket.id)) }
            if ticket.turnaway != nil { timers.append(.turnaway(ticket.id)) }
            if nextStep(of: ticket) != nil { timers.append(.step(ticket.id)) }
            if ticket.route == nil || timers.contains(where: { deadline(of: $0) == nil }) {
                faults.append(.ticketWithoutDeadline(ticket.id))
            }
        }
        for queue in lines.occupied where hasOverflow(queue) && deadline(of: .overflow(queue)) == nil {
            faults.append(.overflowForgotten(queue))
        }
        for offer in offers.values where deadline(of: .offer(offer.id)) == nil { faults.append(.offerWithoutDeadline(offer.id)) }
        for agent in agents.values {
            var timers: [Timer] = []
            if case .detached = agent.connectivity { timers.append(.lease(agent.id)) }
            if !agent.workload.wrapUps.isEmpty { timers.append(.wrapUp(agent.id)) }
            if timers.contains(where: { deadline(of: $0) == nil }) { faults.append(.agentWithoutDeadline(agent.id)) }
        }
        return faults
    }
}
