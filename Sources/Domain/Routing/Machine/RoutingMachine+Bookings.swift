/// Times that customers chose for being called back.
extension RoutingMachine {
    /// One slot of one queue.
    struct Booking: Hashable, Sendable {
        let queue: QueueName
        let from: Instant
    }

    /// The slots of the queue that somebody more can book; a ticket's own booking leaves its slot free for itself.
    func freeSlots(of queue: QueueName, for id: TicketID?, at now: Instant) -> [Slot] {
        slotSchedule(of: queue).slots(at: now) { isFree($0, in: queue, for: id) }
    }

    /// `nil`: that time cannot be booked, or not any more.
    func freeSlot(from start: Instant, of queue: QueueName, for id: TicketID?, at now: Instant) -> Slot? {
        // One's own can be confirmed again, to another address, until its time has come.
        if let id, let own = tickets[id], own.booking == Booking(queue: queue, from: start) { return own.callback?.slot }
        return isFree(start, in: queue, for: id) ? slotSchedule(of: queue).slot(from: start, at: now) : nil
    }

    private func slotSchedule(of queue: QueueName) -> SlotSchedule {
        SlotSchedule(hours: hours(of: queue), policy: plan.settings(of: queue).booking)
    }

    private func isFree(_ start: Instant, in queue: QueueName, for id: TicketID?) -> Bool {
        let booking = Booking(queue: queue, from: start)
        if let id, bookedTickets[id] == booking { return true }
        return bookings[booking, default: 0] < plan.settings(of: queue).booking.perSlot
    }

    /// Whether customers of the queue can be offered that instead of waiting.
    func canOffer(_ turnaway: Turnaway, in queue: QueueName) -> Bool {
        switch turnaway {
        case .refuse: false
        case .callback: policy.takesCallbacks
        case .book: policy.takesCallbacks && plan.settings(of: queue).booking.perSlot > 0 && (plan.contains(queue) || !plan.isPlanned)
        }
    }

    /// The time that its customer chose has come: the workflow takes it as if it came now, and its age puts it before those who wait.
    mutating func bookingDue(_ ticket: Ticket, at now: Instant) {
        var ticket = ticket
        ticket.callback?.state = .waiting(from: nil)
        ticket.stepsFrom = now
        // Who promised it may have gone home, or go home meanwhile.
        if let direct = ticket.direct {
            let isThere = agents[direct.agent]?.isStaffed == true
            ticket.direct = isThere ? DirectAssignment(agent: direct.agent, from: nil, until: min(now + policy.direct, direct.until)) : nil
        }
        reroute(ticket, .appointment, at: now)
        happenings.append(.ticketChanged(tickets[ticket.id] ?? ticket))
    }

    /// Counts the bookings of each slot.
    mutating func countBooked(_ id: TicketID, as booking: Booking?) {
        let before = bookedTickets[id]
        guard before != booking else { return }
        if let before {
            bookings[before, default: 0] -= 1
            if bookings[before] == 0 { bookings[before] = nil }
        }
        if let booking { bookings[booking, default: 0] += 1 }
        bookedTickets[id] = booking
    }
}

extension Ticket {
    /// The slot that it holds until its time has come.
    var booking: RoutingMachine.Booking? {
        guard let callback, callback.isBooked, let slot = callback.slot else { return nil }
        return RoutingMachine.Booking(queue: queue, from: slot.from)
    }
}
