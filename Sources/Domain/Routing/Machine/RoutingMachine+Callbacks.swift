/// Tickets whose customers are called back. They wait in their place like all others; when an agent could take one, its customer is
/// written to instead, and once they came it is offered before all that came after it.
extension RoutingMachine {
    /// Takes the ticket out of agents' sight: the customer no longer stays at the page.
    mutating func requestCallback(_ id: TicketID, _ contact: ContactAddress, _ turn: Callback.Turn, at now: Instant) {
        guard let before = tickets[id] else { return }
        for offer in before.offers { endOffer(offer, .rescinded, at: now) }
        guard var ticket = tickets[id] else { return }
        if let former = ticket.callback { reserve(former.contact, for: id, false) }
        ticket.callback = Callback(contact: contact, turn: turn, at: now)
        // A call back is a call.
        ticket.medium = .video
        // An agent's promise is for the time of the booking: it moves with it, and ends with it.
        switch turn {
        case .inLine: ticket.direct = nil
        case .slot(let slot): ticket.direct = ticket.direct.map { DirectAssignment(agent: $0.agent, from: nil, until: slot.until) }
        }
        ticket.turnaway = nil
        ticket.prediction = nil
        if ticket.connectivity != .attached { ticket.connectivity = .gone }
        setDeadlines(of: ticket)
        place(ticket, .returned)
        armOverflow(of: ticket.queue, at: now)
        happenings.append(ticket.callback?.isBooked == true ? .booked(ticket) : .ticketChanged(ticket))
    }

    /// That agent has it first, for so long.
    mutating func assign(_ id: TicketID, to agent: AgentID, until: Instant) {
        guard var ticket = tickets[id] else { return }
        ticket.direct = DirectAssignment(agent: agent, from: nil, until: until)
        setDeadlines(of: ticket)
        place(ticket, .returned)
        happenings.append(.ticketChanged(ticket))
    }

    /// The customer is there, asked or not: an ordinary ticket with its age.
    mutating func answerCallback(_ id: TicketID, at now: Instant) {
        guard var ticket = tickets[id], ticket.callback?.isPending == true else { return }
        ticket.callback?.state = .answered(at: now)
        if ticket.connectivity == .gone { ticket.connectivity = .detached(until: now + policy.customerGrace) }
        setDeadlines(of: ticket)
        keep(ticket)
        // It may have been passed over until now.
        if ticket.isOfferable { freshTickets.append(id) }
        happenings.append(.ticketChanged(ticket))
    }

    /// An agent could take the ticket now. Outside the queue's hours it waits for the next opening.
    mutating func invite(_ before: Ticket, at now: Instant) {
        var ticket = before
        let callback = plan.settings(of: ticket.queue).callback
        if isOpen(ticket.queue, at: now) {
            ticket.callback?.attempts += 1
            ticket.callback?.state = .invited(until: now + .seconds(callback.graceSeconds))
        } else {
            let opening = hours(of: ticket.queue)?.nextOpening(after: now)
            ticket.callback?.state = .waiting(from: opening ?? now + .seconds(callback.retrySeconds))
        }
        setDeadlines(of: ticket)
        keep(ticket)
        happenings.append(ticket.callback?.isInvited == true ? .invited(ticket) : .ticketChanged(ticket))
    }

    /// The time has come at which it may be their turn, or until which they were expected.
    mutating func callbackDue(_ id: TicketID, at now: Instant) {
        guard var ticket = tickets[id], let callback = ticket.callback else { return }
        if callback.isBooked { return bookingDue(ticket, at: now) }
        let rules = plan.settings(of: ticket.queue).callback
        switch callback.state {
        case .waiting: ticket.callback?.state = .waiting(from: nil)
        case .invited where callback.attempts >= rules.attempts: return close(id, .unreached, at: now)
        case .invited: ticket.callback?.state = .waiting(from: rules.retrySeconds == 0 ? nil : now + .seconds(rules.retrySeconds))
        case .booked, .answered: return
        }
        setDeadlines(of: ticket)
        keep(ticket)
        happenings.append(.ticketChanged(ticket))
    }

    /// An address is taken by the ticket whose customer is to be written to there.
    mutating func reserve(_ contact: ContactAddress, for id: TicketID, _ isReserved: Bool) {
        if isReserved {
            callbackOfMailbox[contact.mailbox] = id
        } else if callbackOfMailbox[contact.mailbox] == id {
            callbackOfMailbox[contact.mailbox] = nil
        }
    }

    /// Counts the customers who are expected, by queue. When one queue may expect more, those of its tickets that were passed over are
    /// looked at again.
    mutating func countInvited(_ id: TicketID, in queue: QueueName?) {
        let before = invitedTickets[id]
        guard before != queue else { return }
        if let before { invitedIn[before, default: 0] -= 1 }
        if let queue { invitedIn[queue, default: 0] += 1 }
        invitedTickets[id] = queue
        for queue in [before, queue].compactMap(\.self) { updateCrowding(of: queue) }
    }

    mutating func updateCrowding(of queue: QueueName) {
        if invitedIn[queue, default: 0] >= plan.settings(of: queue).callback.atOnce {
            crowdedQueues.insert(queue)
        } else if crowdedQueues.remove(queue) != nil {
            freshAgents += matchmaker.idle.elements.map(\.id)
        }
    }
}
