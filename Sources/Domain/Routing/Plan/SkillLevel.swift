/// How well an agent has a skill: 1 (knows a little) … 5 (teaches it).
public struct SkillLevel: Hashable, Sendable, Comparable {
    public static let lowest = Self(clamping: 1)
    public static let highest = Self(clamping: 5)

    public let value: Int

    /// `nil` outside 1…5.
    public init?(_ value: Int) {
        guard (1...5).contains(value) else { return nil }
        self.value = value
    }

    public init(clamping value: Int) {
        self.value = min(max(value, 1), 5)
    }

    /// Never below the lowest.
    public func lowered(by levels: Int) -> Self {
        Self(clamping: value - min(max(levels, 0), 4))
    }

    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// As a number.
extension SkillLevel: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let level = Self(try container.decode(Int.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a level is 1–5")
        }
        self = level
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
