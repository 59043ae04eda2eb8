import Domain
import Storage

/// What other systems are told of an interaction: once when the first agent takes it, once when nothing more will be added.
struct InteractionNotice: Encodable {
    enum Topic: String, Encodable {
        case answered = "interaction.answered"
        case closed = "interaction.closed"
    }

    let type: Topic
    /// Also the `webhook-id`, by which the receiver knows a repeated delivery.
    let id: String
    let at: String
    let data: InteractionFact

    /// The messages that belong to a tick, made from the state in which it leaves each interaction.
    static func messages(about output: DeskOutput) -> [OutboxMessage] {
        var interactions: [InteractionID: Interaction] = [:]
        for case .interaction(let interaction) in output.changes { interactions[interaction.id] = interaction }
        var messages: [OutboxMessage] = []
        var answered: Set<InteractionID> = []
        for event in output.events {
            // A later session of the same interaction (the agent was lost) does not move `answeredAt`.
            guard case .sessionStarted(_, let id, _) = event.kind, let interaction = interactions[id], interaction.answeredAt == event.at,
                answered.insert(id).inserted
            else { continue }
            messages.append(message(.answered, interaction, at: event.at))
        }
        // In the order of the changes; the desk changes nothing of a closed interaction any more.
        for case .interaction(let interaction) in output.changes where interaction.isClosed {
            messages.append(message(.closed, interaction, at: interaction.wrapEndedAt ?? interaction.endedAt ?? interaction.enqueuedAt))
        }
        return messages
    }

    private static func message(_ topic: Topic, _ interaction: Interaction, at instant: Instant) -> OutboxMessage {
        var source = IdentifierSource()
        let id = Identifier<OutboxMessage>(using: &source).description
        let notice = Self(type: topic, id: id, at: instant.rfc3339, data: InteractionFact(interaction))
        return OutboxMessage(
            id: id, topic: topic.rawValue, body: String(decoding: JSON.encode(notice), as: UTF8.self), createdAt: instant)
    }
}
