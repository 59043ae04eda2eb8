public struct ChatMessage: Hashable, Sendable, Codable {
    public let id: Identifier<ChatMessage>
    /// Chosen by the sender's client; the same key is stored once.
    public let key: BoundedText<NameLimit>
    public let from: ParticipantID
    public let role: Participant.Role
    /// As the sender was called then; outlives the session.
    public let name: BoundedText<NameLimit>?
    public let at: Instant
    public let text: BoundedText<MessageLimit>
}
