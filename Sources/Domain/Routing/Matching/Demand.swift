/// What a ticket asks of an agent right now. Tickets with the same demand wait together.
struct Demand: Hashable, Sendable {
    /// Whose members may take it; `nil`: a person sent it to `agent`, whatever the queue.
    var queue: QueueName?
    var medium = Medium.video
    /// By name.
    var skills: [SkillRequirement] = []
    /// This agent and no other.
    var agent: AgentID?
}

extension AgentProfile {
    enum Shortfall: Hashable, Sendable {
        case queue
        case skill(SkillRequirement)
    }

    /// The first thing of the demand that this agent lacks.
    func shortfall(for demand: Demand) -> Shortfall? {
        if let queue = demand.queue, !serves(queue) { return .queue }
        return demand.skills.first { !$0.isMet(by: skills) }.map(Shortfall.skill)
    }
}
