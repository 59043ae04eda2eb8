/// A warm transfer under way: the agent asks a colleague before they hand the customer over, or do not.
///
/// While the customer holds, agent and colleague talk alone; off hold, all three talk together (merged).
public struct Consult: Hashable, Sendable, Codable {
    public enum State: String, Sendable, Codable {
        /// The colleague looks at the offer. → joined, over
        case asking
        /// The colleague has a seat in the session. → over
        case joined
    }

    public let colleague: AgentID
    public let name: BoundedText<NameLimit>
    /// Whom the agent asked for: this colleague, or anybody of a queue.
    public let target: TransferTarget
    /// The colleague's offer.
    public let offer: OfferID
    public internal(set) var state = State.asking
    /// When `state` began.
    public internal(set) var since: Instant
}

/// How a consult ended.
public enum ConsultEnding: String, Sendable, Codable {
    /// The colleague has the customer.
    case completed
    /// The agent took the question back, or the customer without the colleague.
    case returned
    /// The colleague said no.
    case declined
    /// The colleague did not answer.
    case missed
    /// The colleague signed out, chose another activity, or was lost.
    case unavailable
    /// The colleague left.
    case left
    /// The session is over.
    case sessionEnded = "session_ended"
}

extension Session {
    /// The colleague who is being consulted, once they have a seat.
    public var consulted: Participant? { others.first { $0.role == .consulted } }

    /// The colleague becomes the agent, with the customer off hold; the former agent is no longer in the session.
    mutating func handOver(at now: Instant) {
        guard let index = others.firstIndex(where: { $0.role == .consulted }) else { return }
        var colleague = others.remove(at: index)
        colleague.role = .agent
        agent = colleague
        hold = nil
        consult = nil
        refresh(at: now)
    }

    /// The agent goes on without the colleague.
    mutating func endConsult() {
        others.removeAll { $0.role == .consulted }
        consult = nil
    }
}
