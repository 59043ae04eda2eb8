import Domain
import Testing

/// Effective priority, positions and the reasons for losing one.
@Suite struct PriorityTests {
    private func plan(point: Int = 30) throws -> ValidatedPlan {
        try Build.plan([Build.rule("Cart", when: "customer.segments has \"vip\"", priority: 2, [Build.step("Anyone")])], point: point)
    }

    private var vip: VisitContext {
        var context = VisitContext()
        context.segments = ["vip"]
        return context
    }

    @Test func onePointIsWorthItsSecondsOfWaiting() throws {
        var time = Timeline(plan: try plan())
        try time.visit("Cleo")
        time.wait(.seconds(59))
        try time.visit("Vera", context: vip)
        #expect(time.position("Vera") == 1 && time.position("Cleo") == 2, "two points are 60 seconds")
        try time.visit("Dora")
        time.wait(.seconds(2))
        try time.visit("Wanda", context: vip)
        #expect(time.position("Wanda") == 3 && time.position("Dora") == 4)
        #expect(time.position("Cleo") == 2, "who waits long enough is not passed any more")
    }

    @Test func losingAPlaceHasAReason() throws {
        var time = Timeline(plan: try plan())
        let first = try time.visit("Cleo")
        #expect(first.movedBack == nil)
        try time.visit("Vera", context: vip)
        #expect(time.desk.ticket(first.ticket.id)?.movedBack == .priority)
        let queue = first.ticket.queue
        let moved = time.act { desk, _ in desk.takeMovedStandings(in: queue) }
        #expect(moved.map(\.ticket.id) == [first.ticket.id] && moved.first?.movedBack == .priority)
        #expect(time.act { desk, _ in desk.takeMovedStandings(in: queue) }.isEmpty, "told once")
        #expect(time.desk.ticket(first.ticket.id)?.movedBack == nil)
    }

    @Test func whoReturnsWithTheirAgeIsTheReason() throws {
        var time = Timeline(plan: try plan())
        let session = try time.call()
        let dora = try time.visit("Dora")
        let ada = time.agent("Ada")
        time.act { desk, now in desk.detachAgent(ada, at: now) }
        try time.act { desk, now in try desk.report(.disconnected, by: session.agent.person, at: now) }
        time.wait(.seconds(90))
        #expect(time.position("Cleo") == 1)
        #expect(time.desk.ticket(dora.ticket.id)?.movedBack == .returned)
    }

    @Test func aSupervisorMovesAndPrioritises() throws {
        var time = Timeline(plan: try plan())
        let cleo = try time.visit("Cleo").ticket
        let dora = try time.visit("Dora").ticket
        let sue = time.agent("Sue")
        let raised = try time.act { desk, now in try desk.setPriority(5, of: dora.id, by: sue, at: now) }
        #expect(raised.position == 1 && time.desk.ticket(cleo.id)?.movedBack == .priority)
        let sales = try Build.queue("sales")
        let emil = try time.visit("Emil", queue: "sales").ticket
        let moved = try time.act { desk, now in try desk.moveTicket(cleo.id, to: sales, by: sue, at: now) }
        #expect(moved.position == 1 && moved.ticket.enqueuedAt == cleo.enqueuedAt && moved.ticket.queue == sales)
        #expect(time.desk.interactions[cleo.interaction]?.queue == sales)
        #expect(time.desk.ticket(emil.id)?.position == 1 || time.desk.ticket(emil.id)?.movedBack == .moved)
        #expect(throws: DeskError.notAllowed) { try time.act { desk, now in try desk.setPriority(101, of: dora.id, by: sue, at: now) } }
        let nowhere = try Build.queue("nowhere")
        #expect(throws: DeskError.notFound) { try time.act { desk, now in try desk.moveTicket(dora.id, to: nowhere, by: sue, at: now) } }
    }

    @Test func aPlanThatReordersIsTheReason() throws {
        var time = Timeline(plan: try Build.plan())
        let cleo = try time.visit("Cleo").ticket
        try time.visit("Vera", context: vip)
        let plan = try plan()
        time.act { desk, now in desk.adopt(plan, at: now) }
        #expect(time.position("Vera") == 1)
        #expect(time.desk.ticket(cleo.id)?.movedBack == .plan)
    }
}
