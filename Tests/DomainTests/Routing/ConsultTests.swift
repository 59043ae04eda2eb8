import Domain
import Testing

/// Warm transfers: ask, speak, then hand over, talk together, or go back.
@Suite struct ConsultTests {
    private func ask(_ name: String, _ time: inout Timeline, _ session: Session) throws -> Session {
        let colleague = time.agent(name)
        return try start(&time, session, .agent(colleague))
    }

    private func start(_ time: inout Timeline, _ session: Session, _ target: TransferTarget) throws -> Session {
        try time.act { desk, now in try desk.startConsult(target, in: session.id, by: session.agent.person, at: now) }
    }

    /// Ada has Cleo, and Ben has a seat beside her.
    private func consult(_ time: inout Timeline) throws -> Session {
        let session = try time.call()
        try time.arrive("Ben")
        _ = try ask("Ben", &time, session)
        let joined = try time.accept("Ben")
        let ben = Identifier<Person>(time.agent("Ben"))
        _ = try time.act { desk, now in try desk.joinSession(joined.id, as: ben, epoch: nil, at: now) }
        try time.act { desk, now in try desk.report(.connected, by: ben, at: now) }
        return try #require(time.desk.sessions[session.id])
    }

    private func endings(_ time: Timeline) -> [ConsultEnding] {
        time.told.compactMap { if case .consultEnded(_, _, let ending) = $0 { ending } else { nil } }
    }

