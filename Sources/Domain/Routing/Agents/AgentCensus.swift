/// How many agents are in which state, kept up to date at each change: what conditions ask for and what an assignment record adds up.
struct AgentCensus: Hashable, Sendable {
    private(set) var standings: [AgentStanding: Int] = [:]
    private var availableEverywhere = 0
    private var staffedEverywhere = 0
    private var availableIn: [QueueName: Int] = [:]
    private var staffedIn: [QueueName: Int] = [:]
    private var workingEverywhere = 0
    private var workingIn: [QueueName: Int] = [:]

    /// The queue's agents who could take an offer now.
    func available(in queue: QueueName) -> Int { availableEverywhere + (availableIn[queue] ?? 0) }
    /// The queue's agents who are signed in and not offline.
    func staffed(in queue: QueueName) -> Int { staffedEverywhere + (staffedIn[queue] ?? 0) }
    /// The queue's agents who take offers or are busy with one, a customer or a record.
    func working(in queue: QueueName) -> Int { workingEverywhere + (workingIn[queue] ?? 0) }
    var available: Int { standings[.free] ?? 0 }

    mutating func add(_ agent: Agent) { count(agent, by: 1) }
    mutating func remove(_ agent: Agent) { count(agent, by: -1) }

    private mutating func count(_ agent: Agent, by change: Int) {
        let standing = AgentStanding(agent)
        let total = (standings[standing] ?? 0) + change
        standings[standing] = total == 0 ? nil : total
        let available = agent.canTakeOffer ? change : 0
        let staffed = agent.isStaffed ? change : 0
        let working = agent.isWorking ? change : 0
        guard available != 0 || staffed != 0 || working != 0 else { return }
        guard let queues = agent.profile.queues else {
            availableEverywhere += available
            staffedEverywhere += staffed
            workingEverywhere += working
            return
        }
        for queue in queues {
            if available != 0 { Self.add(available, to: &availableIn[queue]) }
            if staffed != 0 { Self.add(staffed, to: &staffedIn[queue]) }
            if working != 0 { Self.add(working, to: &workingIn[queue]) }
        }
    }

    private static func add(_ change: Int, to count: inout Int?) {
        let total = (count ?? 0) + change
        count = total == 0 ? nil : total
    }
}

/// What keeps an agent from being offered anything, the weightiest first.
public enum AgentStanding: String, Sendable, Codable, CaseIterable {
    case disconnected, offline, away, notResponding, talking, wrappingUp, offered, free

    init(_ agent: Agent) {
        switch agent.workload {
        case .talking: self = .talking
        case .wrapUp: self = .wrappingUp
        case .offered: self = .offered
        case .idle where agent.connectivity != .attached: self = .disconnected
        case .idle where agent.activity.kind == .offline: self = .offline
        case .idle where agent.activity.kind == .away: self = .away
        case .idle where agent.notRespondingSince != nil: self = .notResponding
        case .idle: self = .free
        }
    }
}
