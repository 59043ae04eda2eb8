import Domain
import Storage

extension Views {
    /// The supervisor's live board.
    struct Board: Encodable {
        let at: Instant
        let planVersion: Int
        let queues: [BoardQueue]
        let agents: [BoardAgent]
        let tickets: [BoardTicket]
        let activities: [ActivityDefinition]
        let alerts: [BoardAlertView]

        /// Cut to what the account looks after.
        init(_ state: BoardState, _ figures: [QueueName: ServiceFigures], for account: Account) {
            at = state.at
            planVersion = state.planVersion
            activities = state.activities
            alerts = state.alerts.filter { account.oversees($0.queue) }.map(BoardAlertView.init)
            queues = state.queues.filter { account.oversees($0.settings.name) }
                .map { BoardQueue($0, figures[$0.settings.name] ?? ServiceFigures(), at: state.at) }
            agents = state.agents.filter { account.oversees($0.profile) }.map { BoardAgent($0, state.work[$0.id]) }
            tickets = state.tickets.lazy.filter { account.oversees($0.ticket.queue) }.prefix(BoardState.listedTickets).map(BoardTicket.init)
        }
    }

    struct BoardAlertView: Encodable {
        let at: Instant
        let interaction: InteractionID
        let queue: QueueName
        let agent: InteractionDetail.Person
        /// Of the customer.
        let customer: CustomerID
        @Nullable var name: String?
        @Nullable var blockedUntil: Instant?
        let ended: Bool

        init(_ alert: BoardAlert) {
            at = alert.flag.at
            interaction = alert.interaction
            queue = alert.queue
            agent = InteractionDetail.Person(id: alert.flag.agent.description, name: alert.agentName)
            customer = alert.customer
            name = alert.customerName
            blockedUntil = alert.blockedUntil
            ended = alert.flag.endedCall
        }
    }

    struct BoardQueue: Encodable {
        struct Today: Encodable {
            let offered: Int
            let answered: Int
            let withinTarget: Int
            let abandoned: Int
            @Nullable var serviceLevel: Double?
            @Nullable var averageAnswerMs: Int64?
        }

        /// Of the last waits whose end is known, the share in percent that ended within the predicted bounds; ideally 50 and 90.
        struct Estimates: Encodable {
            let shown: Bool
            @Nullable var withheld: EstimateDoubt?
            let waits: Int
            let waitsNeeded: Int
            @Nullable var withinP50: Int?
            @Nullable var withinP90: Int?
            let withinP90Wanted: Int

            init(_ calibration: Calibration, _ doubt: EstimateDoubt?) {
                shown = doubt == nil
                withheld = doubt
                waits = calibration.count
                waitsNeeded = Calibration.minimum
                withinP50 = calibration.p50Share
                withinP90 = calibration.p90Share
                withinP90Wanted = Calibration.p90Tolerance.lowerBound
            }
        }

        enum Alarm: String, Encodable {
            case nobodyStaffed = "nobody_staffed"
            case oldestOverTarget = "oldest_over_target"
            case serviceLevelLow = "service_level_low"
        }

        let queue: QueueName
        let title: Title
        let waiting: Int
        /// Customers whose booked time has not come yet, and the next such time.
        let booked: Int
        @Nullable var nextBooking: Instant?
        @Nullable var oldestEnqueuedAt: Instant?
        let agentsAvailable: Int
        let agentsStaffed: Int
        let isOpen: Bool
        let serviceLevelSeconds: Int
        let today: Today
        let estimates: Estimates
        let alarms: [Alarm]

        /// A service level below this is an alarm, once enough waits are over to speak of a level.
        private static let lowServiceLevel = 0.8
        private static let enoughWaits = 10

        init(_ state: BoardState.Queue, _ figures: ServiceFigures, at now: Instant) {
            queue = state.settings.name
            title = state.settings.title
            waiting = state.standing.waiting
            booked = state.booked.count
            nextBooking = state.booked.first?.ticket.callback?.slot?.from
            oldestEnqueuedAt = state.standing.oldestEnqueuedAt
            agentsAvailable = state.available
            agentsStaffed = state.staffed
            isOpen = state.isOpen
            serviceLevelSeconds = state.settings.serviceLevelSeconds
            today = Today(
                offered: figures.offered, answered: figures.answered, withinTarget: figures.withinTarget, abandoned: figures.abandoned,
                serviceLevel: figures.serviceLevel, averageAnswerMs: figures.averageAnswerMilliseconds)
            estimates = Estimates(state.calibration, state.doubt)
            var alarms: [Alarm] = []
            if state.standing.waiting > 0, state.staffed == 0 { alarms.append(.nobodyStaffed) }
            if let oldest = state.standing.oldestEnqueuedAt, now - oldest > .seconds(state.settings.serviceLevelSeconds) {
                alarms.append(.oldestOverTarget)
            }
            if let level = figures.serviceLevel, figures.answered + figures.abandoned >= Self.enoughWaits, level < Self.lowServiceLevel {
                alarms.append(.serviceLevelLow)
            }
            self.alarms = alarms
        }
    }

    struct BoardAgent: Encodable {
        let id: AgentID
        let name: String
        let activity: ActivityName
        let kind: ActivityKind
        let since: Instant
        let notResponding: Bool
        let connected: Bool
        let workload: String
        let chats: Int
        @Nullable var workSince: Instant?
        @Nullable var session: SessionID?
        @Nullable var queues: [QueueName]?
        let skills: [SkillName: SkillLevel]

        init(_ agent: Domain.Agent, _ work: (since: Instant, session: SessionID?)?) {
            let shown = Agent(agent)
            id = agent.id
            name = shown.name
            activity = shown.activity
            kind = shown.kind
            since = Instant(milliseconds: shown.since)
            notResponding = shown.notResponding
            connected = agent.connectivity == .attached
            workload = shown.workload
            chats = shown.chats
            workSince = work?.since
            session = work?.session
            queues = agent.profile.queues?.sorted()
            skills = agent.profile.skills
        }
    }

    struct BoardTicket: Encodable {
        let id: TicketID
        let interaction: InteractionID
        let queue: QueueName
        let medium: Medium
        let position: Int
        let waiting: Int
        let enqueuedAt: Instant
        let state: String
        /// The time that was booked.
        @Nullable var bookedFor: Instant?
        let connected: Bool
        @Nullable var name: String?
        let language: Language
        @Nullable var rule: String?
        @Nullable var step: Int?
        let priority: Int
        /// What supervisors added to it.
        let bump: Int

        init(_ standing: TicketStanding) {
            let ticket = standing.ticket
            id = ticket.id
            interaction = ticket.interaction
            queue = ticket.queue
            medium = ticket.medium
            position = standing.position
            waiting = standing.waiting
            enqueuedAt = ticket.enqueuedAt
            state =
                switch ticket.callback?.state {
                case .booked: "booked"
                case .waiting: "callback"
                case .invited: "invited"
                case .answered, nil: ticket.state == .waiting ? "waiting" : "offered"
                }
            bookedFor = ticket.callback?.slot?.from
            connected = ticket.connectivity == .attached
            name = ticket.caller.customer.name?.description
            language = ticket.caller.language
            rule = ticket.route?.rule.description
            step = ticket.route?.step
            priority = ticket.priority
            bump = ticket.priorityBySupervisor
        }
    }
}
