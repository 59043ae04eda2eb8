/// Calling customers back from the queue.
extension ServiceDesk {
    /// The customer need not stay at the page: they are written to when it is their turn, or at the time that they chose. They may ask
    /// again to change it.
    /// - Throws: `ticketGone`; `notAllowed` when the queue does not call back; `contactTaken` when somebody else is to be called back
    ///   there; `slotTaken`.
    public mutating func requestCallback(of customer: CustomerID, _ request: CallbackRequest, at now: Instant) throws(DeskError)
        -> TicketStanding
    {
        guard let ticket = ticket(of: customer)?.ticket else { throw .ticketGone }
        guard request.from == nil ? mayAskForCallback(ticket) : mayBook(ticket) else { throw .notAllowed }
        guard isFree(request.contact, for: ticket.id) else { throw .contactTaken }
        let turn = try turn(of: request, in: ticket.queue, for: ticket.id, at: now)
        callBack(ticket, at: request.contact, turn, by: nil, at: now)
        settle(at: now)
        return try standing(of: customer)
    }

    /// The customer is at the page: because it is their turn, or because they would rather wait here. A time that was booked is given
    /// back by leaving: who comes earlier is a newcomer.
    public mutating func answerCallback(of customer: CustomerID, at now: Instant) throws(DeskError) -> TicketStanding {
        guard let ticket = ticket(of: customer)?.ticket else { throw .ticketGone }
        if ticket.callback?.isBooked == true { throw .notAllowed }
        if ticket.callback?.isPending == true {
            routing.answerCallback(ticket.id, at: now)
            note(.callbackAnswered(ticket: ticket.id, interaction: ticket.interaction), at: now)
            settle(at: now)
        }
        return try standing(of: customer)
    }

    /// An address is for one customer at a time: nobody can have many letters sent to somebody else.
    func isFree(_ contact: ContactAddress, for ticket: TicketID?) -> Bool {
        routing.callbackOfMailbox[contact.mailbox].map { $0 == ticket } ?? true
    }

    /// Whether the customer of this ticket may be called back in their turn: the queue offers it, or gives them up with that way out. Who
    /// booked a time has no turn: they did not wait.
    public func mayAskForCallback(_ ticket: Ticket) -> Bool {
        routing.canOffer(.callback, in: ticket.queue) && ticket.callback?.isBooked != true
            && (plan.settings(of: ticket.queue).callback.offered && ticket.turnaway == nil || ticket.turnaway == .callback)
    }

    /// Whether they may book a time for it.
    public func mayBook(_ ticket: Ticket) -> Bool {
        routing.canOffer(.book, in: ticket.queue)
            && (plan.settings(of: ticket.queue).callback.offered || ticket.turnaway != nil || ticket.callback?.slot != nil)
    }

    /// Whether what the queue offers instead is there: no letter may be sent from here, or no time booked.
    public func canOffer(_ refusal: QueueRefusal) -> Bool { routing.canOffer(refusal.turnaway, in: refusal.queue) }

    /// The times that this customer could book, the next first: of their ticket's queue, or of the one that would take them.
    public func slots(for caller: Caller, context: VisitContext = VisitContext(), at now: Instant) -> [Slot] {
        if let ticket = ticket(of: caller.customer.id)?.ticket {
            return mayBook(ticket) ? routing.freeSlots(of: ticket.queue, for: ticket.id, at: now) : []
        }
        let queue: QueueName? =
            switch admission(of: caller, context, at: now) {
            case .enter(let queue): queue
            case .overflow(_, let queue): queue
            case .refused(let refusal): refusal.turnaway == .refuse ? nil : refusal.queue
            }
        guard let queue, routing.canOffer(.book, in: queue) else { return [] }
        return routing.freeSlots(of: queue, for: nil, at: now)
    }

    /// The customer who was written to about this interaction, and where, as long as they can still come: their ticket or session lives.
    public func customer(calledBackAbout interaction: InteractionID) -> (id: CustomerID, contact: ContactAddress)? {
        guard let customer = interactions[interaction]?.caller.customer.id else { return nil }
        if let ticket = ticket(of: customer)?.ticket, ticket.interaction == interaction {
            return ticket.callback.map { (customer, $0.contact) }
        }
        guard let session = session(of: customer), session.interaction == interaction else { return nil }
        return session.ticket.callback.map { (customer, $0.contact) }
    }

    /// - Parameter opening: when the queue opens, if it is closed.
    func turn(of request: CallbackRequest, in queue: QueueName, for id: TicketID?, opening: Instant? = nil, at now: Instant)
        throws(DeskError) -> Callback.Turn
    {
        guard let from = request.from else { return .inLine(from: opening) }
        guard let slot = routing.freeSlot(from: from, of: queue, for: id, at: now) else { throw .slotTaken }
        return .slot(slot)
    }

    /// `by`: the agent who promised it.
    mutating func callBack(_ ticket: Ticket, at contact: ContactAddress, _ turn: Callback.Turn, by agent: AgentID?, at now: Instant) {
        routing.requestCallback(ticket.id, contact, turn, at: now)
        switch turn {
        case .inLine: note(.callbackRequested(ticket: ticket.id, interaction: ticket.interaction, kind: contact.kind), at: now)
        case .slot(let slot):
            note(
                .callbackBooked(ticket: ticket.id, interaction: ticket.interaction, slot: slot, kind: contact.kind, by: agent), at: now)
        }
        guard var interaction = interactions[ticket.interaction] else { return }
        guard interaction.callbackRequestedAt == nil else { return }
        interaction.callbackRequestedAt = now
        // A call back is a call.
        interaction.medium = .video
        store(interaction)
    }

    private func standing(of customer: CustomerID) throws(DeskError) -> TicketStanding {
        guard let standing = ticket(of: customer) else { throw .ticketGone }
        return standing
    }
}
