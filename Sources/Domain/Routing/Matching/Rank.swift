/// A ticket's place before all others, whatever the queue.
///
/// Effective priority is priority + wait ÷ (seconds that one point is worth). All wait at the same pace, so the order of two tickets never
/// changes by itself: it is that of the constant `enqueuedAt − priority × point`, the time at which a ticket without priority would have
/// had to come to stand there.
struct Rank: Hashable, Comparable, Sendable {
    /// Milliseconds.
    let virtualTime: Int64
    let order: UInt64
    let id: TicketID

    init(_ ticket: Ticket, priorityPointSeconds: Int) {
        virtualTime = ticket.enqueuedAt.milliseconds - Int64(ticket.priority) * Int64(priorityPointSeconds) * 1_000
        order = ticket.order
        id = ticket.id
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.virtualTime != right.virtualTime { return left.virtualTime < right.virtualTime }
        if left.order != right.order { return left.order < right.order }
        return left.id < right.id
    }
}

/// A free agent's place: among those with as much in hand, who has been idle longest is first.
struct IdleRank: Hashable, Comparable, Sendable {
    /// Of what they have in hand, mostly 0.
    let load: Int
    let since: Instant
    let id: AgentID

    /// `fillsUp`: who has most in hand comes first, so that as many as can be have nothing and are there for a call; otherwise who has
    /// least.
    init(_ agent: Agent, fillsUp: Bool) {
        let count = agent.workload.engagements.count
        load = fillsUp ? -count : count
        since = agent.idleSince
        id = agent.id
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.load != right.load { return left.load < right.load }
        return left.since != right.since ? left.since < right.since : left.id < right.id
    }
}
