@testable import Domain
import Testing

/// A newcomer is received before the former agent leaves: each way in which that ends.
@Suite struct HandoverTests {
    private struct Scene {
        var time = Timeline()
        let call: Session
        let newcomer: Participant
        let (sue, ada): (AgentID, AgentID)

        /// Ada talks with Cleo, Sue is connected as a supervisor who listens.
        init() throws {
            call = try time.call()
            (sue, ada) = (time.agent("Sue"), time.agent("Ada"))
            try time.arrive("Sue", .away)
            let (id, session) = (sue, call.id)
            let name = try #require(BoundedText<NameLimit>("Sue"))
            _ = try time.act { desk, now in try desk.supervise(session, as: id, name: name, mode: .monitor, at: now) }
            _ = try time.act { desk, now in try desk.joinSession(session, as: Identifier<Person>(id), epoch: nil, at: now) }
            try time.act { desk, now in try desk.report(.connected, by: Identifier<Person>(id), at: now) }
            newcomer = try #require(time.desk.sessions[call.id]?.participant(of: Identifier<Person>(id)))
            time.wait(.seconds(5))
        }

        var session: Session? { time.desk.sessions[call.id] }
        var endings: [Handover.Ending] {
            time.events.compactMap { if case .handoverEnded(_, _, let ending) = $0.kind { ending } else { nil } }
        }
        var wasTakenOver: Bool {
            time.told.contains { effect in
                if case .dismissed(_, let gone, .takenOver) = effect { gone.person == call.agent.person } else { false }
            }
        }

        @discardableResult
        mutating func takeOver() throws -> Session {
            try time.act { [sue, call] desk, now in try desk.takeOver(call.id, by: sue, at: now) }
        }

        mutating func receives(_ participant: Participant, epoch: Int = 1) throws {
            try time.act { [call, newcomer] desk, now in
                try desk.received(newcomer.id, epoch: epoch, by: participant.person, in: call.id, at: now)
            }
        }

        mutating func hangUp(_ participant: Participant) throws {
            try time.act { [call] desk, now in try desk.hangUp(call.id, by: participant.person, at: now) }
        }

        /// The newcomer is the agent, the former one is free, and the interaction has a segment of each.
        func expectTaken(_ ending: Handover.Ending) throws {
            let session = try #require(session)
            #expect(session.agentID == sue && session.handover == nil && session.participant(of: call.agent.person) == nil)
            #expect(session.agent.role == .agent && session.agent.mode == nil)
            #expect(time.desk.agent(ada)?.workload == .idle && time.desk.agent(sue)?.workload == .talking(call.id))
            #expect(try #require(time.desk.interactions[call.interaction]).segments.map(\.agent) == [ada, sue])
            #expect(wasTakenOver && endings == [ending])
        }

        /// All is as if nobody had asked.
        func expectKept(_ ending: Handover.Ending) throws {
            let session = try #require(session)
            #expect(session.agentID == ada && session.handover == nil && session.state == .live)
            #expect(time.desk.agent(ada)?.workload == .talking(call.id) && time.desk.agent(sue)?.workload == .idle)
            #expect(session.participant(newcomer.id)?.mode ?? .monitor == .monitor, "nobody hears them by mistake")
            #expect(!wasTakenOver && endings == [ending])
        }
    }

    @Test func bothAreThereUntilTheCustomerReceivesTheNewcomer() throws {
        var scene = try Scene()
        let asked = try scene.takeOver()
        #expect(asked.agentID == scene.ada && asked.handover?.newcomer == scene.newcomer.id)
        let heard = try #require(MediaPlan(asked).routes[asked.customer.id]).filter { $0.kind == .microphone }.map(\.participant)
        #expect(Set(heard) == [scene.call.agent.id, scene.newcomer.id])
        #expect(Set(asked.feeds(for: asked.customer).map(\.participant)) == Set(heard))
        scene.time.wait(.milliseconds(3_999))
        #expect(scene.session?.agentID == scene.ada)
        try scene.receives(asked.customer)
        try scene.expectTaken(.received)
    }

