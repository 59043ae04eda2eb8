/// The head of a message from a client; its parameters stay the bytes they came in.
public struct ClientMessage: Hashable, Sendable {
    /// `nil`: a notification.
    public let id: Int64?
    /// As it was sent; unknown ones are refused by the machine.
    public let method: String
    /// The last push the client has seen.
    public let acknowledged: UInt64?

    public init(id: Int64?, method: String, acknowledged: UInt64?) {
        self.id = id
        self.method = method
        self.acknowledged = acknowledged
    }
}
