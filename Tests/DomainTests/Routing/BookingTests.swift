import Domain
import Testing

/// A time for being called back: chosen by the customer, or promised by an agent.
@Suite struct BookingTests {
    private static func plan(_ change: (inout QueueSettings) throws -> Void = { _ in }) throws -> ValidatedPlan {
        var plan = try Build.plan(
            [Build.rule("Booked", when: "appointment", priority: 3, [Build.step("Anyone at once")])]
        ).plan
        plan.queues[0].booking = BookingPolicy(slotMinutes: .half, perSlot: 1, noticeMinutes: 0, daysAhead: 2)
        plan.queues[0].whenClosed = .book
        try change(&plan.queues[0])
        if let hours = plan.queues[0].hours, hours.description == "office" { plan.hours = [try Self.office()] }
        return try ValidatedPlan(plan, version: 1)
    }

    private static func office() throws -> BusinessHours {
        try BusinessHours(.init(name: "office", timeZone: "UTC", weekly: ["wednesday": ["09:00-12:00"]]))
    }

    private func contact(_ name: String) throws -> ContactAddress { try #require(ContactAddress("\(name)@example.com")) }

    private func caller(_ name: String, _ time: Timeline) throws -> Caller {
        Caller(customer: Customer(id: time.customer(name)), useCase: try Build.queue("advice"), language: .english)
    }

    @discardableResult
    private func book(_ name: String, _ slot: Slot, _ time: inout Timeline) throws -> TicketStanding {
        let (caller, request) = (try caller(name, time), CallbackRequest(contact: try contact(name), from: slot.from))
        if time.position(name) == nil {
            return try time.act { desk, now in try desk.startVisit(caller, callback: request, at: now) }
        }
        return try time.act { desk, now in try desk.requestCallback(of: caller.customer.id, request, at: now) }
    }

    private func slots(_ name: String, _ time: Timeline) throws -> [Slot] { time.desk.slots(for: try caller(name, time), at: time.now) }

    private func told(_ time: Timeline) -> (booked: [CustomerID], invited: [CustomerID]) {
        (
            time.told.compactMap { if case .callbackBooked(let ticket) = $0 { ticket.customer } else { nil } },
            time.told.compactMap { if case .callbackDue(let ticket) = $0 { ticket.customer } else { nil } }
        )
    }

    @Test func whoBookedTakesNobodysPlaceUntilTheirTimeHasCome() throws {
        var time = Timeline(plan: try Self.plan())
        let slot = try #require(slots("Cleo", time).dropFirst().first)
        let standing = try book("Cleo", slot, &time)
        #expect(standing.position == 0 && standing.ticket.callback?.isBooked == true && standing.ticket.callback?.slot == slot)
        #expect(told(time).booked == [time.customer("Cleo")] && told(time).invited.isEmpty)
        try time.visit("Dora")
        #expect(time.position("Dora") == 1 && time.desk.queues(time.desk.plan.plan.queues.map(\.name))[0].waiting == 1)
        time.wait(slot.from - time.now + .milliseconds(-1))
        #expect(told(time).invited.isEmpty)
        time.wait(.milliseconds(1))
        #expect(time.position("Cleo") == 1 && time.position("Dora") == 2, "now she goes first")
        #expect(try time.route("Cleo").rule.description == "Booked", "and the workflow takes her as it would now")
        try time.arrive("Ada")
        #expect(told(time).invited == [time.customer("Cleo")] && time.isOffered("Dora", to: "Ada"))
    }

    @Test func whyOthersFallBackIsSaid() throws {
        var time = Timeline(plan: try Self.plan())
        let slot = try #require(slots("Cleo", time).first)
        try book("Cleo", slot, &time)
        try time.visit("Dora")
        _ = time.act { desk, _ in desk.takeMovedStandings(in: desk.plan.plan.queues[0].name) }
        time.wait(slot.from - time.now)
        let moved = time.act { desk, _ in desk.takeMovedStandings(in: desk.plan.plan.queues[0].name) }
        #expect(moved.first { $0.ticket.customer == time.customer("Dora") }?.movedBack == .appointment)
    }

    @Test func aSlotIsForSoMany() throws {
        var time = Timeline(plan: try Self.plan())
        let first = try #require(slots("Cleo", time).first)
        try book("Cleo", first, &time)
        #expect(try !slots("Dora", time).contains(first))
        var copy = time
        #expect(throws: DeskError.slotTaken) { try book("Dora", first, &copy) }
        #expect(try slots("Cleo", time).contains(first), "her own is free for herself")
        let second = try #require(slots("Cleo", time).dropFirst().first)
        try book("Cleo", second, &time)
        try book("Dora", first, &time)
        let cleo = time.customer("Cleo")
        try time.act { desk, now in try desk.leaveQueue(cleo, at: now) }
        #expect(try slots("Eve", time).contains(second), "who leaves gives it back")
        time.restart()
        #expect(try !slots("Eve", time).contains(first), "and a restart forgets nothing")
    }

    @Test func onlySlotsCanBeBooked() throws {
        var time = Timeline(plan: try Self.plan { $0.callback.offered = false })
        let slot = try #require(slots("Cleo", time).first)
        let (cleo, mail) = (try caller("Cleo", time), try contact("Cleo"))
        for wrong in [slot.from + .seconds(60), time.now + .seconds(-1_800), slot.from + .seconds(40 * 86_400)] {
            #expect(throws: DeskError.slotTaken) {
                try time.act { desk, now in try desk.startVisit(cleo, callback: CallbackRequest(contact: mail, from: wrong), at: now) }
            }
        }
        try time.visit("Dora")
        #expect(throws: DeskError.notAllowed) { try book("Dora", slot, &time) }
        #expect(try slots("Dora", time).isEmpty, "the queue does not offer it to those who wait")
    }

