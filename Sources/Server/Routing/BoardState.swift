import Domain

/// What supervisors see of the floor at one moment, before it is cut to what one of them looks after.
struct BoardState: Sendable {
    struct Queue: Sendable {
        let settings: QueueSettings
        let standing: QueueStanding
        /// Those who booked a time that has not come yet.
        let booked: [TicketStanding]
        let available: Int
        let staffed: Int
        /// How honest its estimates have been, and why customers are not shown them; `nil`: they are.
        let calibration: Calibration
        let doubt: EstimateDoubt?
        let isOpen: Bool
        let opensAt: Instant?
    }

    /// Tickets that the board lists of each queue; the counts are of all.
    static let listedTickets = 200

    let at: Instant
    let planVersion: Int
    let queues: [Queue]
    let agents: [Agent]
    /// Since when an agent's call, first chat or offer lasts, and the call: a chat cannot be listened to.
    let work: [AgentID: (since: Instant, session: SessionID?)]
    let tickets: [TicketStanding]
    let activities: [ActivityDefinition]
    /// Newest first.
    let alerts: [BoardAlert]

    init(_ desk: ServiceDesk, alerts: [BoardAlert], at now: Instant) {
        self.alerts = alerts
        at = now
        let plan = desk.plan
        planVersion = plan.version
        activities = plan.activities
        queues = zip(plan.plan.queues, desk.queues(plan.plan.queues.map(\.name))).map { settings, standing in
            let hours = settings.hours.flatMap { plan.hours(named: $0) }
            let isOpen = hours?.isOpen(at: now) ?? true
            let (calibration, doubt) = desk.calibration(of: settings.name)
            return Queue(
                settings: settings, standing: standing, booked: desk.booked(in: settings.name, limit: Self.listedTickets),
                available: desk.availableAgents(in: settings.name),
                staffed: desk.staffedAgents(in: settings.name), calibration: calibration, doubt: doubt, isOpen: isOpen,
                opensAt: isOpen ? nil : hours?.nextOpening(after: now))
        }
        agents = desk.agents.values.filter { $0.connectivity != .gone || !$0.workload.isIdle }
            .sorted { ($0.name.description, $0.id) < ($1.name.description, $1.id) }
        var work: [AgentID: (since: Instant, session: SessionID?)] = [:]
        for agent in agents {
            if let offer = desk.offer(to: agent.id) {
                work[agent.id] = (offer.offer.createdAt, nil)
            } else if let first = agent.workload.engagements.lazy.compactMap(\.session).first.flatMap({ desk.sessions[$0] }) {
                let call = agent.workload.engagements.first { $0.medium == .video }.flatMap(\.session)
                work[agent.id] = (first.startedAt, call)
            } else if let wrapUp = agent.workload.wrapUps.first {
                work[agent.id] = (wrapUp.startedAt, nil)
            }
        }
        self.work = work
        tickets = plan.plan.queues.flatMap { desk.standings(in: $0.name, limit: Self.listedTickets) } + queues.flatMap(\.booked)
    }
}

extension ValidatedPlan {
    /// The built-in ones first, with the titles that the plan gives them.
    var activities: [ActivityDefinition] {
        let builtIn = ActivityDefinition.builtIn.map { activity(named: $0.name) ?? $0 }
        return builtIn + plan.activities.filter { own in !builtIn.contains { $0.name == own.name } }
    }
}