    @Test func everyConnectedGuestIsWaitedForAndNoOther() throws {
        var scene = try Scene()
        let (call, host) = (scene.call, scene.call.agent.person)
        for digest in ["here", "absent"] {
            _ = try scene.time.act { desk, now in
                try desk.createInvite(digest: digest, name: nil, lifetime: nil, in: call.id, by: host, at: now)
            }
        }
        let (here, _) = try scene.time.act { desk, now in try desk.admitGuest(digest: "here", name: nil, at: now) }
        _ = try scene.time.act { desk, now in try desk.admitGuest(digest: "absent", name: nil, at: now) }
        try scene.time.act { desk, now in try desk.report(.connected, by: Identifier<Person>(here), at: now) }
        try scene.takeOver()
        try scene.receives(call.customer)
        #expect(scene.session?.agentID == scene.ada, "a guest would be left alone")
        let guest = try #require(scene.session?.participant(of: Identifier<Person>(here)))
        try scene.receives(guest)
        try scene.expectTaken(.received)
    }

    @Test func aGuestWhoLeavesIsNotWaitedFor() throws {
        var scene = try Scene()
        let (call, host) = (scene.call, scene.call.agent.person)
        _ = try scene.time.act { desk, now in try desk.createInvite(digest: "d", name: nil, lifetime: nil, in: call.id, by: host, at: now) }
        let (guest, _) = try scene.time.act { desk, now in try desk.admitGuest(digest: "d", name: nil, at: now) }
        try scene.time.act { desk, now in try desk.report(.connected, by: Identifier<Person>(guest), at: now) }
        try scene.takeOver()
        try scene.receives(call.customer)
        try scene.time.act { desk, now in try desk.hangUp(call.id, by: Identifier<Person>(guest), at: now) }
        try scene.expectTaken(.received)
    }

    @Test func theTimeIsBounded() throws {
        var scene = try Scene()
        try scene.takeOver()
        scene.time.wait(.seconds(4))
        try scene.expectTaken(.overdue)
    }

    @Test func whoIsNotConnectedInTimeDoesNotHaveTheCall() throws {
        var scene = try Scene()
        try scene.takeOver()
        let newcomer = scene.newcomer
        try scene.time.act { desk, now in try desk.report(.disconnected, by: newcomer.person, at: now) }
        try scene.receives(scene.call.customer)
        #expect(scene.session?.handover != nil, "what was received stopped coming")
        scene.time.wait(.seconds(4))
        try scene.expectKept(.newcomerLost)
    }

    @Test func theFormerAgentMayHangUpAndTheCallGoesOn() throws {
        var scene = try Scene()
        try scene.takeOver()
        try scene.hangUp(scene.call.agent)
        try scene.expectTaken(.agentLeft)
        #expect(scene.time.desk.wrapUp(of: scene.ada) == nil)
    }

    @Test func nobodyWaitsForAnAgentOfWhomNothingComes() throws {
        var scene = try Scene()
        try scene.takeOver()
        let agent = scene.call.agent
        scene.time.act { desk, now in desk.relayReported(.disconnected, of: agent.id, epoch: 1, in: scene.call.id, at: now) }
        #expect(scene.session?.agentID == scene.sue && scene.session?.state == .live && scene.endings == [.agentLeft])
    }

    @Test func theNewcomerLeaves() throws {
        var scene = try Scene()
        try scene.takeOver()
        try scene.hangUp(scene.newcomer)
        try scene.expectKept(.newcomerLost)
    }

    @Test func theNewcomerTakesItBack() throws {
        var scene = try Scene()
        try scene.takeOver()
        _ = try scene.time.act { [scene] desk, now in try desk.setSupervision(.monitor, in: scene.call.id, by: scene.sue, at: now) }
        try scene.expectKept(.withdrawn)
        try scene.receives(scene.call.customer)
        #expect(scene.session?.agentID == scene.ada, "too late a word")
        try scene.takeOver()
        #expect(scene.session?.handover != nil, "and may ask again")
    }

    @Test func theCustomerLeaves() throws {
        var scene = try Scene()
        try scene.takeOver()
        try scene.hangUp(scene.call.customer)
        #expect(scene.session == nil && scene.endings == [.sessionEnded])
        #expect(scene.time.desk.wrapUp(of: scene.ada) != nil && scene.time.desk.agent(scene.sue)?.workload == .idle)
    }

