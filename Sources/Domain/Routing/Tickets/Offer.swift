/// A ticket proposed to one agent until a deadline. The same ticket may be proposed to several; the first accept wins.
public struct Offer: Hashable, Sendable, Codable {
    public let id: OfferID
    public let ticket: TicketID
    public let interaction: InteractionID
    public let agent: AgentID
    public let createdAt: Instant
    public let deadline: Instant
}

public typealias OfferID = Identifier<Offer>

/// created → one of these.
public enum OfferResult: String, Sendable, Codable {
    case accepted, rejected, timeout, rescinded
    /// Several were asked, and another agent was faster.
    case taken
}
