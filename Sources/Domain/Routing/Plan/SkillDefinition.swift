/// A skill that agents can have and steps can ask for.
public struct SkillDefinition: Hashable, Sendable, Codable {
    public var name: SkillName
    public var title: Title

    public init(name: SkillName, title: Title = [:]) {
        self.name = name
        self.title = title
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(SkillName.self, forKey: .name)
        title = try container.decodeIfPresent(Title.self, forKey: .title) ?? [:]
    }
}
