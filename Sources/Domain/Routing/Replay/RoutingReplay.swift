import HeapModule

/// Plays a past period by a plan: the desk itself, a clock of its own, customers and agents who do what they did.
///
/// The same history, plan and seed give the same outcome. What is not known is assumed: who was answered would have waited for as long as
/// it takes; who was not answered takes what others took; agents accept what they are offered, after the time that it took with this customer;
/// a customer who was sent on is one call as long as all of them together.
public struct RoutingReplay {
    private enum Event: Sendable {
        case change(shift: Int, RoutingHistory.Shift.Kind)
        case visit(Int)
        case leave(Int)
        case accept(OfferID, AgentID, visit: Int)
        case hangUp(SessionID, AgentID)
        case finish(InteractionID, AgentID)
    }

    private struct Due: Comparable, Sendable {
        let at: Instant
        let order: Int
        let event: Event

        static func == (left: Self, right: Self) -> Bool { left.order == right.order }
        static func < (left: Self, right: Self) -> Bool { (left.at, left.order) < (right.at, right.order) }
    }

    private let history: RoutingHistory
    private let plan: ValidatedPlan
    private let typicalHandling: (QueueName) -> RoutingHistory.Handling
    private var desk: ServiceDesk
    private var due = Heap<Due>()
    private var scheduled = 0
    private var activities: [AgentID: ActivityName] = [:]
    private var visitOfTicket: [TicketID: Int] = [:]
    private var visitOfInteraction: [InteractionID: Int] = [:]
    private var endings: [QueueOutcome.Ending] = []
    private var clock: OccupancyClock

    public static func run(_ history: RoutingHistory, plan: ValidatedPlan, routing: RoutingPolicy = RoutingPolicy(), seed: UInt64 = 1)
        -> ReplayOutcome
    {
        var replay = Self(history, plan: plan, routing: routing, seed: seed)
        return replay.play()
    }

    private init(_ history: RoutingHistory, plan: ValidatedPlan, routing: RoutingPolicy, seed: UInt64) {
        self.history = history
        self.plan = plan
        typicalHandling = history.typicalHandling()
        var routing = routing
        routing.maximumTickets = max(routing.maximumTickets, history.visits.count)
        // What became of the media is history; here nobody joins.
        var sessions = SessionPolicy()
        sessions.connecting = .seconds(365 * 86_400)
        desk = ServiceDesk(routing: routing, sessions: sessions, plan: plan, identifiers: IdentifierSource(seed: seed))
        clock = OccupancyClock(from: history.from, to: history.to)
    }

    private mutating func play() -> ReplayOutcome {
        begin()
        var now = history.from
        while let next = [due.min?.at, desk.nextDeadline].compactMap(\.self).min() {
            // Everybody who came has been answered or has left, and the period is over.
            if next > history.to, desk.ticketCount == 0, desk.sessions.isEmpty { break }
            now = max(now, next)
            if let event = due.min, event.at <= now {
                due.removeMin()
                perform(event.event, at: now)
            } else {
                desk.advance(to: now)
            }
            hear(at: now)
        }
        clock.finish()
        let byQueue = Dictionary(grouping: endings, by: \.queue)
        return ReplayOutcome(
            queues: byQueue.keys.sorted { $0.description < $1.description }.map { QueueOutcome(queue: $0, byQueue[$0] ?? []) },
            total: QueueOutcome(queue: nil, endings), occupancy: clock.occupancy)
    }

    /// Agents before customers, where both come at once.
    private mutating func begin() {
        for (index, shift) in history.shifts.enumerated() {
            desk.attachAgent(shift.agent, name: shift.name, profile: shift.profile, at: history.from)
            for change in shift.changes { schedule(.change(shift: index, change.kind), at: max(change.at, history.from)) }
        }
        for (index, visit) in history.visits.enumerated() { schedule(.visit(index), at: visit.enqueuedAt) }
        hear(at: history.from)
    }

    private mutating func schedule(_ event: Event, at instant: Instant) {
        scheduled += 1
        due.insert(Due(at: instant, order: scheduled, event: event))
    }

