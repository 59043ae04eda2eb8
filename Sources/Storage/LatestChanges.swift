import Domain

/// Which changes of a transaction are to be written: not those of a row that a later one, of the same batch or another, writes as a whole.
struct LatestChanges {
    private enum RowKey: Hashable {
        case ticket(TicketID), agent(AgentID), session(SessionID), interaction(InteractionID), queueWaits(QueueName), block(CustomerID)

        /// `nil`: it adds to what is there, and is always written.
        init?(_ change: StateChange) {
            switch change {
            case .ticket(let ticket): self = .ticket(ticket.id)
            case .ticketRemoved(let id): self = .ticket(id)
            case .agent(let agent): self = .agent(agent.id)
            case .session(let session): self = .session(session.id)
            case .sessionRemoved(let id): self = .session(id)
            case .interaction(let interaction): self = .interaction(interaction.id)
            case .queueWaits(let waits): self = .queueWaits(waits.queue)
            case .block(let customer, _): self = .block(customer)
            case .assignment, .assignmentAccepted, .assignmentRemoved, .customer, .chat, .recording: return nil
            }
        }
    }

    private var superseded: [Set<Int>]

    init(_ batches: [CommitBatch]) {
        superseded = Array(repeating: [], count: batches.count)
        var seen: Set<RowKey> = []
        for (number, batch) in batches.enumerated().reversed() {
            for (place, change) in batch.changes.enumerated().reversed() {
                guard let key = RowKey(change), !seen.insert(key).inserted else { continue }
                superseded[number].insert(place)
            }
        }
    }

    func includes(_ place: Int, of batch: Int) -> Bool { !superseded[batch].contains(place) }
}
