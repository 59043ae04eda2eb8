/// Whom a step is for.
public enum StepTarget: String, Sendable, Codable, CaseIterable {
    /// Everybody who works the queue and has the skills.
    case anyone
    /// The agent who had this customer last.
    case lastAgent
    /// The agent who looks after this customer.
    case accountOwner
}

/// One try at finding an agent. Steps follow each other by the ticket's age: steps of 10, 10 and 10 s end when it is 10, 20 and 30 s
/// old, whatever happened to offers meanwhile.
public struct WorkflowStep: Hashable, Sendable, Codable {
    public var name: BoundedText<NameLimit>
    public var to: StepTarget
    /// All of them are asked for.
    public var skills: [SkillRequirement]
    /// Added to the rule's priority while the step lasts.
    public var priority: Int
    /// What the step adds to the age at which it ends; `nil` in the last step: it does not end.
    public var timeoutSeconds: Int?
    /// To how many agents at once the ticket is offered; the first to accept has the customer.
    public var offers: Int
    /// Looked at when the step would begin: a skipped step takes no time.
    public var skipWhen: Expression?
    /// In the order of their `afterSeconds`.
    public var rings: [RelaxationRing]

    public init(
        name: BoundedText<NameLimit>, to: StepTarget = .anyone, skills: [SkillRequirement] = [], priority: Int = 0,
        timeoutSeconds: Int? = nil, offers: Int = 1, skipWhen: Expression? = nil, rings: [RelaxationRing] = []
    ) {
        self.name = name
        self.to = to
        self.skills = skills
        self.priority = priority
        self.timeoutSeconds = timeoutSeconds
        self.offers = offers
        self.skipWhen = skipWhen
        self.rings = rings
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(BoundedText<NameLimit>.self, forKey: .name)
        to = try container.decodeIfPresent(StepTarget.self, forKey: .to) ?? .anyone
        skills = try container.decodeIfPresent([SkillRequirement].self, forKey: .skills) ?? []
        priority = try container.decodeIfPresent(Int.self, forKey: .priority) ?? 0
        timeoutSeconds = try container.decodeIfPresent(Int.self, forKey: .timeoutSeconds)
        offers = try container.decodeIfPresent(Int.self, forKey: .offers) ?? 1
        skipWhen = try container.decodeIfPresent(Expression.self, forKey: .skipWhen)
        rings = try container.decodeIfPresent([RelaxationRing].self, forKey: .rings) ?? []
    }
}

extension WorkflowStep {
    /// What the step asks for once that many of its rings were reached (0: as written), by the skills' names.
    public func requirements(afterRings count: Int) -> [SkillRequirement] {
        let reached = rings.prefix(max(count, 0))
        let dropped = Set(reached.flatMap(\.drop))
        return skills.filter { !dropped.contains($0.skill) }.map { requirement in
            let level = reached.reduce(requirement.level) { $0.lowered(by: $1.lowerLevelsBy) }
            return SkillRequirement(skill: requirement.skill, level: level)
        }.sorted()
    }
}
