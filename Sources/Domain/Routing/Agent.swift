/// An agent as routing sees them, on three axes that never share one status: what they *say* (`activity`), whether they are *there*
/// (`connectivity`), what they are *doing* (`workload`).
public struct Agent: Hashable, Sendable, Codable {
    public let id: AgentID
    public internal(set) var name: BoundedText<NameLimit>
    /// The last human choice. Nothing but the agent (or a supervisor) changes it.
    public internal(set) var activity: Activity = .offline
    public internal(set) var activitySince: Instant
    /// Set when an offer ran out unanswered, cleared by the next human choice. While set no offer is made.
    public internal(set) var notRespondingSince: Instant?
    public internal(set) var connectivity: Connectivity
    public internal(set) var workload: Workload = .idle
    /// When the last handled work ended, or the shift began. Missing an offer does not move it.
    public internal(set) var idleSince: Instant

    init(id: AgentID, name: BoundedText<NameLimit>, at now: Instant) {
        self.id = id
        self.name = name
        activitySince = now
        connectivity = .attached
        idleSince = now
    }

    public var canTakeOffer: Bool {
        activity == .available && notRespondingSince == nil && connectivity == .attached && workload == .idle
    }
}

/// What an agent says of themselves.
public enum Activity: String, Sendable, Codable, CaseIterable {
    case available, away, offline
}

/// What an agent is doing. Video is exclusive: one thing at a time.
public enum Workload: Hashable, Sendable, Codable {
    /// → offered
    case idle
    /// → idle (rejected, timed out, rescinded), talking (accepted)
    case offered(OfferID)
    /// → wrapUp, idle (the customer went back to the queue)
    case talking(SessionID)
    /// → idle
    case wrapUp(WrapUp)
}

/// The minutes after a call in which the agent finishes the record.
public struct WrapUp: Hashable, Sendable, Codable {
    public let interaction: InteractionID
    public let startedAt: Instant
    public internal(set) var deadline: Instant
}
