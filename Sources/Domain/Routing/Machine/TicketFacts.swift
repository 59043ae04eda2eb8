/// What conditions may ask of a ticket at one moment. An object, so that asking copies nothing.
final class TicketFacts {
    private let ticket: Ticket
    private let waitSeconds: Int64
    private let queue: (depth: Int, available: Int, staffed: Int)

    init(_ ticket: Ticket, queue: (depth: Int, available: Int, staffed: Int), at now: Instant) {
        self.ticket = ticket
        self.queue = queue
        waitSeconds = max(0, ticket.age(at: now).wholeMilliseconds / 1_000)
    }

    subscript(name: AttributeName) -> AttributeValue? {
        switch name {
        case .useCase: .text(ticket.caller.useCase.description)
        case .queue: .text(ticket.queue.description)
        case .language: .text(ticket.caller.language.rawValue)
        case .page: ticket.caller.page.map { .text($0.description) }
        case .entryPoint: ticket.caller.entryPoint.map { .text($0.description) }
        case .variant: ticket.caller.variant.map { .text($0.description) }
        case .matter: ticket.caller.matter.map { .text($0.description) }
        case .cartAmount: ticket.caller.cart.map { .number(FixedPoint($0.amount)) }
        case .cartCurrency: ticket.caller.cart.map { .text($0.currency) }
        case .customerVerified: .boolean(ticket.caller.customer.isVerified)
        case .customerSegments: .list(ticket.context.segments)
        case .customerKnown: .boolean(ticket.caller.customer.name != nil || ticket.caller.customer.email != nil)
        case .appointment: .boolean(ticket.context.isAppointment || ticket.callback?.slot != nil)
        case .medium: .text(ticket.medium.rawValue)
        case .callback: .boolean(ticket.callback != nil)
        case .wait: .number(FixedPoint(waitSeconds))
        case .queueDepth: .number(FixedPoint(queue.depth))
        case .queueAvailable: .number(FixedPoint(queue.available))
        case .queueStaffed: .number(FixedPoint(queue.staffed))
        case .preflightCamera: ticket.caller.preflight.map { .text($0.camera.rawValue) }
        default: name.isCustom ? ticket.context.custom[name] : nil
        }
    }
}

extension RoutingMachine {
    func facts(of ticket: Ticket, at now: Instant) -> TicketFacts {
        TicketFacts(
            ticket,
            queue: (
                lines.count(in: ticket.queue), census.available(in: ticket.queue, for: ticket.medium), census.staffed(in: ticket.queue)
            ), at: now)
    }
}
