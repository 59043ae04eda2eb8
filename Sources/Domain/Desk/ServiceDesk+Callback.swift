/// Calling customers back from the queue.
extension ServiceDesk {
    /// The customer keeps their place and need not stay at the page: when it is their turn they are written to.
    /// - Throws: `ticketGone`; `notAllowed` when the queue does not call back; `contactTaken` when somebody else is to be called back there.
    public mutating func requestCallback(of customer: CustomerID, to contact: ContactAddress, at now: Instant) throws(DeskError)
        -> TicketStanding
    {
        guard let ticket = ticket(of: customer)?.ticket else { throw .ticketGone }
        guard mayAskForCallback(ticket) else { throw .notAllowed }
        guard isFree(contact, for: ticket.id) else { throw .contactTaken }
        routing.requestCallback(ticket.id, contact, from: nil, at: now)
        note(.callbackRequested(ticket: ticket.id, interaction: ticket.interaction, kind: contact.kind), at: now)
        markCallback(of: ticket.interaction, at: now)
        settle(at: now)
        return try standing(of: customer)
    }

    /// The customer is at the page: because it is their turn, or because they would rather wait here.
    public mutating func answerCallback(of customer: CustomerID, at now: Instant) throws(DeskError) -> TicketStanding {
        guard let ticket = ticket(of: customer)?.ticket else { throw .ticketGone }
        if ticket.callback?.isPending == true {
            routing.answerCallback(ticket.id, at: now)
            note(.callbackAnswered(ticket: ticket.id, interaction: ticket.interaction), at: now)
            settle(at: now)
        }
        return try standing(of: customer)
    }

    /// An address is for one customer at a time: nobody can have many letters sent to somebody else.
    func isFree(_ contact: ContactAddress, for ticket: TicketID?) -> Bool {
        routing.callbackOfContact[contact].map { $0 == ticket } ?? true
    }

    /// Whether the customer of this ticket may be called back: the queue offers it, or gives them up with that way out.
    public func mayAskForCallback(_ ticket: Ticket) -> Bool {
        routingPolicy.takesCallbacks && (plan.settings(of: ticket.queue).callback.offered || ticket.turnaway == .callback)
    }

    /// The customer who was written to about this interaction, as long as they can still come: their ticket or session lives.
    public func customer(calledBackAbout interaction: InteractionID) -> CustomerID? {
        guard let customer = interactions[interaction]?.caller.customer.id else { return nil }
        if let ticket = ticket(of: customer)?.ticket, ticket.interaction == interaction { return ticket.callback == nil ? nil : customer }
        guard let session = session(of: customer), session.interaction == interaction, session.ticket.callback != nil else { return nil }
        return customer
    }

    mutating func markCallback(of id: InteractionID, at now: Instant) {
        guard var interaction = interactions[id], interaction.callbackRequestedAt == nil else { return }
        interaction.callbackRequestedAt = now
        store(interaction)
    }

    private func standing(of customer: CustomerID) throws(DeskError) -> TicketStanding {
        guard let standing = ticket(of: customer) else { throw .ticketGone }
        return standing
    }
}
