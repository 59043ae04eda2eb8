/// An agent promises to call the customer back.
extension ServiceDesk {
    /// A new matter of the customer whose record the agent is finishing: at that time the customer is written to, and this agent has them
    /// first. Promising again changes it. `attached`: the customer's page is still there.
    /// - Throws: `notFound` unless the agent is wrapping that interaction up; `alreadyInSession` when the customer waits or talks again
    ///   already; `contactTaken`; `slotTaken`; `notAllowed` where nobody is called back.
    public mutating func promiseCallback(
        _ request: CallbackRequest, after id: InteractionID, by agent: AgentID, attached: Bool, at now: Instant
    ) throws(DeskError) -> Ticket {
        guard let (_, former) = wrapUp(of: agent, after: id) else { throw .notFound }
        guard request.from != nil, routing.canOffer(.book, in: former.queue) else { throw .notAllowed }
        let customer = former.caller.customer.id
        let promised = promisedTicket(after: id)
        guard promised != nil || ticket(of: customer) == nil && session(of: customer) == nil else { throw .alreadyInSession }
        guard !isBlocked(customer, at: now) else { throw .notAvailable }
        guard promised != nil || ticketCount < routingPolicy.maximumTickets else { throw .overloaded }
        guard isFree(request.contact, for: promised?.id) else { throw .contactTaken }
        let turn = try turn(of: request, in: former.queue, for: promised?.id, at: now)
        let ticket = promised ?? enqueueFollowUp(of: former, attached: attached, at: now)
        callBack(ticket, at: request.contact, turn, by: agent, at: now)
        if case .slot(let slot) = turn { routing.assign(ticket.id, to: agent, until: slot.until) }
        settle(at: now)
        return routing.tickets[ticket.id] ?? ticket
    }

    /// Whether customers of its queue can be promised a time at all.
    public func mayPromise(after interaction: Interaction) -> Bool { routing.canOffer(.book, in: interaction.queue) }

    /// The times that the agent can promise, the next first.
    public func slots(after id: InteractionID, by agent: AgentID, at now: Instant) throws(DeskError) -> [Slot] {
        guard let (_, former) = wrapUp(of: agent, after: id) else { throw .notFound }
        guard routing.canOffer(.book, in: former.queue) else { return [] }
        return routing.freeSlots(of: former.queue, for: promisedTicket(after: id)?.id, at: now)
    }

    /// What was promised after that interaction, as long as it has not begun.
    public func promisedTicket(after id: InteractionID) -> Ticket? {
        guard let customer = interactions[id]?.caller.customer.id, let ticket = ticket(of: customer)?.ticket,
            ticket.callback?.isBooked == true, interactions[ticket.interaction]?.followUpOf == id
        else { return nil }
        return ticket
    }

    private mutating func enqueueFollowUp(of former: Interaction, attached: Bool, at now: Instant) -> Ticket {
        let interaction = InteractionID(using: &routing.generator)
        var context = former.context
        context.medium = .video
        var ticket = Ticket(
            id: TicketID(using: &routing.generator), interaction: interaction, caller: former.caller, context: context,
            enqueuedAt: now, order: routing.nextOrder, connectivity: attached ? .attached : .gone)
        ticket.placedIn = former.queue
        store(
            Interaction(
                id: interaction, caller: former.caller, context: context, queue: former.queue, enqueuedAt: now,
                followUpOf: former.id))
        routing.enqueue(ticket, .priority, at: now)
        note(
            .ticketEnqueued(ticket: ticket.id, interaction: interaction, customer: ticket.customer, queue: former.queue), at: now)
        return ticket
    }
}
