import Domain

extension Views {
    struct ChatMessage: Encodable {
        let id: String
        let key: String
        /// Absent: the customer waits for somebody else.
        let session: SessionID?
        let from: String
        let role: Domain.Participant.Role
        let name: String?
        let at: Int64
        let text: String

        init(_ message: Domain.ChatMessage, in session: SessionID?) {
            id = message.id.description
            key = message.key.description
            self.session = session
            from = message.from.description
            role = message.role
            name = message.name?.description
            at = message.at.milliseconds
            text = message.text.description
        }
    }

    /// A chat that an agent has.
    struct Chat: Encodable {
        let session: Session
        let chat: [ChatMessage]
        let note: String
    }

    struct ChatHistory: Encodable {
        let session: SessionID
        let messages: [ChatMessage]

        init(_ messages: [Domain.ChatMessage], in session: Domain.Session) {
            self.session = session.id
            self.messages = messages.map { ChatMessage($0, in: session.id) }
        }
    }
}
