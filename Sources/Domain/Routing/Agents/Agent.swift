/// An agent as routing sees them, on three axes that never share one status: what they *say* (`activity`), whether they are *there*
/// (`connectivity`), what they are *doing* (`workload`).
public struct Agent: Hashable, Sendable {
    public let id: AgentID
    public internal(set) var name: BoundedText<NameLimit>
    public internal(set) var profile: AgentProfile
    /// The last human choice. Nothing but the agent (or a supervisor) changes it.
    public internal(set) var activity: Activity = .offline
    public internal(set) var activitySince: Instant
    /// Set when an offer ran out unanswered, cleared by the next human choice. While set no offer is made.
    public internal(set) var notRespondingSince: Instant?
    public internal(set) var connectivity: Connectivity
    public internal(set) var workload: Workload = .idle
    /// When the last handled work ended, or the shift began. Missing an offer does not move it.
    public internal(set) var idleSince: Instant

    init(id: AgentID, name: BoundedText<NameLimit>, profile: AgentProfile = AgentProfile(), at now: Instant) {
        self.id = id
        self.name = name
        self.profile = profile
        activitySince = now
        connectivity = .attached
        idleSince = now
    }

    public var canTakeOffer: Bool {
        activity.kind == .available && notRespondingSince == nil && connectivity == .attached && workload == .idle
    }

    /// Signed in and not offline: somebody who may be there for a customer soon.
    public var isStaffed: Bool { activity.kind != .offline && connectivity != .gone }

    /// Takes offers, or is busy with one, a customer or a record.
    var isWorking: Bool { workload != .idle || activity.kind == .available && notRespondingSince == nil && connectivity != .gone }
}

/// Rows that were stored before a field existed are read as if it had its first value.
extension Agent: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, name, profile, activity, activitySince, notRespondingSince, connectivity, workload, idleSince
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        id = try row.decode(AgentID.self, forKey: .id)
        name = try row.decode(BoundedText<NameLimit>.self, forKey: .name)
        profile = try row.decodeIfPresent(AgentProfile.self, forKey: .profile) ?? AgentProfile()
        activity = try row.decode(Activity.self, forKey: .activity)
        activitySince = try row.decode(Instant.self, forKey: .activitySince)
        notRespondingSince = try row.decodeIfPresent(Instant.self, forKey: .notRespondingSince)
        connectivity = try row.decode(Connectivity.self, forKey: .connectivity)
        workload = try row.decode(Workload.self, forKey: .workload)
        idleSince = try row.decode(Instant.self, forKey: .idleSince)
    }
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
