extension ServiceDesk {
    /// Turns what routing did into events, rows and effects.
    mutating func record(_ happening: RoutingMachine.Happening, at now: Instant) {
        switch happening {
        case .enqueued(let ticket):
            output.changes.append(.ticket(ticket))
            if let standing = standing(ticket) { output.effects.append(.ticket(standing)) }
            output.effects.append(.queueMoved(ticket.queue))
        case .ticketChanged(let ticket):
            guard routing.tickets[ticket.id] != nil else { return }
            output.changes.append(.ticket(ticket))
            if let standing = standing(ticket) { output.effects.append(.ticket(standing)) }
        case .offered(let offer, let ticket):
            note(.offerMade(offer: offer.id, ticket: ticket.id, agent: offer.agent, deadline: offer.deadline), at: now)
            output.changes.append(.ticket(ticket))
            if let standing = standing(ticket) { output.effects.append(.ticket(standing)) }
            output.effects.append(.offer(offer, ticket))
        case .offerEnded(let offer, let result):
            note(.offerEnded(offer: offer.id, ticket: offer.ticket, agent: offer.agent, result: result), at: now)
            keepOfferRecord(offer, result, at: now)
            output.effects.append(.offerEnded(offer, result))
        case .assigned(let ticket, _):
            leaveLine(ticket, .assigned, at: now)
        case .closed(let ticket, let closing):
            leaveLine(ticket, closing, at: now)
            abandon(ticket, closing, at: now)
        case .agentChanged(let agent):
            output.changes.append(.agent(agent))
            output.effects.append(.agent(agent))
        case .wrapUpEnded(let agent, let wrapUp):
            close(wrapUp, of: agent, at: now)
        }
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

    private mutating func abandon(_ ticket: Ticket, _ closing: TicketClosing, at now: Instant) {
        guard var interaction = interactions[ticket.interaction] else { return }
        interaction.endedAt = now
        interaction.outcome = interaction.answeredAt == nil ? .abandoned : .handled
        interaction.isClosed = true
        store(interaction)
        interactions[interaction.id] = nil
    }

    private mutating func keepOfferRecord(_ offer: Offer, _ result: OfferResult, at now: Instant) {
        guard var interaction = interactions[offer.interaction], interaction.offers.count < Interaction.maximumOffers else { return }
        interaction.offers.append(OfferRecord(agent: offer.agent, at: offer.createdAt, result: result, endedAt: now))
        store(interaction)
    }

    private mutating func close(_ wrapUp: WrapUp, of agent: Agent, at now: Instant) {
        guard var interaction = interactions[wrapUp.interaction] else { return }
        interaction.closeSegment(at: now)
        interaction.wrapEndedAt = now
        if interaction.disposition == nil { interaction.disposition = .notGiven }
        interaction.isClosed = true
        store(interaction)
        interactions[interaction.id] = nil
        note(.wrapUpEnded(interaction: interaction.id, agent: agent.id, disposition: interaction.disposition ?? .notGiven), at: now)
        output.effects.append(.wrapUpFinished(agent.id, interaction.id))
    }
}
