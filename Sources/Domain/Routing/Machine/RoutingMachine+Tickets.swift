extension RoutingMachine {
    /// Takes a new ticket, or one that comes back. `reason`: why those whom it passes fall back.
    mutating func enqueue(_ ticket: Ticket, _ reason: MovedBack, at now: Instant) {
        var ticket = ticket
        resume(&ticket, at: now)
        nextOrder = max(nextOrder, ticket.order + 1)
        ticketOfCustomer[ticket.customer] = ticket.id
        place(ticket, reason)
        setDeadlines(of: ticket)
        armOverflow(of: ticket.queue, at: now)
        happenings.append(.enqueued(ticket))
    }

    mutating func setDeadlines(of ticket: Ticket) {
        deadlines[.ticketExpiry(ticket.id)] = expiry(of: ticket)
        if ticket.callback != nil { deadlines[.callback(ticket.id)] = ticket.callback?.due }
        if ticket.callback != nil, ticket.turnaway == nil { deadlines[.turnaway(ticket.id)] = nil }
        deadlines[.ticketRetry(ticket.id)] = ticket.notBefore.values.min()
        deadlines[.step(ticket.id)] = nextStep(of: ticket)
        deadlines[.direct(ticket.id)] = ticket.direct?.until
        if case .detached(let until) = ticket.connectivity {
            deadlines[.ticketDetached(ticket.id)] = until
        } else {
            deadlines[.ticketDetached(ticket.id)] = nil
        }
    }

    /// When the ticket has waited longer than any may: at the page, or to be called back.
    private func expiry(of ticket: Ticket) -> Instant {
        switch ticket.callback?.state {
        case nil: ticket.enqueuedAt + policy.maximumWait
        case .answered(let instant): instant + policy.maximumWait
        case .booked, .waiting, .invited:
            (ticket.callback?.slot?.from ?? ticket.callback?.requestedAt ?? ticket.enqueuedAt) + policy.maximumCallbackWait
        }
    }

    mutating func close(_ id: TicketID, _ closing: TicketClosing, at now: Instant) {
        guard let ticket = tickets[id] else { return }
        for offer in ticket.offers { endOffer(offer, .rescinded, at: now) }
        let last = tickets[id] ?? ticket
        remove(id)
        happenings.append(.closed(last, closing))
    }

    mutating func setCustomer(_ customer: CustomerID, attached: Bool, at now: Instant) {
        guard let id = ticketOfCustomer[customer], var ticket = tickets[id] else { return }
        guard attached != (ticket.connectivity == .attached) else { return }
        // Who is called back need not stay.
        let away: Connectivity = ticket.callback?.isPending == true ? .gone : .detached(until: now + policy.grace(in: ticket.medium))
        ticket.connectivity = attached ? .attached : away
        if case .detached(let until) = ticket.connectivity {
            deadlines[.ticketDetached(id)] = until
        } else {
            deadlines[.ticketDetached(id)] = nil
        }
        keep(ticket)
        happenings.append(.ticketChanged(ticket))
    }

    /// Puts the ticket into that queue, where it is routed anew with its age. Open offers were for another queue and end.
    mutating func move(_ id: TicketID, to queue: QueueName, at now: Instant) {
        guard let before = tickets[id], before.queue != queue || before.direct != nil else { return }
        for offer in before.offers { endOffer(offer, .rescinded, at: now) }
        guard var ticket = tickets[id] else { return }
        ticket.placedIn = queue
        ticket.overflowedFrom = nil
        ticket.direct = nil
        reroute(ticket, .moved, at: now)
    }

    mutating func setPriority(_ priority: Int, of id: TicketID, at now: Instant) {
        guard var ticket = tickets[id], ticket.priorityBySupervisor != priority else { return }
        ticket.priorityBySupervisor = priority
        place(ticket, .priority)
        happenings.append(.routed(ticket, from: nil))
    }

    /// Routes every ticket by the new plan, with its age; open offers live on.
    mutating func adopt(_ plan: ValidatedPlan, at now: Instant) {
        let callsWereExclusive = matchmaker.callsAreExclusive
        self.plan = plan
        matchmaker.callsAreExclusive = plan.plan.media.video.exclusive
        if matchmaker.callsAreExclusive != callsWereExclusive {
            for agent in agents.values.sorted(by: { $0.id < $1.id }) { matchmaker.place(agent) }
        }
        for agent in agents.values.sorted(by: { $0.id < $1.id }) {
            var agent = agent
            let activity = Activity(agent.activity.name, in: plan)
            guard activity != agent.activity || agent.room(by: plan.plan.media) != agent.openTo else { continue }
            agent.activity = activity
            update(agent)
        }
        for ticket in tickets.values.sorted(by: { ($0.order, $0.id) < ($1.order, $1.id) }) { reroute(ticket, .plan, at: now) }
        for queue in invitedIn.keys { updateCrowding(of: queue) }
        matchmaker.compact()
        freshAgents += matchmaker.idle.elements.map(\.id)
    }

    mutating func reroute(_ before: Ticket, _ reason: MovedBack, at now: Instant) {
        var ticket = before
        let from = placements[before.id]?.queue
        route(&ticket, at: now)
        place(ticket, reason)
        setDeadlines(of: ticket)
        armOverflow(of: ticket.queue, at: now)
        guard tickets[ticket.id] != before || from != ticket.queue else { return }
        happenings.append(.routed(ticket, from: from == ticket.queue ? nil : from))
    }

    mutating func forgetDeclines(of id: TicketID, at now: Instant) {
        guard var ticket = tickets[id] else { return }
        ticket.notBefore = ticket.notBefore.filter { $0.value > now }
        deadlines[.ticketRetry(id)] = ticket.notBefore.values.min()
        keep(ticket)
        if ticket.isOfferable { freshTickets.append(id) }
    }

    /// The agent whom a person chose did not take it: back to who sent it, if they are free, else to the queue.
    mutating func endDirect(_ id: TicketID, at now: Instant) {
        guard var ticket = tickets[id], let direct = ticket.direct else { return }
        // Who is looking at it has their offer's time, which may have been put off.
        if let due = ticket.offers.compactMap({ deadline(of: .offer($0)) }).max() {
            deadlines[.direct(id)] = due
            return
        }
        // A promise holds for its slot, as long as the agent is there.
        if let slot = ticket.callback?.slot, ticket.priorityByTransfer == 0, now < slot.until, agents[direct.agent]?.isStaffed == true {
            ticket.direct = DirectAssignment(agent: direct.agent, from: nil, until: min(now + policy.direct, slot.until))
            deadlines[.direct(id)] = ticket.direct?.until
            keep(ticket)
            happenings.append(.ticketChanged(ticket))
            return
        }
        if let from = direct.from, let sender = agents[from], sender.canTake(ticket.medium) {
            ticket.direct = DirectAssignment(agent: from, from: nil, until: now + policy.direct)
            ticket.notBefore[from] = nil
        } else {
            ticket.direct = nil
        }
        deadlines[.direct(id)] = ticket.direct?.until
        deadlines[.ticketRetry(id)] = ticket.notBefore.values.min()
        place(ticket, .returned)
        happenings.append(.routed(ticket, from: nil))
    }
}
