/// Whom a queue takes, and whom it gives away because it cannot serve them in time.
extension RoutingMachine {
    /// What becomes of somebody who comes now.
    enum Admission {
        case enter(QueueName)
        /// The queue gives the newcomer away at once.
        case overflow(from: QueueName, to: QueueName)
        case refused(QueueRefusal)
    }

    func admission(of newcomer: Ticket, at now: Instant) -> Admission {
        var ticket = newcomer
        route(&ticket, at: now)
        let settings = plan.settings(of: ticket.queue)
        guard isOpen(ticket.queue, at: now) else { return refusal(.closed, settings.whenClosed, of: ticket.queue, at: now) }
        switch overflowAction(of: ticket, at: now) {
        case .move(let queue): return .overflow(from: ticket.queue, to: queue)
        case .close(let turnaway): return refusal(.full, turnaway, of: ticket.queue, at: now)
        case nil: break
        }
        if isFull(ticket.queue) { return refusal(.full, settings.whenClosed, of: ticket.queue, at: now) }
        return .enter(ticket.queue)
    }

    private func refusal(_ reason: QueueRefusal.Reason, _ turnaway: Turnaway, of queue: QueueName, at now: Instant) -> Admission {
        let reopensAt = reason == .closed ? hours(of: queue)?.nextOpening(after: now) : nil
        return .refused(QueueRefusal(queue: queue, reason: reason, turnaway: turnaway, reopensAt: reopensAt))
    }

    func hours(of queue: QueueName) -> BusinessHours? {
        plan.settings(of: queue).hours.flatMap { plan.hours(named: $0) }
    }

    func isOpen(_ queue: QueueName, at now: Instant) -> Bool { hours(of: queue)?.isOpen(at: now) ?? true }

    private func isFull(_ queue: QueueName) -> Bool {
        plan.settings(of: queue).maximumDepth.map { lines.count(in: queue) >= $0 } ?? false
    }

    /// The first rule of its queue that holds; one that leads to a closed or full queue does not count.
    private func overflowAction(of ticket: Ticket, at now: Instant) -> OverflowRule.Action? {
        let rules = plan.settings(of: ticket.queue).overflow
        guard !rules.isEmpty else { return nil }
        let facts = facts(of: ticket, at: now)
        return rules.first { rule in
            guard rule.when.isTrue({ facts[$0] }) else { return false }
            if case .move(let queue) = rule.action { return isOpen(queue, at: now) && !isFull(queue) }
            return true
        }?.action
    }

    /// Queues with rules are looked through from time to time while somebody waits in them.
    mutating func armOverflow(of queue: QueueName, at now: Instant) {
        guard deadlines[.overflow(queue)] == nil, hasOverflow(queue) else { return }
        deadlines[.overflow(queue)] = now + policy.overflowPause
    }

    func hasOverflow(_ queue: QueueName) -> Bool { !plan.settings(of: queue).overflow.isEmpty }

    /// The time to look through a queue has come. Those who came last go first: what a rule says of the depth stops holding as they go.
    mutating func overflow(_ queue: QueueName, at now: Instant) {
        guard let line = lines[queue], line.count > 0 else { return }
        for rank in line.places.elements.reversed() { overflow(rank.id, at: now) }
        if lines.count(in: queue) > 0 { armOverflow(of: queue, at: now) }
    }

    /// Nobody takes a ticket out of an agent's hands, nor out of the queue that a person chose for it.
    private mutating func overflow(_ id: TicketID, at now: Instant) {
        guard var ticket = tickets[id], ticket.state == .waiting, ticket.direct == nil,
            ticket.placedIn == nil || ticket.overflowedFrom != nil, let action = overflowAction(of: ticket, at: now)
        else { return }
        switch action {
        case .move(let queue):
            ticket.overflowedFrom = ticket.queue
            ticket.placedIn = queue
            reroute(ticket, .moved, at: now)
        case .close where ticket.callback?.isPending == true || ticket.turnaway != nil: break
        case .close(let turnaway) where canOffer(turnaway, in: ticket.queue):
            ticket.turnaway = turnaway
            deadlines[.turnaway(id)] = now + policy.turnaway
            keep(ticket)
            happenings.append(.ticketChanged(ticket))
        case .close(let turnaway):
            ticket.turnaway = turnaway
            tickets[id] = ticket
            close(id, .turnedAway, at: now)
        }
    }

    /// The customer has not asked to be called back in time. An agent who is looking at the ticket has the offer's time first.
    mutating func endTurnaway(_ id: TicketID, at now: Instant) {
        guard let ticket = tickets[id] else { return }
        if let due = ticket.offers.compactMap({ deadline(of: .offer($0)) }).max() {
            deadlines[.turnaway(id)] = max(due, now + .milliseconds(1))
        } else {
            close(id, .turnedAway, at: now)
        }
    }
}

/// Why a queue does not take somebody, and what they are offered instead.
public struct QueueRefusal: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// Outside its hours.
        case closed
        /// As many wait as may, or one of its overflow rules closes it.
        case full
    }

    public let queue: QueueName
    public let reason: Reason
    public let turnaway: Turnaway
    /// `nil`: open now, or not within the next 400 days.
    public let reopensAt: Instant?
}
