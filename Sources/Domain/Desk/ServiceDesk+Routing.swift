extension ServiceDesk {
    /// Turns what routing did into events, rows and effects.
    mutating func record(_ happening: RoutingMachine.Happening, at now: Instant) {
        switch happening {
        case .enqueued(let ticket):
            touchedQueues.insert(ticket.queue)
            guard routing.tickets[ticket.id] != nil else { return }
            output.changes.append(.ticket(ticket))
            announce(ticket)
            output.effects.append(.queueMoved(ticket.queue))
        case .ticketChanged(let ticket):
            touchedQueues.insert(ticket.queue)
            guard routing.tickets[ticket.id] != nil else { return }
            output.changes.append(.ticket(ticket))
            announce(ticket)
        case .routed(let ticket, let from):
            touchedQueues.insert(ticket.queue)
            if let from { touchedQueues.insert(from) }
            follow(ticket, from: from, at: now)
        case .offered(let offers, let ticket, let record):
            for offer in offers {
                note(.offerMade(offer: offer.id, ticket: ticket.id, agent: offer.agent, deadline: offer.deadline), at: now)
                output.effects.append(.offer(offer, ticket))
            }
            keep(record, on: ticket.interaction)
            touchedQueues.insert(ticket.queue)
            guard routing.tickets[ticket.id] != nil else { return }
            output.changes.append(.ticket(ticket))
            announce(ticket)
        case .booked(let ticket):
            touchedQueues.insert(ticket.queue)
            output.changes.append(.ticket(ticket))
            output.effects.append(.callbackBooked(ticket))
            announce(ticket)
            output.effects.append(.queueMoved(ticket.queue))
        case .invited(let ticket):
            guard let callback = ticket.callback, let due = callback.due else { return }
            note(
                .callbackInvited(ticket: ticket.id, interaction: ticket.interaction, attempt: callback.attempts, until: due), at: now)
            output.changes.append(.ticket(ticket))
            output.effects.append(.callbackDue(ticket))
            announce(ticket)
        case .consultOffered(let offer, let ticket):
            note(.offerMade(offer: offer.id, ticket: ticket.id, agent: offer.agent, deadline: offer.deadline), at: now)
            output.effects.append(.offer(offer, ticket))
        case .offerEnded(let offer, let result):
            note(.offerEnded(offer: offer.id, ticket: offer.ticket, agent: offer.agent, result: result), at: now)
            keepOfferRecord(offer, result, at: now)
            output.effects.append(.offerEnded(offer, result))
            consultOfferEnded(offer, result, at: now)
        case .assigned(let ticket, _):
            touchedQueues.insert(ticket.queue)
            leaveLine(ticket, .assigned, at: now)
        case .closed(let ticket, let closing):
            touchedQueues.insert(ticket.queue)
            learn(abandonmentOf: ticket, at: now)
            leaveLine(ticket, closing, at: now)
            abandon(ticket, closing, at: now)
        case .agentChanged(let agent):
            if let queues = agent.profile.queues {
                touchedQueues.formUnion(queues)
            } else if routing.staffingChanges == observedStaffing {
                agesAllQueues = true
            } else {
                touchesAllQueues = true
            }
            output.changes.append(.agent(agent))
            output.effects.append(.agent(agent))
        case .wrapUpEnded(let agent, let wrapUp):
            close(wrapUp, of: agent, at: now)
        }
    }

    /// Changes an interaction where it is, and stores what became of it.
    mutating func change(_ id: InteractionID, _ change: (inout Interaction) -> Void) {
        guard let index = interactions.index(forKey: id) else { return }
        change(&interactions.values[index])
        output.changes.append(.interaction(interactions.values[index]))
    }

    mutating func store(_ interaction: Interaction) {
        interactions[interaction.id] = interaction
        output.changes.append(.interaction(interaction))
    }

    private mutating func leaveLine(_ ticket: Ticket, _ closing: TicketClosing, at now: Instant) {
        note(.ticketClosed(ticket: ticket.id, interaction: ticket.interaction, closing: closing), at: now)
        output.changes.append(.ticketRemoved(ticket.id))
        output.effects.append(.ticketClosed(ticket, closing))
        output.effects.append(.queueMoved(ticket.queue))
    }

    /// The customer sees their place, and why it is further back if it is.
    private mutating func announce(_ ticket: Ticket) {
        guard let standing = routing.standing(ticket) else { return }
        routing.tell(standing)
        output.effects.append(.ticket(told(standing)))
    }

    private mutating func follow(_ ticket: Ticket, from: QueueName?, at now: Instant) {
        guard routing.tickets[ticket.id] != nil else { return }
        if let route = ticket.route {
            note(
                .ticketRouted(
                    ticket: ticket.id, queue: ticket.queue, rule: route.rule, step: route.step, ring: route.ring,
                    priority: ticket.priority), at: now)
        }
        output.changes.append(.ticket(ticket))
        if let from {
            if var interaction = interactions[ticket.interaction] {
                interaction.queue = ticket.queue
                store(interaction)
            }
            announce(ticket)
            output.effects.append(.queueMoved(from))
        }
        output.effects.append(.queueMoved(ticket.queue))
    }

    private mutating func keep(_ record: AssignmentRecord, on id: InteractionID) {
        guard let index = interactions.index(forKey: id) else { return }
        let (added, dropped) = interactions.values[index].add(record)
        output.changes.append(.assignment(id, added))
        if let dropped { output.changes.append(.assignmentRemoved(id, number: dropped.number)) }
    }

    private mutating func abandon(_ ticket: Ticket, _ closing: TicketClosing, at now: Instant) {
        guard var interaction = interactions[ticket.interaction] else { return }
        interaction.endedAt = now
        interaction.outcome = interaction.answeredAt == nil ? .abandoned : .handled
        conclude(interaction)
    }

    /// Closes the interaction once the customer's part has ended and no agent is finishing the record.
    mutating func conclude(_ interaction: Interaction) {
        var interaction = interaction
        interaction.isClosed = interaction.endedAt != nil && !interaction.isWrappedUp
        interactions[interaction.id] = interaction.isClosed ? nil : interaction
        if interaction.isClosed { messages[interaction.id] = nil }
        output.changes.append(.interaction(interaction))
    }

    private mutating func keepOfferRecord(_ offer: Offer, _ result: OfferResult, at now: Instant) {
        guard let index = interactions.index(forKey: offer.interaction),
            interactions.values[index].offers.count < Interaction.maximumOffers
        else { return }
        interactions.values[index].offers.append(
            OfferRecord(agent: offer.agent, at: offer.createdAt, result: result, endedAt: now))
        output.changes.append(.interaction(interactions.values[index]))
    }

    private mutating func close(_ wrapUp: WrapUp, of agent: Agent, at now: Instant) {
        // Taken out, so that it is changed where it is.
        guard var interaction = interactions.removeValue(forKey: wrapUp.interaction) else { return }
        interaction.closeWrapUp(of: agent.id, at: now)
        if wrapUp.medium == .video { learn(handlingOf: interaction, by: agent.id, at: now) }
        interaction.wrapEndedAt = now
        // Whoever takes a customer over may still say how it was concluded.
        if interaction.disposition == nil, interaction.endedAt != nil, !interaction.isWrappedUp { interaction.disposition = .notGiven }
        conclude(interaction)
        note(.wrapUpEnded(interaction: interaction.id, agent: agent.id, disposition: interaction.disposition ?? .notGiven), at: now)
        output.effects.append(.wrapUpFinished(agent.id, interaction.id))
    }
}
