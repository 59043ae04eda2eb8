/// What is known of a visit besides who calls and why: what workflows ask about and known agents are found by. Fixed when it starts.
public struct VisitContext: Hashable, Sendable {
    /// The groups that the host system counts the customer among.
    public var segments: [String] = []
    /// Who had this customer last.
    public var lastAgent: AgentID?
    /// Who looks after this customer.
    public var accountOwner: AgentID?
    public var isAppointment = false
    /// How they would like to talk.
    public var medium = Medium.video
    /// What the embedding page says further, by `custom.…` names; others are ignored.
    public var custom = Attributes()

    public init() {}
}

extension VisitContext: Codable {
    private enum CodingKeys: String, CodingKey {
        case segments, lastAgent, accountOwner, isAppointment, medium, custom
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        segments = try row.decodeIfPresent([String].self, forKey: .segments) ?? []
        lastAgent = try row.decodeIfPresent(AgentID.self, forKey: .lastAgent)
        accountOwner = try row.decodeIfPresent(AgentID.self, forKey: .accountOwner)
        isAppointment = try row.decodeIfPresent(Bool.self, forKey: .isAppointment) ?? false
        medium = try row.decodeIfPresent(Medium.self, forKey: .medium) ?? .video
        custom = try row.decodeIfPresent(Attributes.self, forKey: .custom) ?? Attributes()
    }

    /// Most visits have little of it.
    public func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        if !segments.isEmpty { try row.encode(segments, forKey: .segments) }
        try row.encodeIfPresent(lastAgent, forKey: .lastAgent)
        try row.encodeIfPresent(accountOwner, forKey: .accountOwner)
        if isAppointment { try row.encode(isAppointment, forKey: .isAppointment) }
        if medium != .video { try row.encode(medium, forKey: .medium) }
        if custom != Attributes() { try row.encode(custom, forKey: .custom) }
    }
}

/// What of a ticket, and of its interaction, is fixed when it starts: they share it.
struct Visit: Hashable, Sendable {
    let caller: Caller
    let context: VisitContext
}
