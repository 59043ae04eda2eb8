/// What customers are told of their wait, learned from the queues' own events.
extension ServiceDesk {
    /// What a queue taught is stored at most this often; a crash forgets no more.
    private static let waitsPause = Duration.seconds(10)

    /// Takes what the last input did to the queues' loads.
    mutating func observeLoads(at now: Instant) {
        if touchesAllQueues {
            for queue in plan.queueNames { waits.observe(routing.load(of: queue), of: queue, at: now) }
            observedStaffing = routing.staffingChanges
        } else if agesAllQueues {
            waits.pass(plan.queueNames, until: now)
        }
        agesAllQueues = false
        for queue in touchedQueues where !(touchesAllQueues && plan.contains(queue)) {
            waits.observe(routing.load(of: queue), of: queue, at: now)
        }
        touchesAllQueues = false
        touchedQueues.removeAll(keepingCapacity: true)
    }

    /// The promise to a ticket that has just taken its place.
    mutating func promise(_ id: TicketID, at now: Instant) {
        guard let standing = routing.tickets[id].flatMap(routing.standing), standing.ticket.callback == nil,
            standing.ticket.medium == .video
        else {
            return
        }
        var ticket = standing.ticket
        ticket.prediction = waits.predict(ticket.queue, place: place(of: standing), at: now)
        routing.tickets[id] = ticket
        output.changes.append(.ticket(ticket))
    }

    mutating func learn(answerTo ticket: Ticket, offeredAt: Instant, at now: Instant) {
        guard let prediction = ticket.prediction, prediction.queue == ticket.queue else { return }
        waits.answered(prediction, offeredFor: now - offeredAt, at: now)
        keepWaits(of: ticket.queue, at: now)
    }

    mutating func learn(abandonmentOf ticket: Ticket, at now: Instant) {
        guard let prediction = ticket.prediction, prediction.queue == ticket.queue else { return }
        waits.abandoned(prediction, at: now)
        keepWaits(of: ticket.queue, at: now)
    }

    /// An agent has finished with the interaction, wrap-up included.
    mutating func learn(handlingOf interaction: Interaction, by agent: AgentID, at now: Instant) {
        let spent = interaction.segments.lazy.filter { $0.agent == agent }.map { ($0.to ?? now) - $0.from }
        waits.handled(interaction.queue, for: spent.reduce(.zero, +), at: now)
        keepWaits(of: interaction.queue, at: now)
    }

    private mutating func keepWaits(of queue: QueueName, at now: Instant) {
        if let last = waitsKeptAt[queue], now - last < Self.waitsPause, now >= last { return }
        guard let row = waits.queues[queue] else { return }
        waitsKeptAt[queue] = now
        output.changes.append(.queueWaits(row))
    }

    /// 0 when an agent is being asked, else the place among those of whom that is not so.
    private func place(of standing: TicketStanding) -> Int {
        guard standing.ticket.state == .waiting, standing.ticket.isInLine else { return 0 }
        return max(1, standing.position - routing.load(of: standing.ticket.queue).offered)
    }

    /// With what the customer may be told of the wait.
    func told(_ standing: TicketStanding) -> TicketStanding {
        guard standing.ticket.isInLine else { return standing }
        var standing = standing
        let (queue, place) = (standing.ticket.queue, place(of: standing))
        standing.estimate = place == 0 || standing.ticket.medium != .video ? nil : waits.shownEstimate(queue, place: place)
        standing.greeting = Greeting(
            opening: .open, staffed: routing.census.staffed(in: queue), place: place, estimate: standing.estimate)
        return standing
    }

    /// In the plan's own words, what a customer is told whom a closed queue does not take; `nil`: it has none.
    public func greeting(of refusal: QueueRefusal, in language: Language, at now: Instant) -> String? {
        guard refusal.reason == .closed else { return nil }
        let greeting = Greeting.closed(reopensAt: refusal.reopensAt)
        let texts = plan.plan.greetings
        guard texts.changed[greeting.message]?[language] != nil else { return nil }
        let hours = routing.hours(of: refusal.queue)
        return greeting.text(
            in: language, from: texts, now: hours?.localTime(at: now), reopens: refusal.reopensAt.flatMap { hours?.localTime(at: $0) })
    }

    /// How honest the queue's estimates have been, and why customers are not shown them; `nil`: they are.
    public func calibration(of queue: QueueName) -> (calibration: Calibration, doubt: EstimateDoubt?) {
        (waits.calibration(of: queue), waits.doubt(of: queue))
    }
}

extension RoutingMachine {
    func load(of queue: QueueName) -> QueueLoad {
        QueueLoad(waiting: lines.count(in: queue), offered: offeredIn[queue] ?? 0, staffed: census.working(in: queue))
    }

    /// Counts the tickets that somebody is being offered, by queue.
    mutating func countOffered(_ id: TicketID, in queue: QueueName?) {
        let before = offeredTickets[id]
        guard before != queue else { return }
        if let before { offeredIn[before, default: 0] -= 1 }
        if let queue { offeredIn[queue, default: 0] += 1 }
        offeredTickets[id] = queue
    }
}
