/// What managers and supervisors change while work goes on. Who may do what is the caller's to check.
extension ServiceDesk {
    /// From now on this plan holds: every waiting ticket is routed anew with its age, open offers live on, activities that the plan no
    /// longer knows count as away.
    public mutating func adopt(_ plan: ValidatedPlan, at now: Instant) {
        guard plan != self.plan else { return }
        replaceActivities(lostIn: plan, at: now)
        routing.adopt(plan, at: now)
        waits.keep(only: Set(plan.plan.queues.map(\.name)))
        touchesAllQueues = true
        note(.planAdopted(version: plan.version), at: now)
        settle(at: now)
    }

    /// Whose activity is no more is away from now on, or stays offline: neither promises anything, nobody goes on with a word that means
    /// nothing, and it does not come back with a later plan's word of the same name.
    private mutating func replaceActivities(lostIn plan: ValidatedPlan, at now: Instant) {
        for agent in agents.values.sorted(by: { $0.id < $1.id }) where plan.activity(named: agent.activity.name) == nil {
            let activity: Activity = agent.activity.kind == .offline ? .offline : .away
            note(.agentActivity(agent: agent.id, activity: activity), at: now)
            routing.setActivity(activity, of: agent.id, .rescinded, at: now)
        }
    }

    /// A supervisor chooses for an agent; an open offer is withdrawn without blame when they can no longer take it.
    public mutating func forceActivity(_ activity: ActivityName, of agent: AgentID, by supervisor: AccountID, at now: Instant)
        throws(DeskError) -> Agent
    {
        try choose(activity, of: agent, by: supervisor, at: now)
    }

    /// Puts a waiting ticket into another queue, with its age.
    public mutating func moveTicket(_ id: TicketID, to queue: QueueName, by supervisor: AccountID, at now: Instant) throws(DeskError)
        -> TicketStanding
    {
        guard let ticket = routing.tickets[id] else { throw .ticketGone }
        guard plan.contains(queue) || !plan.isPlanned else { throw .notFound }
        note(.ticketMoved(ticket: id, from: ticket.queue, to: queue, by: supervisor), at: now)
        routing.move(id, to: queue, at: now)
        return try settled(id, at: now)
    }

    /// Sets the points that a supervisor adds to the ticket's priority; within ± 100.
    public mutating func setPriority(_ priority: Int, of id: TicketID, by supervisor: AccountID, at now: Instant) throws(DeskError)
        -> TicketStanding
    {
        guard routing.tickets[id] != nil else { throw .ticketGone }
        guard PlanLimits.priority.contains(priority) else { throw .notAllowed }
        note(.ticketPrioritised(ticket: id, priority: priority, by: supervisor), at: now)
        routing.setPriority(priority, of: id, at: now)
        return try settled(id, at: now)
    }

    private mutating func settled(_ id: TicketID, at now: Instant) throws(DeskError) -> TicketStanding {
        settle(at: now)
        guard let standing = ticket(id) else { throw .ticketGone }
        return standing
    }
}

extension ValidatedPlan {
    /// What the server does while nobody has planned anything.
    public static let unplanned: Self = {
        do throws(PlanError) {
            return try Self(.standard())
        } catch {
            preconditionFailure("the standard plan has problems: \(error.problems)")
        }
    }()

    /// Whether queues are declared at all; otherwise any name is a queue.
    var isPlanned: Bool { !plan.queues.isEmpty }
}