    @Test func whatWasReceivedOfAnEarlierPageSaysNothing() throws {
        var scene = try Scene()
        let (call, newcomer) = (scene.call, scene.newcomer)
        try scene.takeOver()
        try scene.receives(call.customer, epoch: 7)
        #expect(scene.session?.agentID == scene.ada, "of another epoch")
        // The newcomer's page was reloaded, then the customer's, which had said its word.
        _ = try scene.time.act { desk, now in try desk.joinSession(call.id, as: newcomer.person, epoch: nil, at: now) }
        try scene.receives(call.customer, epoch: 2)
        #expect(scene.session?.agentID == scene.ada, "not connected yet")
        _ = try scene.time.act { desk, now in try desk.joinSession(call.id, as: call.customer.person, epoch: nil, at: now) }
        try scene.time.act { desk, now in try desk.report(.connected, by: newcomer.person, at: now) }
        #expect(scene.session?.agentID == scene.ada, "the customer's new page has received nothing")
        try scene.receives(call.customer, epoch: 2)
        #expect(scene.session?.agentID == scene.sue && scene.endings == [.received])
    }

    @Test func oneAtATimeAndTheCustomerIsNotSentAwayMeanwhile() throws {
        var scene = try Scene()
        try scene.time.arrive("Tom", .away)
        let (tom, call) = (scene.time.agent("Tom"), scene.call)
        let name = try #require(BoundedText<NameLimit>("Tom"))
        _ = try scene.time.act { desk, now in try desk.supervise(call.id, as: tom, name: name, mode: .monitor, at: now) }
        let first = try scene.takeOver()
        #expect(try scene.takeOver() == first, "asked again, answered the same")
        #expect(throws: DeskError.notAllowed) { try scene.time.act { desk, now in try desk.takeOver(call.id, by: tom, at: now) } }
        #expect(throws: DeskError.notAllowed) {
            try scene.time.act { desk, now in
                try desk.transfer(call.id, to: .agent(tom), by: call.agent.person, at: now)
            }
        }
    }

    @Test func onHoldTheNewcomerIsThereBeforeTheMusicStops() throws {
        var scene = try Scene()
        let call = scene.call
        _ = try scene.time.act { desk, now in try desk.setHold(true, in: call.id, by: call.agent.person, at: now) }
        let asked = try scene.takeOver()
        let plan = MediaPlan(asked)
        #expect(Set(try #require(plan.routes[call.customer.id]).map(\.participant)) == [scene.newcomer.id], "the agent stays apart")
        #expect(plan.onHold == [call.customer.id])
        try scene.receives(call.customer)
        #expect(scene.session?.hold == nil && scene.session?.agentID == scene.sue)
    }

    @Test func itSurvivesARestart() throws {
        var scene = try Scene()
        let call = scene.call
        try scene.takeOver()
        scene.time.restart(after: .seconds(60))
        for participant in [call.customer, call.agent, scene.newcomer] {
            _ = try scene.time.act { desk, now in try desk.joinSession(call.id, as: participant.person, epoch: nil, at: now) }
            try scene.time.act { desk, now in try desk.report(.connected, by: participant.person, at: now) }
        }
        #expect(scene.session?.agentID == scene.ada && scene.session?.state == .live)
        try scene.receives(call.customer, epoch: 2)
        #expect(scene.session?.agentID == scene.sue && scene.endings == [.received])
    }

    @Test func afterARestartThatNobodyComesBackFromItEndsToo() throws {
        var scene = try Scene()
        try scene.takeOver()
        scene.time.restart()
        scene.time.wait(.seconds(95))
        #expect(scene.time.desk.sessions.isEmpty && scene.time.desk.agent(scene.sue)?.workload == .idle)
        #expect(scene.time.desk.audit() == [])
    }

    @Test func theAuditorFindsAHandoverWithoutDeadlineOrNewcomer() throws {
        var scene = try Scene()
        try scene.takeOver()
        var desk = scene.time.desk
        desk.sessionDeadlines[scene.call.id] = nil
        #expect(desk.faults() == [.sessionWithoutDeadline(scene.call.id)])
        desk.repair(at: scene.time.now)
        #expect(desk.audit() == [] && desk.nextDeadline == scene.time.now + .seconds(4))
        desk.routing.agents[scene.sue]?.workload = .idle
        #expect(desk.faults().contains(.handoverToNobody(scene.call.id)))
        desk.repair(at: scene.time.now)
        #expect(desk.audit() == [] && desk.sessions[scene.call.id]?.handover == nil)
    }
}
