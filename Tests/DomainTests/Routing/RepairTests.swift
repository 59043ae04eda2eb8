@testable import Domain
import Testing

/// What cannot happen is put right when it happens all the same, and nobody waiting is lost over it.
@Suite struct RepairTests {
    private func desk() throws -> (ServiceDesk, Timeline) {
        var time = Timeline(plan: try Build.plan(default: [Build.step("Law", ["law": 1], timeout: 30), Build.step("Anyone")]))
        try time.arrive("Ada", profile: Build.profile(["law": 1]))
        let session = try time.call("Ada", "Cleo")
        try time.hangUp(session)
        try time.arrive("Ben")
        try time.visit("Dora")
        try time.visit("Emil")
        return (time.desk, time)
    }

    @Test(arguments: 0..<9) func everyFaultIsFoundRepairedAndCounted(_ number: Int) throws {
        var (desk, time) = try desk()
        let dora = try #require(desk.ticket(of: time.customer("Dora"))).ticket
        let (ada, ben) = (time.agent("Ada"), time.agent("Ben"))
        switch number {
        case 0: desk.interactions[dora.interaction] = nil
        case 1: desk.routing.deadlines[.ticketExpiry(dora.id)] = nil
        case 2: desk.routing.deadlines[.step(dora.id)] = nil
        case 3: desk.routing.tickets[dora.id]?.state = .offered([OfferID(high: 1, low: 1)])
        case 4: desk.routing.agents[ben]?.workload = .talking(SessionID(high: 1, low: 1))
        case 5: desk.routing.placements[dora.id] = nil
        case 6: desk.routing.matchmaker = Matchmaker()
        case 7: desk.routing.deadlines[.wrapUp(ada)] = nil
        default: desk.routing.tickets[dora.id]?.priorityBySupervisor = 50
        }
        #expect(!desk.audit().isEmpty)
        #expect(desk.repair(at: time.now) > 0)
        #expect(desk.audit() == [])
        #expect(desk.ticketCount == 2 && desk.ticket(of: time.customer("Dora"))?.ticket.enqueuedAt == dora.enqueuedAt)
        #expect(desk.repair(at: time.now) == 0, "once")
    }
}
