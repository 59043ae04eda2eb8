import Domain

/// How much of a chat is told at once: the last messages, as many as a client's queue has room for beside the rest of what it is told.
/// In JSON a text may be twice as long, and a message has about 300 bytes besides.
struct ChatExtract {
    let messages: Int
    let bytes: Int

    /// Of the one call that somebody has, or of a customer's matter.
    static let call = Self(messages: 500, bytes: 256 * 1_024)
    /// Of all chats of an agent together, beside a call; also what a new agent is told by one push.
    static let chats = Self(messages: 200, bytes: 96 * 1_024)

    func divided(by count: Int) -> Self { Self(messages: messages / max(count, 1), bytes: bytes / max(count, 1)) }

    func last(of written: [ChatMessage]) -> ArraySlice<ChatMessage> {
        var (start, room) = (written.endIndex, bytes)
        while start > written.startIndex, written.count - start < messages {
            room -= written[start - 1].text.description.utf8.count
            if room < 0 { break }
            start -= 1
        }
        return written[start...]
    }
}
