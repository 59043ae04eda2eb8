/// The name of one set of business hours, by which queues refer to it.
public struct HoursName: PlainName {
    public let description: String

    public init?(_ text: String) {
        guard Self.isWellFormed(text) else { return nil }
        description = text
    }
}