    @Test func whileTheCustomerHoldsTheTwoTalkAlone() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        try time.arrive("Ben")
        let asking = try ask("Ben", &time, session)
        #expect(asking.hold != nil && asking.consult?.state == .asking)
        let offer = try #require(time.desk.offer(to: time.agent("Ben")))
        #expect(
            offer.offer.consult?.session == session.id && offer.offer.consult?.by == session.agent.name
                && offer.ticket.id == session.ticket.id)
        let joined = try time.accept("Ben")
        let ben = try #require(joined.consulted)
        let plan = MediaPlan(joined)
        #expect(plan.routes[ben.id]?.contains(Feed(participant: session.agent.id, kind: .microphone)) == true)
        #expect(plan.routes[session.agent.id]?.contains(Feed(participant: ben.id, kind: .camera)) == true)
        #expect(plan.routes[session.customer.id] == [] && plan.onHold == [session.customer.id])
        #expect(!joined.visible(to: session.customer, .everyone).contains { $0.id == ben.id }, "who holds is not told whom the agent asks")
        #expect(joined.feeds(for: session.customer).contains { $0.participant == ben.id }, "so that nothing is missing after the hand-over")
        #expect(time.desk.agent(time.agent("Ben"))?.workload == .talking(session.id))
    }

    @Test func whatWasWrittenBeforeIsToldToWhoeverTakesASeat() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        let (ada, sue, text) = (session.agent.person, time.agent("Sue"), try #require(BoundedText<MessageLimit>("4711")))
        let key = try #require(BoundedText<NameLimit>("key"))
        _ = try time.act { desk, now in try desk.sendChat(text, key: key, in: session.id, by: ada, at: now) }
        try time.arrive("Ben")
        _ = try ask("Ben", &time, session)
        let joined = try time.accept("Ben")
        _ = try time.act { desk, now in try desk.supervise(session.id, as: sue, name: key, mode: .monitor, at: now) }
        let told = time.told.compactMap { if case .chatSoFar(_, let reader, let messages) = $0 { (reader, messages) } else { nil } }
        #expect(told.map(\.0.role) == [.consulted, .supervisor] && told.first?.0.id == joined.consulted?.id)
        #expect(told.allSatisfy { $0.1.map(\.text) == [text] })
    }

    @Test func completeHandsTheCustomerOver() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try consult(&time)
        let (ada, ben) = (time.agent("Ada"), time.agent("Ben"))
        time.wait(.seconds(20))
        let done = try time.act { desk, now in try desk.completeConsult(in: session.id, by: session.agent.person, at: now) }
        #expect(done.agentID == ben && done.hold == nil && done.consult == nil && done.others.isEmpty && done.state == .live)
        #expect(time.desk.wrapUp(of: ada)?.interaction.id == session.interaction)
        #expect(
            time.told.contains { if case .dismissed(_, let gone, .transferred) = $0 { gone.person == session.agent.person } else { false } }
        )
        time.wait(.seconds(10))
        try time.hangUp(done)
        try time.act { desk, now in
            try desk.finishWrapUp(of: session.interaction, by: ada, disposition: .followUp, resolved: nil, note: nil, at: now)
            try desk.finishWrapUp(of: session.interaction, by: ben, disposition: .resolved, resolved: true, note: nil, at: now)
        }
        let interaction = try #require(time.stored.interactions[session.interaction])
        #expect(interaction.isClosed && interaction.disposition == .resolved)
        #expect(interaction.segments.map(\.kind) == [.talk, .hold, .consult, .wrap, .talk, .wrap])
        #expect(interaction.segments.map(\.agent) == [ada, ada, ben, ada, ben, ben])
        #expect(interaction.segments.allSatisfy { $0.to != nil })
    }

    @Test func offHoldAllTalkTogetherAndTheAgentMayLeave() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try consult(&time)
        let merged = try time.act { desk, now in try desk.setHold(false, in: session.id, by: session.agent.person, at: now) }
        let ben = try #require(merged.consulted)
        #expect(MediaPlan(merged).routes[session.customer.id]?.contains(Feed(participant: ben.id, kind: .microphone)) == true)
        #expect(merged.visible(to: session.customer, .nobody).contains { $0.id == ben.id })
        try time.act { desk, now in try desk.hangUp(session.id, by: session.agent.person, at: now) }
        #expect(time.desk.sessions[session.id]?.agentID == time.agent("Ben"), "the customer is not left alone")
        #expect(time.desk.wrapUp(of: time.agent("Ada")) != nil)
    }

    @Test func returningSendsTheColleagueBackToWork() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try consult(&time)
        let back = try time.act { desk, now in try desk.returnFromConsult(in: session.id, by: session.agent.person, at: now) }
        #expect(back.hold == nil && back.consult == nil && back.consulted == nil && back.agentID == time.agent("Ada"))
        #expect(time.desk.agent(time.agent("Ben"))?.workload == .idle, "there is no record to finish")
        #expect(endings(time) == [.returned])
    }

    @Test(arguments: ["declined", "missed", "unavailable"])
    func withoutAnAnswerTheCustomerStaysWithTheAgent(_ how: String) throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        try time.arrive("Ben")
        _ = try ask("Ben", &time, session)
        let (ben, sue) = (time.agent("Ben"), time.agent("Sue"))
        switch how {
        case "declined": try time.reject("Ben")
        case "missed": time.wait(.seconds(60))
        default: _ = try time.act { desk, now in try desk.forceActivity(ActivityName.offline, of: ben, by: sue, at: now) }
        }
        let held = try #require(time.desk.sessions[session.id])
        #expect(held.consult == nil && held.hold != nil && held.agentID == time.agent("Ada"), "the agent decides what follows")
        #expect(endings(time).map(\.rawValue) == [how])
        var copy = time.desk
        #expect(throws: DeskError.notAllowed) { _ = try copy.completeConsult(in: session.id, by: session.agent.person, at: time.now) }
        // Another may be asked.
        try time.arrive("Cid")
        #expect(try ask("Cid", &time, held).consult?.colleague == time.agent("Cid"))
    }

    @Test func aQueueMeansItsLongestIdleAgent() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        try time.arrive("Ben", profile: Build.profile([:], queues: ["sales"]))
        let second = try Build.queue("second")
        #expect(throws: DeskError.agentUnavailable) { _ = try start(&time, session, .queue(second)) }
        #expect(time.desk.sessions[session.id]?.hold == nil, "nothing has changed")
        time.wait(.seconds(1))
        try time.arrive("Cid")
        time.wait(.seconds(1))
        try time.arrive("Dan")
        #expect(try start(&time, session, .queue(try Build.queue("second"))).consult?.colleague == time.agent("Cid"))
        #expect(throws: DeskError.notAllowed) { _ = try ask("Dan", &time, session) }
    }

    @Test func anAgentWhoIsLostLeavesTheCustomerToTheColleague() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try consult(&time)
        let ada = time.agent("Ada")
        time.act { desk, now in desk.detachAgent(ada, at: now) }
        try time.act { desk, now in try desk.report(.disconnected, by: session.agent.person, at: now) }
        time.wait(.seconds(120))
        let held = try #require(time.desk.sessions[session.id])
        #expect(held.agentID == time.agent("Ben") && held.hold == nil && held.consult == nil)
        #expect(time.desk.agent(ada)?.workload == .idle)
        #expect(time.desk.audit() == [])
    }

    @Test func aColleagueWhoIsLostIsGivenUp() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try consult(&time)
        let ben = time.agent("Ben")
        time.act { desk, now in desk.detachAgent(ben, at: now) }
        try time.act { desk, now in try desk.report(.disconnected, by: Identifier<Person>(ben), at: now) }
        time.wait(.seconds(120))
        #expect(time.desk.sessions[session.id]?.consult == nil && time.desk.agent(ben)?.workload == .idle)
        #expect(endings(time) == [.left])
    }

    @Test func theCustomersHangUpFreesBoth() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try consult(&time)
        try time.act { desk, now in try desk.hangUp(session.id, by: session.customer.person, at: now) }
        #expect(time.desk.sessions.isEmpty && time.desk.wrapUp(of: time.agent("Ada")) != nil)
        #expect(time.desk.agent(time.agent("Ben"))?.workload == .idle)
    }

    @Test func protectingEndsTheCallForAll() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try consult(&time)
        _ = try time.act { desk, now in try desk.protect(session.id, by: session.agent.person, ends: true, at: now) }
        #expect(time.desk.sessions.isEmpty && time.desk.agent(time.agent("Ben"))?.workload == .idle)
    }

    @Test func aRestartKeepsAConsultThatHasBegunAndForgetsAQuestion() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try consult(&time)
        time.restart(after: .seconds(2))
        #expect(time.desk.sessions[session.id]?.consulted != nil)
        var other = Timeline(plan: try Build.plan())
        let asked = try other.call()
        try other.arrive("Ben")
        _ = try ask("Ben", &other, asked)
        other.restart(after: .seconds(2))
        #expect(other.desk.sessions[asked.id]?.consult == nil && other.desk.sessions[asked.id]?.hold != nil)
    }

    @Test func nobodyElseDecides() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try consult(&time)
        let ben = Identifier<Person>(time.agent("Ben"))
        var copy = time.desk
        for person in [session.customer.person, ben] {
            #expect(throws: DeskError.notAllowed) { _ = try copy.completeConsult(in: session.id, by: person, at: time.now) }
            #expect(throws: DeskError.notAllowed) { _ = try copy.returnFromConsult(in: session.id, by: person, at: time.now) }
            #expect(throws: DeskError.notAllowed) { _ = try copy.setHold(false, in: session.id, by: person, at: time.now) }
        }
        try time.act { desk, now in try desk.hangUp(session.id, by: ben, at: now) }
        #expect(time.desk.sessions[session.id]?.consult == nil && time.desk.sessions[session.id]?.hold != nil)
    }
}
