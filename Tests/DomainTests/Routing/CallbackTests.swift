import Domain
import Testing

/// Call back from the queue: the place is kept, the customer is written to at their turn, and has some time to come.
@Suite struct CallbackTests {
    private static func plan(
        _ callback: CallbackPolicy = CallbackPolicy(), overflow: [OverflowRule] = [], hours: BusinessHours? = nil
    ) throws -> ValidatedPlan {
        var plan = try Build.plan().plan
        plan.hours = hours.map { [$0] } ?? []
        plan.queues[0].callback = callback
        plan.queues[0].overflow = overflow
        plan.queues[0].hours = hours?.name
        plan.queues[0].whenClosed = .callback
        return try ValidatedPlan(plan, version: 1)
    }

    private let contact: ContactAddress

    init() throws { contact = try #require(ContactAddress("cleo@example.com")) }

    private func request(_ name: String, _ time: inout Timeline) throws -> TicketStanding {
        let customer = time.customer(name)
        let contact = try #require(ContactAddress("\(name)@example.com"))
        return try time.act { desk, now in try desk.requestCallback(of: customer, CallbackRequest(contact: contact), at: now) }
    }

    private func leave(_ name: String, _ time: inout Timeline) {
        let customer = time.customer(name)
        time.act { desk, now in desk.setCustomer(customer, attached: false, at: now) }
    }

    private func come(_ name: String, _ time: inout Timeline) throws {
        let customer = time.customer(name)
        time.act { desk, now in desk.setCustomer(customer, attached: true, at: now) }
        _ = try time.act { desk, now in try desk.answerCallback(of: customer, at: now) }
    }

    private func letters(_ time: Timeline) -> [CustomerID] {
        time.told.compactMap { if case .callbackDue(let ticket) = $0 { ticket.customer } else { nil } }
    }

    private func state(_ name: String, _ time: Timeline) throws -> Callback.State {
        try #require(time.desk.ticket(of: time.customer(name))?.ticket.callback?.state)
    }

    @Test func thePlaceIsKeptWhileTheCustomerIsAway() throws {
        var time = Timeline(plan: try Self.plan())
        try time.visit("Cleo")
        try time.visit("Dora")
        #expect(try request("Cleo", &time).position == 1)
        leave("Cleo", &time)
        time.wait(.seconds(3 * 3_600))
        #expect(time.position("Cleo") == 1 && time.position("Dora") == 2 && letters(time).isEmpty)
        try time.arrive("Ada")
        #expect(letters(time) == [time.customer("Cleo")], "she is written to")
        #expect(time.isOffered("Dora", to: "Ada"), "and nobody waits for her idly")
        #expect(try state("Cleo", time) == .invited(until: time.now + .seconds(600)))
        time.wait(.seconds(200))
        try time.visit("Eve")
        try come("Cleo", &time)
        #expect(
            time.position("Cleo") == 1 && time.desk.ticket(of: time.customer("Cleo"))?.ticket.age(at: time.now) ?? .zero > .seconds(10_800))
        let ada = time.agent("Ada")
        _ = try time.act { desk, now in try desk.setActivity(.available, of: ada, at: now) }
        #expect(time.isOffered("Cleo", to: "Ada"), "before all that came after her")
    }

    @Test func whoDoesNotComeIsWrittenToAgainAndThenGivenUp() throws {
        var time = Timeline(plan: try Self.plan(CallbackPolicy(attempts: 2, graceSeconds: 100, retrySeconds: 300)))
        try time.visit("Cleo")
        _ = try request("Cleo", &time)
        leave("Cleo", &time)
        try time.arrive("Ada")
        #expect(letters(time).count == 1)
        time.wait(.seconds(101))
        #expect(try state("Cleo", time) == .waiting(from: time.now + .seconds(299)))
        time.wait(.seconds(298))
        #expect(letters(time).count == 1)
        time.wait(.seconds(2))
        #expect(letters(time).count == 2)
        time.wait(.seconds(100))
        #expect(time.desk.ticketCount == 0 && time.desk.interactions.isEmpty)
        #expect(time.told.contains { if case .ticketClosed(_, .unreached) = $0 { true } else { false } })
        #expect(time.stored.interactions.values.first?.outcome == .abandoned)
    }