    /// What the desk refuses has been overtaken: an offer that ended, a wrap-up that is over.
    private mutating func perform(_ event: Event, at now: Instant) {
        do throws(DeskError) {
            switch event {
            case .change(let shift, let change): try perform(change, of: history.shifts[shift].agent, at: now)
            case .visit(let index): try arrive(index, at: now)
            case .leave(let index): try desk.leaveQueue(history.visits[index].caller.customer.id, at: now)
            case .accept(let offer, let agent, let index):
                let session = try desk.acceptOffer(offer, by: agent, at: now)
                answered(session, visit: index, at: now)
            case .hangUp(let session, let agent): try desk.hangUp(session, by: Identifier<Person>(agent), at: now)
            case .finish(let interaction, let agent):
                try desk.finishWrapUp(of: interaction, by: agent, disposition: .other, resolved: nil, note: nil, at: now)
            }
        } catch {}
    }

    private mutating func perform(_ change: RoutingHistory.Shift.Kind, of agent: AgentID, at now: Instant) throws(DeskError) {
        switch change {
        case .profile(let profile): desk.setProfile(profile, of: agent, at: now)
        case .activity(let name):
            activities[agent] = name
            try choose(name, for: agent, at: now)
        case .notResponding: try choose(.away, for: agent, at: now)
        case .responding: if let name = activities[agent] { try choose(name, for: agent, at: now) }
        }
    }

    /// An activity that this plan does not know promises nothing, as on the desk.
    private mutating func choose(_ name: ActivityName, for agent: AgentID, at now: Instant) throws(DeskError) {
        _ = try desk.setActivity(plan.activity(named: name) == nil ? .away : Activity(name, in: plan), of: agent, at: now)
    }

    private mutating func arrive(_ index: Int, at now: Instant) throws(DeskError) {
        let visit = history.visits[index]
        if let refusal = desk.refusal(of: visit.caller, context: visit.context, at: now) {
            // Turned away at the door: counted, like those who gave up.
            endings.append(QueueOutcome.Ending(queue: refusal.queue, wait: 0, target: target(of: refusal.queue), isAnswered: false))
            return
        }
        let standing: TicketStanding
        do {
            standing = try desk.startVisit(visit.caller, context: visit.context, at: now)
        } catch DeskError.mediumNotOffered {
            let queue = visit.caller.useCase
            endings.append(QueueOutcome.Ending(queue: queue, wait: 0, target: target(of: queue), isAnswered: false))
            return
        }
        visitOfTicket[standing.ticket.id] = index
        visitOfInteraction[standing.ticket.interaction] = index
        if let patience = visit.patience { schedule(.leave(index), at: visit.enqueuedAt + patience) }
    }

    private mutating func answered(_ session: Session, visit index: Int, at now: Instant) {
        end(session.ticket, isAnswered: true, at: now)
        schedule(.hangUp(session.id, session.agentID), at: now + handling(of: index).talk)
    }

    private func handling(of index: Int) -> RoutingHistory.Handling {
        let visit = history.visits[index]
        return visit.handling ?? typicalHandling(visit.caller.useCase)
    }

    private mutating func end(_ ticket: Ticket, isAnswered: Bool, at now: Instant) {
        endings.append(
            QueueOutcome.Ending(
                queue: ticket.queue, wait: ticket.age(at: now).wholeMilliseconds, target: target(of: ticket.queue),
                isAnswered: isAnswered))
    }

    private func target(of queue: QueueName) -> Int64 { Int64(plan.settings(of: queue).serviceLevelSeconds) * 1_000 }

    /// Does what people do about what they are told.
    private mutating func hear(at now: Instant) {
        for effect in desk.takeOutput().effects {
            switch effect {
            case .agent(let agent): clock.note(agent, at: now)
            case .offer(let offer, let ticket):
                guard let index = visitOfTicket[ticket.id] else { continue }
                schedule(.accept(offer.id, offer.agent, visit: index), at: now + (history.visits[index].answering ?? .zero))
            case .ticketClosed(let ticket, let closing) where closing != .assigned: end(ticket, isAnswered: false, at: now)
            case .wrapUp(let agent, _, let interaction):
                guard let index = visitOfInteraction[interaction.id] else { continue }
                schedule(.finish(interaction.id, agent), at: now + handling(of: index).wrapUp)
            default: break
            }
        }
    }
}
