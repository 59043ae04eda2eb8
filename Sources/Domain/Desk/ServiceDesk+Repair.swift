/// Putting right what the audit finds. Nobody is thrown out who can be kept: a customer's place and age come before an agent's state.
extension ServiceDesk {
    /// Repairing one thing may show another that it hid.
    private static let passes = 8

    /// How many faults were repaired; 0 as long as the desk has no defect. Each is told to the journal.
    @discardableResult
    public mutating func repair(at now: Instant) -> Int {
        var repaired = 0
        for _ in 0..<Self.passes {
            let found = faults()
            guard !found.isEmpty else { break }
            for fault in found {
                note(.repaired(finding: fault.description), at: now)
                repair(fault, at: now)
            }
            routing.reindex()
            routing.completeDeadlines(at: now)
            repaired += found.count
            settle(at: now)
        }
        return repaired
    }

    private mutating func repair(_ fault: DeskFault, at now: Instant) {
        switch fault {
        case .ticketWithoutInteraction(let id):
            guard let ticket = routing.tickets[id] else { return }
            store(
                Interaction(
                    id: ticket.interaction, caller: ticket.caller, context: ticket.context, queue: ticket.queue,
                    enqueuedAt: ticket.enqueuedAt))
        case .ticketInSession(let id): routing.close(id, .assigned, at: now)
        case .ticketNamesForeignOffer(let id): routing.dropForeignOffers(of: id)
        case .offerOrphaned(let id): routing.dropOffer(id)
        case .agentHoldsDeadOffer(let id, let offer): routing.change(id) { if $0.workload.offer == offer { $0.workload.offer = nil } }
        case .agentInDeadSession(let id, let session): routing.endCall(of: id, in: session, wrapUp: nil, at: now)
        case .agentWrapsUpNothing(let id, let interaction): _ = routing.endWrapUp(of: id, interaction: interaction, at: now)
        case .sessionWithoutAgent(let id), .sessionWithoutInteraction(let id): endBroken(id, at: now)
        case .consultBroken(let id): dropConsult(of: id, at: now)
        case .sessionSeatMisplaced(let id, let person): reseat(person, in: id, at: now)
        case .handoverToNobody(let id):
            guard var session = sessions[id] else { return }
            endHandover(of: &session, .newcomerLost, at: now)
            store(session, at: now)
        case .sessionWithoutDeadline(let id): sessionDeadlines[id] = sessions[id]?.deadline(sessionPolicy)
        case .interactionForgotten(let id): forget(id, at: now)
        case .interactionWrappedUpByNobody(let id):
            guard var interaction = interactions[id] else { return }
            for segment in interaction.segments where segment.kind == .wrap && segment.to == nil {
                interaction.closeWrapUp(of: segment.agent, at: now)
            }
            store(interaction)
        case .overflowForgotten(let queue): routing.armOverflow(of: queue, at: now)
        case .ticketMisplaced, .ticketPassedOver, .ticketWithoutDeadline, .offerWithoutDeadline, .agentMisplaced, .agentWithoutDeadline,
            .countsDisagree:
            break  // Put right by building the indexes and deadlines anew.
        }
    }

    /// The customer goes back to the queue as if the agent had been lost.
    private mutating func endBroken(_ id: SessionID, at now: Instant) {
        guard var session = sessions[id] else { return }
        if interactions[session.interaction] == nil {
            store(
                Interaction(
                    id: session.interaction, caller: session.ticket.caller, context: session.ticket.context,
                    queue: session.ticket.queue, enqueuedAt: session.ticket.enqueuedAt))
        }
        let holdsAgent = isTalking(session.agentID, in: id)
        session.end(holdsAgent ? .mediaLost : .agentLost, by: nil, at: now)
        store(session, at: now)
    }

