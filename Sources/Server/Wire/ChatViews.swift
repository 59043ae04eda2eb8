import Domain

extension Views {
    struct ChatMessage: Encodable {
        let id: String
        let key: String
        let session: String
        let from: String
        let role: Domain.Participant.Role
        let name: String?
        let at: Int64
        let text: String

        init(_ message: Domain.ChatMessage, in session: Domain.Session) {
            id = message.id.description
            key = message.key.description
            self.session = session.id.description
            from = message.from.description
            role = message.role
            name = message.name?.description
            at = message.at.milliseconds
            text = message.text.description
        }
    }

    struct ChatHistory: Encodable {
        let session: SessionID
        let messages: [ChatMessage]

        init(_ messages: [Domain.ChatMessage], in session: Domain.Session) {
            self.session = session.id
            self.messages = messages.map { ChatMessage($0, in: session) }
        }
    }
}
