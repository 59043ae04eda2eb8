/// The name of what an agent can say of themselves.
public struct ActivityName: PlainName {
    public let description: String
    public let digest: UInt64

    public init?(_ text: String) {
        guard Self.isWellFormed(text) else { return nil }
        description = text
        digest = Self.digest(of: text)
    }
}

/// The three that exist in every plan.
extension ActivityName {
    public static let available = Self(constant: "available")
    public static let away = Self(constant: "away")
    public static let offline = Self(constant: "offline")

    private init(constant: StaticString) {
        description = "\(constant)"
        digest = Self.digest(of: description)
    }
}
