/// A ticket proposed to one agent until a deadline. The same ticket may be proposed to several; the first accept wins. Or a seat beside
/// the agent who has the customer already, and would like to consult a colleague.
public struct Offer: Hashable, Sendable, Codable {
    public let id: OfferID
    public let ticket: TicketID
    public let interaction: InteractionID
    public let agent: AgentID
    public let createdAt: Instant
    public let deadline: Instant
    /// The agent who asks for advice; `nil`: the customer waits.
    public let consult: ConsultRequest?

    init(
        id: OfferID, ticket: TicketID, interaction: InteractionID, agent: AgentID, createdAt: Instant, deadline: Instant,
        consult: ConsultRequest? = nil
    ) {
        self.id = id
        self.ticket = ticket
        self.interaction = interaction
        self.agent = agent
        self.createdAt = createdAt
        self.deadline = deadline
        self.consult = consult
    }
}

/// Who has the customer and asks a colleague.
public struct ConsultRequest: Hashable, Sendable, Codable {
    public let session: SessionID
    public let by: BoundedText<NameLimit>?
}

public typealias OfferID = Identifier<Offer>

/// created → one of these.
public enum OfferResult: String, Sendable, Codable {
    case accepted, rejected, timeout, rescinded
    /// Several were asked, and another agent was faster.
    case taken
}
