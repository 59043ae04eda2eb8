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
        let moved =
            retellsPositions
            ? movedQueues.union(desk.plan.plan.queues.map(\.name)).flatMap { desk.takeStandings(in: $0) }
            : movedQueues.flatMap { desk.takeMovedStandings(in: $0) }
        (movedQueues, retellsPositions) = ([], false)
        guard !moved.isEmpty else { return }
        speeches.append(.standings(moved))
    }

    /// What customers are told of their wait is worded anew, for those who wait already, too.
    func retellPositions() {
        retellsPositions = true
        if positionsDue == nil { positionsDue = now }
    }

    /// How long a board holds on which nothing has changed; opening hours and old alerts change by themselves.
    private static let boardPause = Duration.seconds(1)
    /// A floor so large that drawing it takes longer is drawn again only after twenty times as long, however many look at it: the loop spends
    /// a twentieth of its time on it at most. Smaller ones are shown as they are.
    private static let quickBoard = Duration.milliseconds(5)

    func board() -> BoardState {
        let pause = isBoardCurrent ? Self.boardPause : boardCost > Self.quickBoard ? boardCost * 20 : .zero
        if let lastBoard, now - lastBoard.at < pause { return lastBoard }
        let start = ContinuousClock.now
        let board = BoardState(desk, alerts: alerts.latest(in: desk, at: now), at: now)
        boardCost = ContinuousClock.now - start
        (lastBoard, isBoardCurrent) = (board, true)
        return board
    }

    func announceStats(at now: Instant) {
        guard statsDue <= now else { return }
        statsDue = now + Self.statsPause
        announceLiveSessions()
        let stats = Views.Stats(desk)
        guard stats != toldStats else { return }
        toldStats = stats
        let payload = JSON.encode(stats)
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
