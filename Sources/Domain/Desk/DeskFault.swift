/// A broken invariant. None of them can come about by the desk's own verbs; each can be repaired.
enum DeskFault: Hashable, Sendable {
    case ticketMisplaced(TicketID)
    case ticketWithoutInteraction(TicketID)
    case ticketInSession(TicketID)
    case ticketNamesForeignOffer(TicketID)
    case ticketWithoutDeadline(TicketID)
    case ticketPassedOver(TicketID)
    case overflowForgotten(QueueName)
    case offerOrphaned(OfferID)
    case offerWithoutDeadline(OfferID)
    case agentMisplaced(AgentID)
    case agentHoldsDeadOffer(AgentID, OfferID)
    case agentInDeadSession(AgentID, SessionID)
    case agentWrapsUpNothing(AgentID, InteractionID)
    case agentWithoutDeadline(AgentID)
    case sessionWithoutAgent(SessionID)
    case consultBroken(SessionID)
    case sessionWithoutInteraction(SessionID)
    case sessionSeatMisplaced(SessionID, Identifier<Person>)
    case sessionWithoutDeadline(SessionID)
    case handoverToNobody(SessionID)
    case interactionForgotten(InteractionID)
    case interactionWrappedUpByNobody(InteractionID)
    case countsDisagree
}

extension DeskFault: CustomStringConvertible {
    var description: String {
        switch self {
        case .ticketMisplaced(let id): "ticket \(id) does not stand where it belongs"
        case .ticketWithoutInteraction(let id): "ticket \(id) has no interaction"
        case .ticketInSession(let id): "ticket \(id): its customer is also in a session"
        case .ticketNamesForeignOffer(let id): "ticket \(id) names an offer that is not its own"
        case .ticketWithoutDeadline(let id): "ticket \(id) lacks a deadline of its state"
        case .ticketPassedOver(let id): "ticket \(id) waits although an agent who can take it is free"
        case .overflowForgotten(let queue): "queue \(queue) has overflow rules that nobody looks at again"
        case .offerOrphaned(let id): "offer \(id): its ticket or agent does not have it"
        case .offerWithoutDeadline(let id): "offer \(id) never ends"
        case .agentMisplaced(let id): "agent \(id) does not stand where those who look for one find them"
        case .agentHoldsDeadOffer(let id, let offer): "agent \(id) waits on the dead offer \(offer)"
        case .agentInDeadSession(let id, let session): "agent \(id) talks in the dead session \(session)"
        case .agentWrapsUpNothing(let id, let interaction): "agent \(id) wraps up the unknown interaction \(interaction)"
        case .agentWithoutDeadline(let id): "agent \(id) lacks a deadline of their state"
        case .sessionWithoutAgent(let id): "session \(id): its agent is elsewhere"
        case .consultBroken(let id): "session \(id) consults a colleague who is not asked, has no seat, or is not held by it"
        case .sessionWithoutInteraction(let id): "session \(id) has no interaction"
        case .sessionSeatMisplaced(let id, let person): "session \(id): \(person) is elsewhere"
        case .sessionWithoutDeadline(let id): "session \(id) lacks the deadline of its state"
        case .handoverToNobody(let id): "session \(id) is handed over to somebody who is elsewhere"
        case .interactionForgotten(let id): "interaction \(id) is open and nobody has it"
        case .interactionWrappedUpByNobody(let id): "interaction \(id) is being wrapped up by nobody"
        case .countsDisagree: "what is counted and what is there do not match"
        }
    }
}
