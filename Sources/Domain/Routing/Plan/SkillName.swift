/// The name of what an agent can do, and a step may ask for.
public struct SkillName: PlainName {
    public let description: String
    public let digest: UInt64

    public init?(_ text: String) {
        guard Self.isWellFormed(text) else { return nil }
        description = text
        digest = Self.digest(of: text)
    }
}
