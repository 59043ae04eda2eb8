/// How a step asks for less when nobody was found for a while. Rings add up: each relaxes what the ring before it left.
public struct RelaxationRing: Hashable, Sendable, Codable {
    /// Counted from the step's begin.
    public var afterSeconds: Int
    /// Taken off the level of every skill that is still asked for; no level falls below the lowest.
    public var lowerLevelsBy: Int
    /// Skills that are no longer asked for.
    public var drop: [SkillName]

    public init(afterSeconds: Int, lowerLevelsBy: Int = 0, drop: [SkillName] = []) {
        self.afterSeconds = afterSeconds
        self.lowerLevelsBy = lowerLevelsBy
        self.drop = drop
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        afterSeconds = try container.decode(Int.self, forKey: .afterSeconds)
        lowerLevelsBy = try container.decodeIfPresent(Int.self, forKey: .lowerLevelsBy) ?? 0
        drop = try container.decodeIfPresent([SkillName].self, forKey: .drop) ?? []
    }
}
