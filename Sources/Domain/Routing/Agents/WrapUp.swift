/// The minutes after a call in which the agent finishes the record.
public struct WrapUp: Hashable, Sendable {
    public let interaction: InteractionID
    /// How they talked, whatever becomes of the interaction.
    public let medium: Medium
    public let startedAt: Instant
    public internal(set) var deadline: Instant
    /// As the queue had it when the call ended.
    public let policy: WrapUpPolicy
    public internal(set) var extensionsUsed = 0
    /// The record is finished; the time, being fixed, is not.
    public internal(set) var isFinished = false

    init(interaction: InteractionID, medium: Medium, policy: WrapUpPolicy, longest: Duration, at now: Instant) {
        self.interaction = interaction
        self.medium = medium
        self.policy = policy
        startedAt = now
        deadline = now + (policy.mode == .mandatory ? max(longest, .seconds(policy.seconds)) : .seconds(policy.seconds))
    }

    public var canExtend: Bool { extensionsUsed < policy.extensions }
    /// Whether the agent may leave without having finished the record.
    public var canSkip: Bool { policy.mode == .optional }
}

/// Rows that were stored before a field existed are read as if it had its first value.
extension WrapUp: Codable {
    private enum CodingKeys: String, CodingKey {
        case interaction, medium, startedAt, deadline, policy, extensionsUsed, isFinished
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        interaction = try row.decode(InteractionID.self, forKey: .interaction)
        medium = try row.decodeIfPresent(Medium.self, forKey: .medium) ?? .video
        startedAt = try row.decode(Instant.self, forKey: .startedAt)
        deadline = try row.decode(Instant.self, forKey: .deadline)
        policy = try row.decodeIfPresent(WrapUpPolicy.self, forKey: .policy) ?? WrapUpPolicy()
        extensionsUsed = try row.decodeIfPresent(Int.self, forKey: .extensionsUsed) ?? 0
        isFinished = try row.decodeIfPresent(Bool.self, forKey: .isFinished) ?? false
    }
}
