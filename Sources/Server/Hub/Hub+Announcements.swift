import Domain
import Signaling

/// What is told from time to time instead of at every change: places in the queue, and the queues' figures.
extension Hub {
    private static let statsPause = Duration.seconds(2)

    /// Long queues are told less often: the work per second stays bounded.
    static func positionPause(waiting: Int) -> Duration {
        .milliseconds(250 + Int64(waiting) / 2)
    }

    func announcePositions(at now: Instant) {
        guard let due = positionsDue, due <= now else { return }
        positionsDue = nil
        let moved = movedQueues.flatMap { desk.standings(in: $0) }.filter { toldPositions[$0.ticket.id] != $0.position }
        movedQueues = []
        guard !moved.isEmpty else { return }
        for standing in moved { toldPositions[standing.ticket.id] = standing.position }
        speeches.append(.standings(moved))
    }

    func announceStats(at now: Instant) {
        guard statsDue <= now else { return }
        statsDue = now + Self.statsPause
        announceLiveSessions()
        let queues = desk.queues(configuration.useCases.map(\.queue))
        let available = desk.availableAgents
        guard queues != toldStats.queues || available != toldStats.available else { return }
        toldStats = (queues, available)
        let payload = JSON.encode(Views.Stats(queues, agentsAvailable: available))
        for agent in desk.agents.values where agent.connectivity == .attached {
            signaling.pushDroppable(.stats, payload, to: .account(agent.id))
        }
    }
}

/// The sessions that ended in the past minutes, by person, for those who were away when it happened.
struct RecentEndings {
    private static let kept = Duration.seconds(300)
    private var endings: [Identifier<Person>: (ended: Views.Ended, at: Instant)] = [:]

    mutating func add(_ person: Identifier<Person>, _ ended: Views.Ended, at now: Instant) {
        if endings.count > 1_000 { endings = endings.filter { now - $0.value.at < Self.kept } }
        endings[person] = (ended, now)
    }

    func last(of person: Identifier<Person>, at now: Instant) -> Views.Ended? {
        guard let ending = endings[person], now - ending.at < Self.kept else { return nil }
        return ending.ended
    }
}
