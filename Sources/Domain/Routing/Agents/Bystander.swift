/// An agent who cannot be offered anything now, with what explains why. Samples of them explain each assignment: they lie beside each
/// other, while the agents themselves are spread over memory.
struct Bystander: Sendable {
    let id: AgentID
    let idleSince: Instant
    let standing: AgentStanding

    init(_ agent: Agent) {
        id = agent.id
        idleSince = agent.idleSince
        standing = agent.standing
    }

    /// Whether it says the same of the same agent.
    func agrees(with other: Self) -> Bool { id == other.id && idleSince == other.idleSince && standing == other.standing }
}

/// By their agents.
extension Bystander: Comparable {
    static func == (left: Self, right: Self) -> Bool { left.id == right.id }
    static func < (left: Self, right: Self) -> Bool { left.id < right.id }
}
