/// How many agents are in which state, kept up to date at each change: what conditions ask for and what an assignment record adds up.
struct AgentCensus: Hashable, Sendable {
    fileprivate struct Counts: Hashable, Sendable {
        /// Who could take an offer now, by medium.
        var calls = 0
        var chats = 0
        var staffed = 0
        var working = 0

        var isEmpty: Bool { self == Self() }

        mutating func add(_ other: Self, times factor: Int) {
            calls += factor * other.calls
            chats += factor * other.chats
            staffed += factor * other.staffed
            working += factor * other.working
        }
    }

    private var byStanding = [Int](repeating: 0, count: AgentStanding.allCases.count)
    /// Of agents who serve every queue.
    private var everywhere = Counts()
    /// Of agents who serve some queues; none is empty.
    private var byQueue: [QueueName: Counts] = [:]

    /// The queue's agents who could be offered such a ticket now.
    func available(in queue: QueueName, for medium: Medium) -> Int {
        switch medium {
        case .video: everywhere.calls + (byQueue[queue]?.calls ?? 0)
        case .chat: everywhere.chats + (byQueue[queue]?.chats ?? 0)
        }
    }
    /// The queue's agents who are signed in and not offline.
    func staffed(in queue: QueueName) -> Int { everywhere.staffed + (byQueue[queue]?.staffed ?? 0) }
    /// The queue's agents who take offers or are busy with one, a customer or a record.
    func working(in queue: QueueName) -> Int { everywhere.working + (byQueue[queue]?.working ?? 0) }
    var available: Int { byStanding[AgentStanding.free.weight] }

    /// Those states in which somebody is, the weightiest first.
    var tallies: [AssignmentRecord.Tally] {
        AgentStanding.allCases.compactMap { standing in
            let agents = byStanding[standing.weight]
            return agents == 0 ? nil : AssignmentRecord.Tally(standing: standing, agents: agents)
        }
    }

    mutating func add(_ agent: Agent) {
        byStanding[agent.standing.weight] += 1
        count(agent.counts, of: agent.profile, times: 1)
    }

    /// The agent is another than before. Most changes are of what somebody is doing, which leaves the queues' counts alone.
    /// - Returns: Whether a queue may have more or fewer agents at work.
    mutating func replace(_ before: Agent, by agent: Agent) -> Bool {
        byStanding[before.standing.weight] -= 1
        byStanding[agent.standing.weight] += 1
        var change = agent.counts
        if before.profile.queues == agent.profile.queues {
            change.add(before.counts, times: -1)
        } else {
            count(before.counts, of: before.profile, times: -1)
        }
        count(change, of: agent.profile, times: 1)
        return change.working != 0 || before.profile.queues != agent.profile.queues
    }

    private mutating func count(_ change: Counts, of profile: AgentProfile, times factor: Int) {
        guard !change.isEmpty else { return }
        guard let queues = profile.queues else { return everywhere.add(change, times: factor) }
        for queue in queues {
            var counts = byQueue[queue] ?? Counts()
            counts.add(change, times: factor)
            byQueue[queue] = counts.isEmpty ? nil : counts
        }
    }
}

/// What keeps an agent from being offered anything, the weightiest first.
public enum AgentStanding: String, Sendable, Codable, CaseIterable {
    case disconnected, offline, away, notResponding, talking, wrappingUp, offered, free

    /// Its index in `allCases`.
    fileprivate var weight: Int {
        switch self {
        case .disconnected: 0
        case .offline: 1
        case .away: 2
        case .notResponding: 3
        case .talking: 4
        case .wrappingUp: 5
        case .offered: 6
        case .free: 7
        }
    }
}

extension Agent {
    var standing: AgentStanding {
        // Who has room for one more is free for it.
        if canTakeOffer { return .free }
        if workload.isTalking { return .talking }
        if !workload.engagements.isEmpty { return .wrappingUp }
        if workload.offer != nil { return .offered }
        if !connectivity.isAttached { return .disconnected }
        return switch activity.kind {
        case .offline: .offline
        case .away: .away
        case .available: .notResponding
        }
    }

    fileprivate var counts: AgentCensus.Counts {
        AgentCensus.Counts(
            calls: canTake(.video) ? 1 : 0, chats: canTake(.chat) ? 1 : 0, staffed: isStaffed ? 1 : 0, working: isWorking ? 1 : 0)
    }
}
