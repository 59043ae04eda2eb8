/// Where an agent sends a customer on to.
public enum TransferTarget: Hashable, Sendable, Codable {
    case queue(QueueName)
    case agent(AgentID)
}

/// Cold transfers: the agent lets go, the customer waits for somebody else.
extension ServiceDesk {
    /// So long a customer who was sent to a queue is not offered to the agent who sent them.
    private static let notBack = Duration.seconds(300)

    /// Ends the session and puts the customer into another queue, or before one agent. The interaction goes on: it keeps its age, its
    /// ticket's priority gains `RoutingPolicy.transferPriority`, the former agent wraps up, whoever comes next gets segments of their own.
    ///
    /// An agent who is busy has `RoutingPolicy.direct` to become free. When they decline or do not take it in time, the customer goes
    /// back to the former agent if that one is free, else to the queue.
    public mutating func transfer(_ id: SessionID, to target: TransferTarget, by person: Identifier<Person>, at now: Instant)
        throws(DeskError) -> TicketStanding
    {
        var (session, participant) = try seat(of: person, in: id)
        // Whose call is being handed over does not send the customer away under the newcomer's feet.
        guard participant.role == .agent, session.handover == nil else { throw .notAllowed }
        let former = session.agentID
        var ticket = returning(session, at: now)
        ticket.stepsFrom = now
        ticket.route = nil
        ticket.overflowedFrom = nil
        ticket.priorityByTransfer = routingPolicy.transferPriority
        switch target {
        case .queue(let queue):
            guard plan.contains(queue) || !plan.isPlanned else { throw .notFound }
            ticket.placedIn = queue
            ticket.notBefore = [former: now + Self.notBack]
        case .agent(let agent):
            guard agent != former else { throw .notAllowed }
            guard routing.agents[agent]?.isStaffed == true else { throw .agentUnavailable }
            ticket.direct = DirectAssignment(agent: agent, from: former, until: now + routingPolicy.direct)
        }
        note(.transferred(session: id, interaction: session.interaction, from: former, to: target), at: now)
        session.end(.transferred, by: nil, at: now)
        store(session, at: now)
        enqueue(ticket, at: now)
        let standing = routing.tickets[ticket.id].flatMap(routing.standing)
        settle(at: now)
        return standing ?? TicketStanding(ticket: ticket, position: 1, waiting: 1)
    }
}
