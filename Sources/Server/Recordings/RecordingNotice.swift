import Domain
import Storage

/// What other systems are told of a recording: once when it is closed, whatever became of it.
struct RecordingNotice: Encodable {
    enum Topic: String, Encodable {
        /// There is something to play.
        case finished = "recording.finished"
        /// It was agreed to, and nothing is there; or what was there has gone.
        case missing = "recording.missing"
    }

    struct Facts: Encodable {
        let id: String
        let session: String
        let interaction: String
        let queue: String
        let agent: String
        let state: Recording.State
        let expectedAt: String
        @Nullable var startedAt: String?
        @Nullable var endedAt: String?
        let durationMs: Int64
        @Nullable var missing: String?
    }

    let type: Topic
    /// Also the `webhook-id`.
    let id: String
    let at: String
    let data: Facts

    static func message(about recording: Recording, _ ending: RecordingEnding, _ topic: Topic, at now: Instant) -> OutboxMessage {
        var source = IdentifierSource()
        let id = Identifier<OutboxMessage>(using: &source).description
        var facts = Facts(
            id: recording.id.description, session: recording.session.description, interaction: recording.interaction.description,
            queue: recording.queue.description, agent: recording.agent.description, state: ending.state,
            expectedAt: recording.expectedAt.rfc3339, durationMs: ending.contents.durationMs)
        facts.startedAt = ending.startedAt?.rfc3339
        facts.endedAt = ending.endedAt.rfc3339
        facts.missing = ending.missing?.rawValue
        let notice = Self(type: topic, id: id, at: now.rfc3339, data: facts)
        return OutboxMessage(id: id, topic: topic.rawValue, body: String(decoding: JSON.encode(notice), as: UTF8.self), createdAt: now)
    }
}
