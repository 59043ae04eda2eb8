/// What an activity means to routing.
public enum ActivityKind: String, Sendable, Codable, CaseIterable {
    /// Takes offers.
    case available
    /// Is there, takes none.
    case away
    /// Is not there.
    case offline
}

/// Something that an agent can say of themselves: "lunch", "training". `available`, `away` and `offline` exist in every plan; a plan
/// may give them titles, not another kind.
public struct ActivityDefinition: Hashable, Sendable, Codable {
    public var name: ActivityName
    public var kind: ActivityKind
    public var title: Title

    public init(name: ActivityName, kind: ActivityKind, title: Title = [:]) {
        self.name = name
        self.kind = kind
        self.title = title
    }

    /// The kind may be left out: away, the one that promises nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(ActivityName.self, forKey: .name)
        kind = try container.decodeIfPresent(ActivityKind.self, forKey: .kind) ?? Self.builtInKind(of: name) ?? .away
        title = try container.decodeIfPresent(Title.self, forKey: .title) ?? [:]
    }

    /// The three that need no definition.
    public static let builtIn = [
        Self(name: .available, kind: .available), Self(name: .away, kind: .away), Self(name: .offline, kind: .offline),
    ]

    static func builtInKind(of name: ActivityName) -> ActivityKind? {
        builtIn.first { $0.name == name }?.kind
    }
}
