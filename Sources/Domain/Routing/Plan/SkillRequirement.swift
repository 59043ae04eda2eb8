/// A skill that a step asks for, and the least level that will do.
public struct SkillRequirement: Hashable, Sendable, Comparable, Codable {
    public var skill: SkillName
    public var level: SkillLevel

    public init(skill: SkillName, level: SkillLevel = .lowest) {
        self.skill = skill
        self.level = level
    }

    /// Whether somebody with these skills will do.
    public func isMet(by skills: [SkillName: SkillLevel]) -> Bool {
        guard let level = skills[skill] else { return false }
        return level >= self.level
    }

    public static func < (left: Self, right: Self) -> Bool { (left.skill, left.level) < (right.skill, right.level) }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        skill = try container.decode(SkillName.self, forKey: .skill)
        level = try container.decodeIfPresent(SkillLevel.self, forKey: .level) ?? .lowest
    }
}