    @Test func onlySoManyAreExpectedAtATime() throws {
        var time = Timeline(plan: try Self.plan(CallbackPolicy(attempts: 1, graceSeconds: 100, atOnce: 2)))
        for name in ["Cleo", "Dora", "Eve"] {
            try time.visit(name)
            _ = try request(name, &time)
            leave(name, &time)
        }
        try time.arrive("Ada")
        #expect(letters(time) == [time.customer("Cleo"), time.customer("Dora")])
        try time.visit("Fay")
        #expect(time.isOffered("Fay", to: "Ada"), "who may not be written to yet is passed over")
        try time.reject("Ada")
        try come("Dora", &time)
        #expect(time.isOffered("Dora", to: "Ada"))
        try time.reject("Ada")
        #expect(letters(time).last == time.customer("Eve"), "one came, another is written to")
    }

    @Test func anAddressIsForOneCustomerAtATime() throws {
        var time = Timeline(plan: try Self.plan())
        try time.visit("Cleo")
        try time.visit("Dora")
        _ = try request("Cleo", &time)
        let (dora, cleos) = (time.customer("Dora"), try #require(ContactAddress("CLEO@example.com")))
        var copy = time.desk
        #expect(throws: DeskError.contactTaken) { _ = try copy.requestCallback(of: dora, CallbackRequest(contact: cleos), at: time.now) }
        #expect(try request("Cleo", &time).position == 1, "asking again is the same")
        try come("Cleo", &time)
        _ = try time.act { desk, now in try desk.requestCallback(of: dora, CallbackRequest(contact: cleos), at: now) }
    }

    @Test func whoComesUninvitedIsServedAtOnce() throws {
        var time = Timeline(plan: try Self.plan(CallbackPolicy(atOnce: 1)))
        for name in ["Cleo", "Dora"] {
            try time.visit(name)
            _ = try request(name, &time)
        }
        try time.arrive("Ada")
        #expect(letters(time) == [time.customer("Cleo")] && time.desk.offer(to: time.agent("Ada")) == nil)
        try come("Dora", &time)
        #expect(time.isOffered("Dora", to: "Ada"))
    }

    @Test func aClosedQueueCallsBackWhenItOpens() throws {
        let hours = try BusinessHours(.init(name: "office", timeZone: "UTC", weekly: ["monday": ["09:00-12:00"]]))
        var time = Timeline(plan: try Self.plan(hours: hours))
        if hours.isOpen(at: time.now) { time.wait(.seconds(4 * 3_600)) }
        let opening = try #require(hours.nextOpening(after: time.now))
        let caller = Caller(customer: Customer(id: time.customer("Cleo")), useCase: try Build.queue("advice"), language: .english)
        var copy = time.desk
        #expect(throws: DeskError.queueClosed) { _ = try copy.startVisit(caller, at: time.now) }
        _ = try time.act { desk, now in try desk.startVisit(caller, callback: CallbackRequest(contact: contact), at: now) }
        #expect(try state("Cleo", time) == .waiting(from: opening))
        leave("Cleo", &time)
        try time.arrive("Ada")
        time.wait(opening - time.now + .seconds(-1))
        #expect(letters(time).isEmpty)
        time.wait(.seconds(1))
        #expect(letters(time) == [time.customer("Cleo")])
    }

    @Test func itsTurnAfterHoursIsTheNextMorning() throws {
        let hours = try BusinessHours(
            .init(name: "office", timeZone: "UTC", weekly: ["monday": ["09:00-12:00"], "tuesday": ["09:00-12:00"]]))
        var time = Timeline(plan: try Self.plan(hours: hours))
        if !hours.isOpen(at: time.now) { time.wait(try #require(hours.nextOpening(after: time.now)) - time.now) }
        try time.visit("Cleo")
        _ = try request("Cleo", &time)
        leave("Cleo", &time)
        time.wait(.seconds(3 * 3_600))
        try time.arrive("Ada")
        let morning = try #require(hours.nextOpening(after: time.now))
        #expect(letters(time).isEmpty)
        #expect(try state("Cleo", time) == .waiting(from: morning))
    }

    @Test func whoIsGivenUpMayAskInTime() throws {
        let rules = [OverflowRule(when: try Expression("wait > 20"), action: .close(.callback))]
        var time = Timeline(plan: try Self.plan(CallbackPolicy(offered: false), overflow: rules))
        try time.visit("Cleo")
        try time.visit("Dora")
        #expect(throws: DeskError.notAllowed) { _ = try request("Cleo", &time) }
        time.wait(.seconds(30))
        #expect(time.desk.ticket(of: time.customer("Cleo"))?.ticket.turnaway == .callback)
        _ = try request("Cleo", &time)
        time.wait(.seconds(200))
        #expect(time.position("Cleo") == 1 && time.position("Dora") == nil, "who said nothing is turned away")
    }

    @Test func whoIsGivenUpIsNotTakenOutOfAnAgentsHands() throws {
        let rules = [OverflowRule(when: try Expression("wait > 20"), action: .close(.callback))]
        var time = Timeline(plan: try Self.plan(overflow: rules))
        try time.visit("Cleo")
        time.wait(.seconds(135))
        #expect(time.desk.ticket(of: time.customer("Cleo"))?.ticket.turnaway == .callback)
        try time.arrive("Ada")
        time.wait(.seconds(15))
        #expect(time.isOffered("Cleo", to: "Ada"), "the two minutes are over, the offer is not")
        var missed = time
        missed.wait(.seconds(30))
        #expect(missed.desk.ticketCount == 0)
        _ = try time.accept("Ada")
    }

    @Test func whoIsGivenUpAfterTheyCameBackHasNoMoreThanTheirTwoMinutes() throws {
        let rules = [OverflowRule(when: try Expression("wait > 20"), action: .close(.callback))]
        let plan = try Self.plan(overflow: rules)
        var time = Timeline(plan: plan)
        try time.visit("Cleo")
        _ = try request("Cleo", &time)
        try come("Cleo", &time)
        time.wait(.seconds(30))
        #expect(time.desk.ticket(of: time.customer("Cleo"))?.ticket.turnaway == .callback)
        time.act { desk, now in desk.adopt(plan, at: now) }
        time.wait(.seconds(120))
        #expect(time.desk.ticketCount == 0)
    }

    @Test func whoWouldRatherWaitDoesAndIsServedWithTheirAge() throws {
        var time = Timeline(plan: try Self.plan())
        try time.visit("Cleo")
        _ = try request("Cleo", &time)
        time.wait(.seconds(60))
        try come("Cleo", &time)
        try time.arrive("Ada")
        #expect(time.isOffered("Cleo", to: "Ada"))
        leave("Cleo", &time)
        time.wait(.seconds(121))
        #expect(time.desk.ticketCount == 0, "from then on she is missed as anybody is")
    }

    @Test func anOfferThatIsOpenIsWithdrawn() throws {
        var time = Timeline(plan: try Self.plan(CallbackPolicy(atOnce: 1)))
        try time.arrive("Ada")
        try time.visit("Cleo")
        #expect(time.isOffered("Cleo", to: "Ada"))
        _ = try request("Cleo", &time)
        #expect(time.desk.offer(to: time.agent("Ada")) == nil && letters(time) == [time.customer("Cleo")])
    }

    @Test func aRestartKeepsPlaceAndInvitation() throws {
        var time = Timeline(plan: try Self.plan())
        for name in ["Cleo", "Dora"] {
            try time.visit(name)
            _ = try request(name, &time)
            leave(name, &time)
        }
        time.wait(.seconds(3_600))
        time.restart(after: .seconds(3_600))
        time.wait(.seconds(3_600))
        #expect(time.position("Cleo") == 1 && time.position("Dora") == 2)
        try time.arrive("Ada")
        #expect(letters(time).count == 2)
        time.restart(after: .seconds(3_600))
        guard case .invited(let until) = try state("Cleo", time) else {
            Issue.record("the invitation is forgotten")
            return
        }
        #expect(until == time.now + .seconds(120), "the outage counts against nobody")
        let ticket = try #require(time.desk.ticket(of: time.customer("Cleo"))?.ticket)
        let called = try #require(time.desk.customer(calledBackAbout: ticket.interaction))
        #expect(called.id == ticket.customer && called.contact == ticket.callback?.contact)
    }
}
