/// What a tick of the desk leaves behind. The owner stores `changes` and `events` in one transaction and only then carries out
/// `effects`: nothing durable is said before it is stored.
public struct DeskOutput: Sendable {
    public var events: [DomainEvent] = []
    public var changes: [StateChange] = []
    public var effects: [DeskEffect] = []

    public init() {}

    /// With room for what a verb mostly leaves behind.
    init(capacity: Int) {
        events.reserveCapacity(capacity)
        changes.reserveCapacity(capacity)
        effects.reserveCapacity(capacity)
    }

    public var isEmpty: Bool { events.isEmpty && changes.isEmpty && effects.isEmpty }
}

/// One row of state to store or to remove. Later changes of a thing replace earlier ones. What is large is kept by reference, so that the
/// lists are small.
public enum StateChange: Hashable, Sendable {
    case ticket(Ticket)
    case ticketRemoved(TicketID)
    case agent(Agent)
    indirect case session(Session)
    case sessionRemoved(SessionID)
    /// Without its assignments.
    indirect case interaction(Interaction)
    indirect case assignment(InteractionID, AssignmentRecord)
    case assignmentAccepted(InteractionID, number: Int, by: AgentID, at: Instant)
    case assignmentRemoved(InteractionID, number: Int)
    indirect case customer(Customer)
    indirect case chat(SessionID, InteractionID, ChatMessage)
    /// From now on this recording is missed when it is not there.
    indirect case recording(Recording)
    /// `nil`: they may come again.
    case block(CustomerID, until: Instant?)
    /// What a queue taught about waiting in it.
    indirect case queueWaits(QueueWaits)
}

/// What people are to be told once it is stored. Carries values, not names, so that nothing newer (and not yet stored) slips in.
public enum DeskEffect: Sendable {
    indirect case ticket(TicketStanding)
    case ticketClosed(Ticket, TicketClosing)
    /// This customer is called back at a time that they chose or were promised: they are to have it in writing.
    case callbackBooked(Ticket)
    /// It is this customer's turn, and they asked to be called back: they are to be written to.
    case callbackDue(Ticket)
    /// Positions in that queue may have moved.
    case queueMoved(QueueName)
    case agent(Agent)
    indirect case offer(Offer, Ticket)
    case offerEnded(Offer, OfferResult)
    indirect case session(Session)
    /// This participant is no longer in the session, which goes on.
    indirect case dismissed(Session, Participant, Dismissal)
    /// The recorder is to begin; said before the session's own change.
    indirect case recordingExpected(Recording)
    indirect case chat(Session, ChatMessage)
    /// What was written before this participant took a seat.
    indirect case chatSoFar(Session, Participant, [ChatMessage])
    indirect case wrapUp(AgentID, WrapUp, Interaction)
    case wrapUpFinished(AgentID, InteractionID)
    /// The agent no longer consults this colleague; the session is as it is without them.
    indirect case consultEnded(Session, Consult, ConsultEnding)
    /// Supervisors are to look at it.
    indirect case flagged(Session, Flag)
}

/// Why somebody is no longer in a session that goes on.
public enum Dismissal: String, Sendable {
    case left
    /// The invite was revoked.
    case sentAway = "sent_away"
    /// Away for too long.
    case lost
    /// A supervisor is the agent now.
    case takenOver = "taken_over"
    /// A colleague who was consulted has the customer now.
    case transferred
}

/// A ticket with its place.
public struct TicketStanding: Hashable, Sendable {
    public let ticket: Ticket
    /// 1 is next.
    public let position: Int
    /// Tickets in the same queue.
    public let waiting: Int
    /// Why the place is further back than the one told last; `nil`: it is not.
    public var movedBack: MovedBack?
    /// From now on; `nil`: an agent is being asked, or the queue's estimates cannot be trusted.
    public var estimate: WaitEstimate?
    /// What the customer is told of the wait.
    public var greeting: Greeting?

    public init(ticket: Ticket, position: Int, waiting: Int, movedBack: MovedBack? = nil) {
        self.ticket = ticket
        self.position = position
        self.waiting = waiting
        self.movedBack = movedBack
    }
}

/// A queue as agents see it.
public struct QueueStanding: Hashable, Sendable {
    public let queue: QueueName
    public let waiting: Int
    public let oldestEnqueuedAt: Instant?
}
