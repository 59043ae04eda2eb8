import Domain

/// What a database would hold after each transaction.
struct StoredState {
    private var tickets: [TicketID: Ticket] = [:]
    private var agents: [AgentID: Agent] = [:]
    private var sessions: [SessionID: Session] = [:]
    private(set) var interactions: [InteractionID: Interaction] = [:]
    private(set) var assignments: [InteractionID: [Int: AssignmentRecord]] = [:]
    private var messages: [InteractionID: [ChatMessage]] = [:]
    private var blocks: [CustomerID: Instant] = [:]
    private var waits: [QueueName: QueueWaits] = [:]
    private(set) var recordings: [Recording] = []
    /// Closed interactions are forgotten: a long schedule has many.
    var forgetsTheClosed = false

    mutating func apply(_ changes: [StateChange]) {
        for change in changes {
            switch change {
            case .ticket(let ticket): tickets[ticket.id] = ticket
            case .ticketRemoved(let id): tickets[id] = nil
            case .agent(let agent): agents[agent.id] = agent
            case .session(let session): sessions[session.id] = session
            case .sessionRemoved(let id):
                sessions[id] = nil
            case .interaction(let interaction):
                interactions[interaction.id] = interaction.isClosed && forgetsTheClosed ? nil : interaction
                if interaction.isClosed && forgetsTheClosed {
                    assignments[interaction.id] = nil
                    messages[interaction.id] = nil
                }
            case .assignment(let id, let record): assignments[id, default: [:]][record.number] = record
            case .assignmentAccepted(let id, let number, let agent, let at):
                let record = assignments[id]?[number]
                assignments[id]?[number] = record?.stored(as: number, acceptedBy: agent, at: at)
            case .assignmentRemoved(let id, let number): assignments[id]?[number] = nil
            case .customer: break
            case .chat(_, let interaction, let message): messages[interaction, default: []].append(message)
            case .block(let customer, let until): blocks[customer] = until
            case .queueWaits(let row): waits[row.queue] = row
            case .recording(let recording): if !forgetsTheClosed { recordings.append(recording) }
            }
        }
    }

    var snapshot: DeskSnapshot {
        var snapshot = DeskSnapshot()
        snapshot.tickets = Array(tickets.values)
        snapshot.agents = Array(agents.values)
        snapshot.sessions = Array(sessions.values)
        snapshot.interactions = interactions.values.filter { !$0.isClosed }.map { interaction in
            var restored = interaction
            restored.restore((assignments[interaction.id] ?? [:]).sorted { $0.key < $1.key }.map(\.value))
            return restored
        }
        snapshot.messages = messages.filter { interactions[$0.key]?.isClosed == false }
        snapshot.blocks = blocks
        snapshot.waits = Array(waits.values)
        return snapshot
    }
}
