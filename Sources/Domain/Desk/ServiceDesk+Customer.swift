extension ServiceDesk {
    /// The customer asks for an agent. One open ticket a customer: asking again returns it.
    ///
    /// `callback`: where to write to when it is their turn, or at the time that they chose, instead of their staying; a queue that turns
    /// them away may take them so.
    public mutating func startVisit(
        _ caller: Caller, context: VisitContext = VisitContext(), callback: CallbackRequest? = nil, at now: Instant
    ) throws(DeskError) -> TicketStanding {
        let customer = caller.customer.id
        if let standing = ticket(of: customer) { return standing }
        guard session(of: customer) == nil else { throw .alreadyInSession }
        guard !isBlocked(customer, at: now) else { throw .notAvailable }
        guard ticketCount < routingPolicy.maximumTickets else { throw .overloaded }
        // What the page of the use case offers; who is called back talks.
        guard callback != nil || media(in: caller.useCase).contains(context.medium) else { throw .mediumNotOffered }
        let interaction = InteractionID(using: &routing.generator)
        var arrived = Ticket(
            id: TicketID(using: &routing.generator), interaction: interaction, caller: caller, context: context, enqueuedAt: now,
            order: routing.nextOrder, connectivity: .attached)
        if let callback {
            guard routingPolicy.takesCallbacks else { throw .notAllowed }
            guard isFree(callback.contact, for: nil) else { throw .contactTaken }
        }
        // A call back is a call.
        if callback != nil { arrived.medium = .video }
        var turn: Callback.Turn?
        switch routing.admission(of: arrived, at: now) {
        case .enter(let queue):
            turn = try callback.map { request throws(DeskError) in try self.turn(of: request, in: queue, for: nil, at: now) }
        case .overflow(let full, let queue):
            (arrived.overflowedFrom, arrived.placedIn) = (full, queue)
            turn = try callback.map { request throws(DeskError) in try self.turn(of: request, in: queue, for: nil, at: now) }
        case .refused(let refusal):
            guard let callback, refusal.turnaway.admits(callback) else {
                throw refusal.reason == .closed ? .queueClosed : .queueFull
            }
            turn = try self.turn(of: callback, in: refusal.queue, for: nil, opening: refusal.reopensAt, at: now)
        }
        routing.enqueue(arrived, .priority, at: now)
        let ticket = routing.tickets[arrived.id] ?? arrived
        store(Interaction(id: interaction, caller: caller, context: ticket.context, queue: ticket.queue, enqueuedAt: now))
        // What the host vouched for is stored when it says so, not when its customer calls.
        if !caller.customer.isVerified { output.changes.append(.customer(caller.customer)) }
        note(.ticketEnqueued(ticket: ticket.id, interaction: interaction, customer: customer, queue: ticket.queue), at: now)
        if let callback, let turn { callBack(ticket, at: callback.contact, turn, by: nil, at: now) }
        settle(at: now)
        promise(ticket.id, at: now)
        return self.ticket(of: customer) ?? TicketStanding(ticket: ticket, position: 1, waiting: 1)
    }

    /// How the queue's customers may talk.
    public func media(in queue: QueueName) -> MediumSet { plan.settings(of: queue).media }

    /// Why `startVisit` would refuse this customer now; `nil`: it would not, as far as the queue goes.
    public func refusal(of caller: Caller, context: VisitContext = VisitContext(), at now: Instant) -> QueueRefusal? {
        guard case .refused(let refusal) = admission(of: caller, context, at: now) else { return nil }
        return refusal
    }

    /// What would become of this customer if they came now.
    func admission(of caller: Caller, _ context: VisitContext, at now: Instant) -> RoutingMachine.Admission {
        let newcomer = Ticket(
            id: TicketID(high: 0, low: 0), interaction: InteractionID(high: 0, low: 0), caller: caller, context: context, enqueuedAt: now,
            order: routing.nextOrder, connectivity: .attached)
        return routing.admission(of: newcomer, at: now)
    }

    public mutating func leaveQueue(_ customer: CustomerID, at now: Instant) throws(DeskError) {
        guard let id = routing.ticketOfCustomer[customer] else { throw .ticketGone }
        routing.close(id, .left, at: now)
        settle(at: now)
    }

    public mutating func setCustomer(_ customer: CustomerID, attached: Bool, at now: Instant) {
        if let ticket = ticket(of: customer)?.ticket, (ticket.connectivity == .attached) != attached {
            note(.customerConnectivity(ticket: ticket.id, attached: attached), at: now)
        }
        routing.setCustomer(customer, attached: attached, at: now)
        setAttached(attached, person: Identifier<Person>(customer), at: now)
        settle(at: now)
    }
}