    /// The customer stays with the agent.
    private mutating func dropConsult(of id: SessionID, at now: Instant) {
        guard var session = sessions[id], let colleague = session.consult?.colleague ?? session.consulted.map({ AgentID($0.person) })
        else { return }
        session.endConsult()
        routing.endCall(of: colleague, in: id, wrapUp: nil, at: now)
        store(session, at: now)
    }

    private mutating func reseat(_ person: Identifier<Person>, in id: SessionID, at now: Instant) {
        guard var session = sessions[id], let participant = session.participant(of: person) else { return }
        if session.medium == .video, let other = call(of: person), other.id != id {
            // Nobody sits in two calls.
            if participant.id == session.customer.id || participant.id == session.agent.id {
                session.end(.mediaLost, by: nil, at: now)
            } else {
                session.others.removeAll { $0.id == participant.id }
            }
            store(session, at: now)
        } else {
            seats.sit(person, in: id)
        }
    }

    private mutating func forget(_ id: InteractionID, at now: Instant) {
        guard var interaction = interactions[id] else { return }
        interaction.closeSegment(at: now)
        interaction.endedAt = interaction.endedAt ?? now
        interaction.outcome = interaction.outcome ?? (interaction.answeredAt == nil ? .abandoned : .handled)
        conclude(interaction)
    }
}

extension RoutingMachine {
    mutating func change(_ id: AgentID, _ change: (inout Agent) -> Void) {
        guard var agent = agents[id] else { return }
        change(&agent)
        if agent != agents[id] { update(agent) }
    }

    mutating func dropForeignOffers(of id: TicketID) {
        guard var ticket = tickets[id] else { return }
        let own = ticket.offers.filter { offers[$0]?.ticket == id }
        ticket.state = own.isEmpty ? .waiting : .offered(own)
        keep(ticket)
        happenings.append(.ticketChanged(ticket))
    }

    mutating func dropOffer(_ id: OfferID) {
        guard let offer = offers.removeValue(forKey: id) else { return }
        deadlines[.offer(id)] = nil
        change(offer.agent) { if $0.workload.offer == id { $0.workload.offer = nil } }
        dropForeignOffers(of: offer.ticket)
        happenings.append(.offerEnded(offer, .rescinded))
    }

    /// Builds everything that is kept for finding things fast anew.
    mutating func reindex() {
        (placements, lines, restricted, ticketOfCustomer) = ([:], QueueLines(), [], [:])
        (invitedTickets, invitedIn, crowdedQueues, callbackOfMailbox) = ([:], [:], [], [:])
        (offeredTickets, offeredIn, bookedTickets, bookings) = ([:], [:], [:], [:])
        (matchmaker, census, occupied, absent) = (Matchmaker(), AgentCensus(), RankedSet(), RankedSet())
        staffingChanges += 1
        matchmaker.callsAreExclusive = plan.plan.media.video.exclusive
        for agent in agents.values.sorted(by: { $0.id < $1.id }) {
            var agent = agent
            agent.openTo = agent.room(by: plan.plan.media)
            agents[agent.id] = agent
            census.add(agent)
            index(agent, nil)
        }
        for ticket in tickets.values.sorted(by: { ($0.order, $0.id) < ($1.order, $1.id) }) {
            ticketOfCustomer[ticket.customer] = ticket.id
            place(ticket, .priority)
        }
    }

    mutating func completeDeadlines(at now: Instant) {
        for id in tickets.keys.sorted() {
            guard var ticket = tickets[id] else { continue }
            if ticket.route == nil {
                route(&ticket, at: now)
                place(ticket, .priority)
            }
            setDeadlines(of: ticket)
            if ticket.turnaway != nil, deadlines[.turnaway(id)] == nil { deadlines[.turnaway(id)] = now + policy.turnaway }
        }
        for offer in offers.values.sorted(by: { $0.id < $1.id }) where deadline(of: .offer(offer.id)) == nil {
            deadlines[.offer(offer.id)] = max(offer.deadline, now)
        }
        for agent in agents.values.sorted(by: { $0.id < $1.id }) { setDeadlines(of: agent) }
    }
}
