/// The name of one set of business hours, by which queues refer to it.
public struct HoursName: PlainName {
    public let description: String
    public let digest: UInt64

    public init?(_ text: String) {
        guard Self.isWellFormed(text) else { return nil }
        description = text
        digest = Self.digest(of: text)
    }
}
