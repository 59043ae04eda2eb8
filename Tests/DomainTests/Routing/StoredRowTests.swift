import Domain
import Foundation
import Testing

/// Rows written by the version before there were plans.
@Suite struct StoredRowTests {
    private let id = String(repeating: "0", count: 31) + "1"

    private func read<Row: Decodable>(_ text: String) throws -> Row {
        try JSONDecoder().decode(Row.self, from: Data(text.replacingOccurrences(of: "ID", with: "\"\(id)\"").utf8))
    }

    @Test func aTicketWithOneOffer() throws {
        let ticket: Ticket = try read(
            """
            {"id": ID, "interaction": ID, "caller": {"customer": {"id": ID}, "useCase": "advice", "language": "en"}, "queue": "advice",
             "enqueuedAt": 1000, "order": 3, "state": {"offered": {"_0": ID}}, "connectivity": {"attached": {}}, "notBefore": []}
            """)
        #expect(ticket.offers.map(\.description) == [id] && ticket.route == nil && ticket.priority == 0)
        #expect(ticket.stepsFrom == ticket.enqueuedAt && ticket.context == VisitContext())
    }

    @Test func anAgentInWrapUp() throws {
        let agent: Agent = try read(
            """
            {"id": ID, "name": "Ada", "activity": "away", "activitySince": 1, "connectivity": {"gone": {}}, "idleSince": 2,
             "workload": {"wrapUp": {"_0": {"interaction": ID, "startedAt": 5, "deadline": 9}}}}
            """)
        #expect(agent.activity == .away && agent.profile == AgentProfile())
        let engagement = try #require(agent.workload.engagements.first)
        let wrapUp = try #require(engagement.wrapUp)
        #expect(engagement.medium == .video && agent.workload.offer == nil)
        #expect(wrapUp.policy == WrapUpPolicy() && wrapUp.extensionsUsed == 0)
    }

    @Test func whatIsWrittenNowIsReadAgain() throws {
        let steps = try [Build.step("Law", ["law": 1], timeout: 30, offers: 2), Build.step("Anyone")]
        var time = Timeline(plan: try Build.plan(default: steps))
        try time.arrive("Ada", profile: Build.profile(["law": 3], queues: ["advice"]))
        try time.arrive("Ben", profile: Build.profile(["law": 3]))
        var context = VisitContext()
        context.segments = ["vip"]
        let visit = try time.visit("Cleo", context: context).ticket
        let ticket = try #require(time.desk.ticket(visit.id)?.ticket)
        #expect(ticket.offers.count == 2)
        #expect(try again(ticket) == ticket)
        let agent = try #require(time.desk.agent(time.agent("Ada")))
        #expect(try again(agent) == agent)
        let interaction = try #require(time.desk.interactions[ticket.interaction])
        #expect(try apart(interaction) == interaction && !interaction.assignments.isEmpty)
        for event in time.events { #expect(try again(event) == event) }
    }

    /// Its assignments are rows of their own.
    private func apart(_ interaction: Interaction) throws -> Interaction {
        var read = try again(interaction)
        #expect(read.assignments.isEmpty)
        read.restore(try interaction.assignments.map { try again($0).stored(as: $0.number, acceptedBy: $0.acceptedBy, at: $0.acceptedAt) })
        return read
    }

    @Test func whatSeldomHappensIsReadAgainToo() throws {
        var plan = try Build.plan().plan
        plan.queues[0].overflow = [.init(when: try Expression("queue.depth >= 1"), action: .move(to: try Build.queue("second")))]
        var time = Timeline(plan: try ValidatedPlan(plan, version: 1))
        try time.visit("Ada")
        let overflowed = try time.visit("Bea").ticket
        #expect(overflowed.overflowedFrom != nil && overflowed.prediction != nil)
        #expect(try again(overflowed) == overflowed)
        let session = try time.call("Eve", "Cleo")
        _ = try time.act { desk, now in try desk.protect(session.id, by: session.agent.person, ends: false, at: now) }
        let flagged = try #require(time.desk.interactions[session.interaction])
        #expect(flagged.flags.count == 1)
        #expect(try apart(flagged) == flagged)
        let sue = time.agent("Sue")
        let name = try #require(BoundedText<NameLimit>("Sue"))
        try time.arrive("Sue", .away)
        let supervised = try time.act { desk, now in try desk.supervise(session.id, as: sue, name: name, mode: .monitor, at: now) }
        #expect(supervised.handover == nil)
        #expect(try again(supervised) == supervised)
        let taken = try time.act { desk, now in try desk.takeOver(session.id, by: sue, at: now) }
        #expect(taken.handover != nil)
        #expect(try again(taken) == taken)
        time.wait(.seconds(10))
        for event in time.events { #expect(try again(event) == event) }
    }

    private func again<Row: Codable>(_ row: Row) throws -> Row {
        try JSONDecoder().decode(Row.self, from: try JSONEncoder().encode(row))
    }
}
