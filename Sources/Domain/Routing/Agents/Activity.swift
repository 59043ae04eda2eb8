/// What an agent says of themselves. Rows and messages carry the name alone; what it means is the plan's to say.
public struct Activity: Hashable, Sendable {
    public let name: ActivityName
    public let kind: ActivityKind

    public static let available = Self(name: .available, kind: .available)
    public static let away = Self(name: .away, kind: .away)
    public static let offline = Self(name: .offline, kind: .offline)
    /// Those that exist in every plan.
    public static let builtIn: [Self] = [.available, .away, .offline]

    init(name: ActivityName, kind: ActivityKind) {
        self.name = name
        self.kind = kind
    }

    /// A name that the plan does not know promises nothing: it counts as away.
    public init(_ name: ActivityName, in plan: ValidatedPlan) {
        self.init(name: name, kind: plan.activity(named: name)?.kind ?? .away)
    }
}

/// Read without a plan, a name other than the built-in three counts as away until the desk has looked it up.
extension Activity: Codable {
    public init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(ActivityName.self)
        self.init(name: name, kind: Self.builtIn.first { $0.name == name }?.kind ?? .away)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