    @Test func aClosedQueueIsBooked() throws {
        var time = Timeline(plan: try Self.plan { $0.hours = HoursName("office") })
        let office = try Self.office()
        if office.isOpen(at: time.now) { time.wait(.seconds(4 * 3_600)) }
        time.wait(try #require(office.nextOpening(after: time.now)) - time.now + .seconds(-86_400))
        let cleo = try caller("Cleo", time)
        #expect(throws: DeskError.queueClosed) { try time.act { desk, now in try desk.startVisit(cleo, at: now) } }
        let mail = try contact("Cleo")
        #expect(throws: DeskError.queueClosed, "a time must be chosen") {
            try time.act { desk, now in try desk.startVisit(cleo, callback: CallbackRequest(contact: mail), at: now) }
        }
        let slots = try slots("Cleo", time)
        #expect(slots.count == 6 && slots.allSatisfy { office.isOpen(at: $0.from) })
        try time.arrive("Ada")
        try book("Cleo", slots[2], &time)
        time.wait(slots[2].from - time.now)
        #expect(told(time).invited == [time.customer("Cleo")])
    }

    @Test func whoIsGivenUpMayBookInTime() throws {
        let rule = OverflowRule(when: try Expression("wait > 20"), action: .close(.book))
        var time = Timeline(
            plan: try Self.plan {
                $0.overflow = [rule]
                $0.callback.offered = false
            })
        try time.visit("Cleo")
        try time.visit("Dora")
        time.wait(.seconds(30))
        #expect(time.desk.ticket(of: time.customer("Cleo"))?.ticket.turnaway == .book)
        try book("Cleo", try #require(slots("Cleo", time).first), &time)
        time.wait(.seconds(200))
        #expect(time.position("Cleo") == 0 && time.position("Dora") == nil, "who said nothing is turned away")
    }

    @Test func whoComesBeforeTheirTimeIsANewcomer() throws {
        var time = Timeline(plan: try Self.plan())
        let cleo = time.customer("Cleo")
        try book("Cleo", try #require(slots("Cleo", time).dropFirst(3).first), &time)
        #expect(throws: DeskError.notAllowed) { try time.act { desk, now in try desk.answerCallback(of: cleo, at: now) } }
        try time.visit("Dora")
        try time.act { desk, now in try desk.leaveQueue(cleo, at: now) }
        try time.visit("Cleo")
        #expect(time.position("Cleo") == 2)
    }

    /// Ada, who talked with Cleo and is finishing the record.
    private func wrappingUp(_ time: inout Timeline) throws -> InteractionID {
        let session = try time.call("Ada", "Cleo")
        try time.hangUp(session)
        return session.interaction
    }

    private func promise(_ slot: Slot, after id: InteractionID, _ time: inout Timeline) throws -> Ticket {
        let (ada, request) = (time.agent("Ada"), CallbackRequest(contact: try contact("Cleo"), from: slot.from))
        return try time.act { desk, now in try desk.promiseCallback(request, after: id, by: ada, attached: false, at: now) }
    }

    private func finish(_ id: InteractionID, _ time: inout Timeline) throws {
        let ada = time.agent("Ada")
        try time.act { desk, now in
            try desk.finishWrapUp(of: id, by: ada, disposition: .callBack, resolved: false, note: nil, at: now)
        }
    }

    @Test func anAgentPromisesToCallBackAndHasTheCustomerFirst() throws {
        var time = Timeline(plan: try Self.plan())
        let id = try wrappingUp(&time)
        let slots = try time.desk.slots(after: id, by: time.agent("Ada"), at: time.now)
        let promised = try promise(slots[1], after: id, &time)
        #expect(promised.interaction != id && time.desk.interactions[promised.interaction]?.followUpOf == id)
        #expect(told(time).booked == [time.customer("Cleo")])
        let changed = try promise(slots[2], after: id, &time)
        #expect(changed.id == promised.id && changed.callback?.slot == slots[2], "promising again changes it")
        try finish(id, &time)
        try time.arrive("Bob")
        time.wait(slots[2].from - time.now)
        #expect(told(time).invited == [time.customer("Cleo")])
        let cleo = time.customer("Cleo")
        time.act { desk, now in desk.setCustomer(cleo, attached: true, at: now) }
        _ = try time.act { desk, now in try desk.answerCallback(of: cleo, at: now) }
        #expect(time.isOffered("Cleo", to: "Ada"), "not to Bob, who has been idle for longer")
    }

    @Test func aPromiseOfAnAgentWhoHasGoneHomeIsKeptByTheQueue() throws {
        var time = Timeline(plan: try Self.plan())
        let id = try wrappingUp(&time)
        let slot = try #require(time.desk.slots(after: id, by: time.agent("Ada"), at: time.now).first)
        _ = try promise(slot, after: id, &time)
        try finish(id, &time)
        let ada = time.agent("Ada")
        _ = try time.act { desk, now in try desk.setActivity(.offline, of: ada, at: now) }
        try time.arrive("Bob")
        time.wait(slot.from - time.now)
        #expect(told(time).invited == [time.customer("Cleo")])
    }

    @Test func anAgentWhoGoesHomeAfterTheTimeHasComeLeavesTheCustomerToTheQueue() throws {
        var time = Timeline(plan: try Self.plan())
        let id = try wrappingUp(&time)
        let slot = try #require(time.desk.slots(after: id, by: time.agent("Ada"), at: time.now).first)
        _ = try promise(slot, after: id, &time)
        try finish(id, &time)
        try time.visit("Dora")
        let session = try time.accept("Ada")
        try time.connect(session)
        try time.arrive("Bob")
        time.wait(slot.from - time.now + .seconds(90))
        #expect(told(time).invited.isEmpty, "Ada is busy, but there")
        let ada = time.agent("Ada")
        try time.hangUp(session)
        _ = try time.act { desk, now in try desk.setActivity(.offline, of: ada, at: now) }
        time.wait(.seconds(60))
        #expect(told(time).invited == [time.customer("Cleo")])
    }

    @Test func aBusyAgentsPromiseGoesToTheQueueWhenTheSlotIsOver() throws {
        var time = Timeline(plan: try Self.plan())
        let id = try wrappingUp(&time)
        let slot = try #require(time.desk.slots(after: id, by: time.agent("Ada"), at: time.now).first)
        _ = try promise(slot, after: id, &time)
        try finish(id, &time)
        try time.visit("Dora")
        try time.connect(try time.accept("Ada"))
        try time.arrive("Bob")
        time.wait(slot.from - time.now)
        #expect(told(time).invited.isEmpty)
        time.wait(slot.until - time.now)
        #expect(told(time).invited == [time.customer("Cleo")])
    }

    @Test func aPromiseMovesWithTheBookingAndEndsWithIt() throws {
        var time = Timeline(plan: try Self.plan())
        let id = try wrappingUp(&time)
        let slots = try time.desk.slots(after: id, by: time.agent("Ada"), at: time.now)
        _ = try promise(slots[6], after: id, &time)
        try finish(id, &time)
        try book("Cleo", slots[1], &time)
        let cleo = time.customer("Cleo")
        #expect(time.desk.ticket(of: cleo)?.ticket.direct?.until == slots[1].until)
        let request = CallbackRequest(contact: try contact("Cleo"))
        #expect(throws: DeskError.notAllowed, "they did not wait: there is no turn") {
            try time.act { desk, now in try desk.requestCallback(of: cleo, request, at: now) }
        }
        try time.visit("Dora")
        try time.connect(try time.accept("Ada"))
        try time.arrive("Bob")
        time.wait(slots[1].until - time.now)
        #expect(told(time).invited == [cleo], "not at the time that was promised first")
    }

    @Test func nothingIsPromisedBesideAnotherVisit() throws {
        var time = Timeline(plan: try Self.plan())
        let id = try wrappingUp(&time)
        let slot = try #require(time.desk.slots(after: id, by: time.agent("Ada"), at: time.now).first)
        var copy = time
        try copy.visit("Cleo")
        #expect(throws: DeskError.alreadyInSession) { try promise(slot, after: id, &copy) }
        let (bob, request) = (time.agent("Bob"), CallbackRequest(contact: try contact("Cleo"), from: slot.from))
        #expect(throws: DeskError.notFound) {
            try time.act { desk, now in try desk.promiseCallback(request, after: id, by: bob, attached: false, at: now) }
        }
        try finish(id, &time)
        #expect(throws: DeskError.notFound, "the record is closed") { try promise(slot, after: id, &time) }
    }
}
