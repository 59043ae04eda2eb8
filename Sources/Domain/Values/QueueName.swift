/// The name of a queue; of a queue that customers can ask for, it is also the name of the use case.
public struct QueueName: PlainName {
    public let description: String
    public let digest: UInt64

    public init?(_ text: String) {
        guard Self.isWellFormed(text) else { return nil }
        description = text
        digest = Self.digest(of: text)
    }
}
