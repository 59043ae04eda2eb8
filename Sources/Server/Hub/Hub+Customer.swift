import Domain
import Signaling

/// What customers may ask.
extension Hub {
    func answerCustomer(_ method: Method, _ id: CustomerID, _ session: SignalingSession, _ parameters: [UInt8])
        throws(SignalingError) -> Answer
    {
        switch method {
        case .visitStart:
            let request = try JSON.decode(Requests.VisitStart.self, parameters)
            // Each new ticket makes an interaction; asking for the one that is open costs nothing.
            guard
                desk.ticket(of: id) != nil
                    || visits.admit(id.description, configuration.visitsPerMinutePerVisitor, at: now)
            else {
                throw SignalingError(.rateLimited, "too many visits in a minute", retryAfterMs: 20_000)
            }
            try checkUseCase(of: request)
            return .stored(JSON.encode(TicketReply(ticket: ticketView(try startVisit(id, session, request)))))
        case .callbackRequest:
            let request = try JSON.decode(Requests.CallbackRequest.self, parameters)
            guard let contact = request.contact ?? desk.ticket(of: id)?.ticket.callback?.contact else {
                throw SignalingError(.badRequest, "contact: where to write to?")
            }
            let callback = CallbackRequest(contact: contact, from: request.from)
            try check(callback, by: id)
            let standing = try ask { desk, now throws(DeskError) in try desk.requestCallback(of: id, callback, at: now) }
            count(callback, by: id)
            return .stored(JSON.encode(TicketReply(ticket: ticketView(standing))))
        case .callbackAnswer:
            let standing = try ask { desk, now throws(DeskError) in try desk.answerCallback(of: id, at: now) }
            return .stored(JSON.encode(TicketReply(ticket: ticketView(standing))))
        case .callbackSlots:
            let request = try JSON.decode(Requests.VisitStart.self, parameters)
            if desk.ticket(of: id) == nil { try checkUseCase(of: request) }
            let (caller, known) = caller(id, session, request)
            var context = known
            context.medium = .video
            return .now(JSON.encode(Views.Slots(desk.slots(for: caller, context: context, at: now))))
        case .visitLeave:
            try ask { desk, now throws(DeskError) in try desk.leaveQueue(id, at: now) }
            return .stored(JSON.empty)
        default: throw Self.notAllowed
        }
    }

    private func checkUseCase(of request: Requests.VisitStart) throws(SignalingError) {
        guard configuration.useCases.contains(where: { $0.queue == request.useCase }) else {
            throw SignalingError(.noSuchQueue, "there is no use case '\(request.useCase)' here")
        }
    }

    /// A queue that does not take the customer says when it will.
    private func startVisit(_ id: CustomerID, _ session: SignalingSession, _ request: Requests.VisitStart) throws(SignalingError)
        -> TicketStanding
    {
        let (caller, context) = caller(id, session, request)
        let callback = request.callback.map { CallbackRequest(contact: $0, from: request.callbackFrom) }
        let isNew = desk.ticket(of: id) == nil
        if let callback, isNew { try check(callback, by: id) }
        do {
            let standing = try ask { desk, now throws(DeskError) in
                try desk.startVisit(caller, context: context, callback: callback, at: now)
            }
            if let callback, isNew { count(callback, by: id) }
            return standing
        } catch {
            guard error.code == .queueClosed || error.code == .queueFull,
                let refusal = desk.refusal(of: caller, context: context, at: now)
            else { throw error }
            throw SignalingError(
                error.code, error.message,
                retryAfterMs: refusal.reopensAt.map { max(1, ($0 - now).wholeMilliseconds) } ?? error.retryAfterMs,
                turnaway: desk.canOffer(refusal) ? refusal.turnaway : .refuse,
                greeting: desk.greeting(of: refusal, in: caller.language, at: now))
        }
    }

    func ticketView(_ standing: TicketStanding) -> Views.Ticket {
        Views.Ticket(
            standing, texts: desk.plan.plan.greetings, mayAskForCallback: desk.mayAskForCallback(standing.ticket),
            mayBook: desk.mayBook(standing.ticket))
    }

    /// What the host site vouched for wins over what the visitor typed.
    private func caller(_ id: CustomerID, _ session: SignalingSession, _ request: Requests.VisitStart) -> (Caller, VisitContext) {
        var customer = Customer(id: id)
        var cart: Money?
        var page = request.page?.text
        var context = VisitContext()
        if case .customer(let known, let knownCart, let knownPage, let knownContext) = (session.attachment as? ClientProfile)?.kind {
            customer = known
            cart = knownCart
            page = knownPage ?? page
            context = knownContext
        }
        // A call back is a call.
        context.medium = request.callback == nil ? request.medium ?? .video : .video
        if !customer.isVerified { customer.name = request.name?.text ?? customer.name }
        let caller = Caller(
            customer: customer, useCase: request.useCase, language: request.language, entryPoint: request.entryPoint?.text,
            variant: request.variant?.text, page: page, matter: request.matter?.text, cart: cart, preflight: request.preflight)
        return (caller, context)
    }
}

private struct TicketReply: Encodable { let ticket: Views.Ticket }
