/// What an agent can do and for whom, as managers set it.
public struct AgentProfile: Hashable, Sendable {
    public var skills: [SkillName: SkillLevel]
    /// The queues whose tickets are offered to this agent; `nil`: all.
    public var queues: Set<QueueName>?

    public init(skills: [SkillName: SkillLevel] = [:], queues: Set<QueueName>? = nil) {
        self.skills = skills
        self.queues = queues
    }

    public func serves(_ queue: QueueName) -> Bool { queues?.contains(queue) != false }
}

/// An object of levels by skill, and a sorted list of queues.
extension AgentProfile: Codable {
    private enum CodingKeys: String, CodingKey {
        case skills, queues
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        skills = try row.decodeIfPresent([SkillName: SkillLevel].self, forKey: .skills) ?? [:]
        queues = try row.decodeIfPresent([QueueName].self, forKey: .queues).map(Set.init)
    }

    public func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(skills, forKey: .skills)
        try row.encode(queues?.sorted(), forKey: .queues)
    }
}
