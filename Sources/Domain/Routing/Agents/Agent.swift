/// An agent as routing sees them, on three axes that never share one status: what they *say* (`activity`), whether they are *there*
/// (`connectivity`), what they are *doing* (`workload`).
public struct Agent: Hashable, Sendable {
    /// What managers say of them. It rarely changes, while agents are copied at every turn.
    private struct Description: Hashable, Sendable {
        let name: BoundedText<NameLimit>
        let profile: AgentProfile
    }

    /// Agents are copied at every turn, and kept in many places.
    private struct Fields: Hashable, Sendable {
        let id: AgentID
        var person: Shared<Description>
        var activity: Activity = .offline
        var activitySince: Instant
        var notRespondingSince: Instant?
        var connectivity: Connectivity
        var workload: Workload = .idle
        var openTo: MediumSet = []
        var idleSince: Instant
    }

    private var fields: CopyOnWrite<Fields>

    public var id: AgentID { fields.value.id }
    public internal(set) var name: BoundedText<NameLimit> {
        get { fields.value.person.value.name }
        set { fields.value.person = Shared(Description(name: newValue, profile: profile)) }
    }
    public internal(set) var profile: AgentProfile {
        get { fields.value.person.value.profile }
        set { fields.value.person = Shared(Description(name: name, profile: newValue)) }
    }
    /// The last human choice. Nothing but the agent (or a supervisor) changes it.
    public internal(set) var activity: Activity {
        get { fields.value.activity }
        set { fields.value.activity = newValue }
    }
    public internal(set) var activitySince: Instant {
        get { fields.value.activitySince }
        set { fields.value.activitySince = newValue }
    }
    /// Set when an offer ran out unanswered, cleared by the next human choice. While set no offer is made.
    public internal(set) var notRespondingSince: Instant? {
        get { fields.value.notRespondingSince }
        set { fields.value.notRespondingSince = newValue }
    }
    public internal(set) var connectivity: Connectivity {
        get { fields.value.connectivity }
        set { fields.value.connectivity = newValue }
    }
    public internal(set) var workload: Workload {
        get { fields.value.workload }
        set { fields.value.workload = newValue }
    }
    /// The media of which they could be offered something now. Follows from all of the above and the plan: `RoutingMachine.update(_:)`
    /// keeps it.
    public internal(set) var openTo: MediumSet {
        get { fields.value.openTo }
        set { fields.value.openTo = newValue }
    }
    /// When the last handled work ended, or the shift began. Missing an offer does not move it.
    public internal(set) var idleSince: Instant {
        get { fields.value.idleSince }
        set { fields.value.idleSince = newValue }
    }

    init(id: AgentID, name: BoundedText<NameLimit>, profile: AgentProfile = AgentProfile(), at now: Instant) {
        fields = CopyOnWrite(
            Fields(
                id: id, person: Shared(Description(name: name, profile: profile)), activitySince: now, connectivity: .attached,
                idleSince: now))
    }

    public func canTake(_ medium: Medium) -> Bool { openTo.contains(medium) }
    public var canTakeOffer: Bool { !openTo.isEmpty }

    /// What `openTo` has to be.
    func room(by media: MediaPolicy) -> MediumSet {
        guard activity.kind == .available, notRespondingSince == nil, connectivity.isAttached else { return [] }
        return media.room(beside: workload)
    }

    /// Signed in and not offline: somebody who may be there for a customer soon.
    public var isStaffed: Bool { activity.kind != .offline && !connectivity.isGone }

    /// Takes offers, or is busy with one, a customer or a record.
    var isWorking: Bool { !workload.isIdle || activity.kind == .available && notRespondingSince == nil && !connectivity.isGone }
}

/// Rows that were stored before a field existed are read as if it had its first value.
extension Agent: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, name, profile, activity, activitySince, notRespondingSince, connectivity, workload, idleSince
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        let person = Description(
            name: try row.decode(BoundedText<NameLimit>.self, forKey: .name),
            profile: try row.decodeIfPresent(AgentProfile.self, forKey: .profile) ?? AgentProfile())
        fields = CopyOnWrite(
            Fields(
                id: try row.decode(AgentID.self, forKey: .id), person: Shared(person),
                activity: try row.decode(Activity.self, forKey: .activity),
                activitySince: try row.decode(Instant.self, forKey: .activitySince),
                notRespondingSince: try row.decodeIfPresent(Instant.self, forKey: .notRespondingSince),
                connectivity: try row.decode(Connectivity.self, forKey: .connectivity),
                workload: try row.decode(Workload.self, forKey: .workload),
                idleSince: try row.decode(Instant.self, forKey: .idleSince)))
    }

    public func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(id, forKey: .id)
        try row.encode(name, forKey: .name)
        try row.encode(profile, forKey: .profile)
        try row.encode(activity, forKey: .activity)
        try row.encode(activitySince, forKey: .activitySince)
        try row.encodeIfPresent(notRespondingSince, forKey: .notRespondingSince)
        try row.encode(connectivity, forKey: .connectivity)
        try row.encode(workload, forKey: .workload)
        try row.encode(idleSince, forKey: .idleSince)
    }
}
