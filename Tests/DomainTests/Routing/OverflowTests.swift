import Domain
import Testing

/// Whom a queue takes, and whom it gives away.
@Suite struct OverflowTests {
    @Test func aDepthRuleGivesAwayWhoCameLast() throws {
        var time = Timeline(plan: try Self.plan([.init(when: Expression("queue.depth > 2"), action: .move(to: Build.queue("second")))]))
        for name in ["Ada", "Bea", "Cleo"] { try time.visit(name) }
        #expect(try Self.queues(of: ["Ada", "Bea", "Cleo"], in: time) == ["advice", "advice", "advice"])
        try time.visit("Dora")
        #expect(try Self.queues(of: ["Dora"], in: time) == ["second"], "at the door")
        time.wait(.seconds(5))
        #expect(try Self.queues(of: ["Ada", "Bea", "Cleo"], in: time) == ["advice", "advice", "second"], "and in the line")
    }

    @Test func aWaitRuleMovesWithTheAgeKept() throws {
        var time = Timeline(plan: try Self.plan([.init(when: Expression("wait >= 12"), action: .move(to: Build.queue("second")))]))
        try time.visit("Ada")
        let began = time.now
        time.wait(.seconds(10))
        #expect(try Self.queues(of: ["Ada"], in: time) == ["advice"])
        time.wait(.seconds(5))
        let ticket = try #require(time.desk.ticket(of: time.customer("Ada"))?.ticket)
        #expect(ticket.queue == (try Build.queue("second")) && ticket.enqueuedAt == began)
        #expect(ticket.overflowedFrom == (try Build.queue("advice")))
    }

    @Test func nobodyThereClosesTheTicketAtOnceWhereNobodyCanBeWrittenTo() throws {
        var routing = RoutingPolicy()
        routing.takesCallbacks = false
        var time = Timeline(
            routing: routing,
            plan: try Self.plan([.init(when: Expression("queue.staffed == 0 and wait > 7"), action: .close(.book))]))
        try time.arrive("Ada")
        try time.visit("Cleo")
        _ = try time.accept("Ada")
        try time.visit("Dora")
        time.wait(.seconds(30))
        #expect(try Self.queues(of: ["Dora"], in: time) == ["advice"], "Ada is busy, but there")
        let ada = time.agent("Ada")
        _ = try time.act { desk, now in try desk.setActivity(.offline, of: ada, at: now) }
        let said = time.told.count
        time.wait(.seconds(6))
        #expect(time.desk.ticket(of: time.customer("Dora")) == nil)
        let closings = time.told.dropFirst(said).compactMap { effect -> (Ticket, TicketClosing)? in
            if case .ticketClosed(let ticket, let closing) = effect { (ticket, closing) } else { nil }
        }
        #expect(closings.map(\.1) == [.turnedAway] && closings.map(\.0.turnaway) == [.book])
    }

    @Test func whatASupervisorPlacedStays() throws {
        var time = Timeline(plan: try Self.plan([.init(when: Expression("wait > 3"), action: .move(to: Build.queue("second")))]))
        try time.visit("Ada", queue: "sales")
        let ticket = try #require(time.desk.ticket(of: time.customer("Ada"))?.ticket.id)
        let (advice, boss) = (try Build.queue("advice"), time.agent("Boss"))
        try time.act { desk, now in _ = try desk.moveTicket(ticket, to: advice, by: boss, at: now) }
        time.wait(.seconds(30))
        #expect(try Self.queues(of: ["Ada"], in: time) == ["advice"])
    }

    @Test func aQueueThatANewPlanNoLongerHasGivesItsTicketsBack() throws {
        var time = Timeline(plan: try Build.plan())
        let ticket = try time.visit("Ada").ticket
        let (second, boss) = (try Build.queue("second"), time.agent("Boss"))
        try time.act { desk, now in _ = try desk.moveTicket(ticket.id, to: second, by: boss, at: now) }
        #expect(try Self.queues(of: ["Ada"], in: time) == ["second"])
        var plan = try Build.plan().plan
        plan.queues.removeAll { $0.name == second }
        let next = try ValidatedPlan(plan, version: 2)
        time.act { desk, now in desk.adopt(next, at: now) }
        #expect(try Self.queues(of: ["Ada"], in: time) == ["advice"])
        try time.arrive("Eve", profile: Build.profile([:], queues: ["advice"]))
        #expect(time.isOffered("Ada", to: "Eve"))
    }

    @Test func aFullQueueTakesNobodyMore() throws {
        var time = Timeline(plan: try Self.plan([], maximumDepth: 1))
        try time.visit("Ada")
        #expect(throws: DeskError.queueFull) { try time.visit("Bea") }
        #expect(time.desk.interactions.count == 1, "nothing is left behind")
    }

    @Test func aClosedQueueTellsWhenItOpens() throws {
        let hours = try BusinessHours(
            .init(name: "office", timeZone: "UTC", weekly: ["monday": ["09:00-12:00"]]))
        var time = Timeline(plan: try Self.plan([], hours: hours))
        // The clock of the tests starts on some day at some time; Monday's morning comes within a week of it.
        let opening = try #require(hours.isOpen(at: time.now) ? time.now : hours.nextOpening(after: time.now))
        if opening > time.now {
            #expect(throws: DeskError.queueClosed) { try time.visit("Ada") }
            let caller = Caller(
                customer: Customer(id: time.customer("Ada")), useCase: try Build.queue("advice"), language: .english)
            let refusal = time.desk.refusal(of: caller, at: time.now)
            #expect(refusal?.reason == .closed && refusal?.reopensAt == opening && refusal?.turnaway == .book)
            time.wait(opening - time.now)
        }
        try time.visit("Ada")
        time.wait(.seconds(3 * 3_600))
        #expect(try Self.queues(of: ["Ada"], in: time) == ["advice"], "who waits when it closes is still served")
        #expect(throws: DeskError.queueClosed) { try time.visit("Bea") }
    }

    private static func plan(_ rules: [OverflowRule], maximumDepth: Int? = nil, hours: BusinessHours? = nil) throws -> ValidatedPlan {
        var plan = try Build.plan().plan
        plan.hours = hours.map { [$0] } ?? []
        plan.queues[0].overflow = rules
        plan.queues[0].maximumDepth = maximumDepth
        plan.queues[0].hours = hours?.name
        return try ValidatedPlan(plan, version: 1)
    }

    private static func queues(of names: [String], in time: Timeline) throws -> [String] {
        try names.map { try #require(time.desk.ticket(of: time.customer($0))?.ticket.queue.description, "\($0)") }
    }
}
