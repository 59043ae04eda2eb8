import Domain
import Testing

/// Who hears and sees whom: supervisors, guests, hold.
@Suite struct SupervisionTests {
    private func supervise(_ time: inout Timeline, _ session: Session, _ mode: SupervisionMode) throws -> (Session, Participant) {
        try time.arrive("Sue", .away)
        let id = time.agent("Sue")
        let name = try #require(BoundedText<NameLimit>("Sue"))
        let held = try time.act { desk, now in try desk.supervise(session.id, as: id, name: name, mode: mode, at: now) }
        return (held, try #require(held.participant(of: Identifier<Person>(id))))
    }

    private func kinds(_ plan: MediaPlan, from source: Participant, to receiver: Participant) -> Set<Feed.Kind> {
        Set((plan.routes[receiver.id] ?? []).filter { $0.participant == source.id }.map(\.kind))
    }

    @Test func aMonitorHearsAndSeesAndIsNeitherHeardNorSeen() throws {
        var time = Timeline()
        let (session, supervisor) = try supervise(&time, try time.call(), .monitor)
        let plan = MediaPlan(session)
        #expect(kinds(plan, from: session.customer, to: supervisor) == [.microphone, .camera])
        #expect(kinds(plan, from: session.agent, to: supervisor) == [.microphone, .camera])
        #expect(kinds(plan, from: supervisor, to: session.customer).isEmpty && kinds(plan, from: supervisor, to: session.agent).isEmpty)
        #expect(session.feeds(for: session.customer).allSatisfy { $0.participant == session.agent.id })
        #expect(session.visible(to: session.customer, .nobody).count == 2)
        #expect(session.visible(to: session.agent, .agent).count == 3)
        #expect(session.visible(to: session.customer, .agent).count == 2)
        #expect(session.visible(to: session.customer, .everyone).count == 3)
    }

    @Test func aWhisperReachesTheAgentAloneAndABargeEverybody() throws {
        var time = Timeline()
        var (session, supervisor) = try supervise(&time, try time.call(), .whisper)
        #expect(kinds(MediaPlan(session), from: supervisor, to: session.agent) == [.microphone])
        #expect(kinds(MediaPlan(session), from: supervisor, to: session.customer).isEmpty)
        #expect(session.visible(to: session.agent, .nobody).count == 3, "who is heard cannot be hidden")
        #expect(!session.visible(to: session.customer, .nobody).contains { $0.role == .supervisor })
        let sue = time.agent("Sue")
        session = try time.act { desk, now in try desk.setSupervision(.barge, in: session.id, by: sue, at: now) }
        #expect(kinds(MediaPlan(session), from: supervisor, to: session.customer) == [.microphone, .camera])
        #expect(session.visible(to: session.customer, .nobody).count == 3)
        try time.act { desk, now in try desk.hangUp(session.id, by: supervisor.person, at: now) }
        let left = try #require(time.desk.sessions[session.id])
        #expect(left.others.isEmpty && left.state == .live, "a supervisor leaves, the call goes on")
    }

    @Test func takingOverMakesTheSupervisorTheAgent() throws {
        var time = Timeline()
        let (session, supervisor) = try supervise(&time, try time.call(), .barge)
        let (sue, ada) = (time.agent("Sue"), time.agent("Ada"))
        try time.act { desk, now in try desk.report(.connected, by: supervisor.person, at: now) }
        time.wait(.seconds(5))
        _ = try time.act { desk, now in try desk.takeOver(session.id, by: sue, at: now) }
        let cleo = session.customer.person
        try time.act { desk, now in try desk.received(supervisor.id, epoch: supervisor.epoch, by: cleo, in: session.id, at: now) }
        let taken = try #require(time.desk.sessions[session.id])
        #expect(taken.agentID == sue && taken.others.isEmpty)
        #expect(time.desk.agent(ada)?.workload == .idle && time.desk.agent(sue)?.workload == .talking(session.id))
        let agents = try #require(time.desk.interactions[session.interaction]).segments.map(\.agent)
        #expect(agents == [ada, sue], "one interaction, two segments")
        #expect(
            time.told.contains { effect in
                if case .dismissed(_, let gone, .takenOver) = effect { gone.person == Identifier<Person>(ada) } else { false }
            })
        try time.act { desk, now in try desk.hangUp(session.id, by: cleo, at: now) }
        #expect(time.desk.wrapUp(of: sue) != nil)
    }

    @Test func onHoldTheTwoSidesAreApartAndTheSectionsStay() throws {
        var time = Timeline()
        let call = try time.call()
        let before = call.feeds(for: call.customer)
        time.wait(.seconds(10))
        let held = try time.act { desk, now in try desk.setHold(true, in: call.id, by: call.agent.person, at: now) }
        let plan = MediaPlan(held)
        #expect(plan.routes[held.customer.id] == [] && plan.routes[held.agent.id] == [])
        #expect(plan.onHold == [held.customer.id])
        #expect(held.feeds(for: held.customer) == before)
        time.wait(.seconds(20))
        _ = try time.act { desk, now in try desk.setHold(false, in: call.id, by: call.agent.person, at: now) }
        let segments = try #require(time.desk.interactions[call.interaction]).segments
        #expect(segments.map(\.kind) == [.talk, .hold, .talk])
        #expect(throws: DeskError.notAllowed) {
            try time.act { desk, now in try desk.setHold(true, in: call.id, by: call.customer.person, at: now) }
        }
    }

    @Test func aGuestComesWithALinkAndGoesWhenItIsRevoked() throws {
        var time = Timeline()
        let call = try time.call()
        let invite = try time.act { desk, now in
            try desk.createInvite(
                digest: "d", name: BoundedText("Gus"), lifetime: .seconds(60), in: call.id, by: call.agent.person, at: now)
        }
        let (guest, session) = try time.act { desk, now in try desk.admitGuest(digest: "d", name: nil, at: now) }
        let participant = try #require(session.participant(of: Identifier<Person>(guest)))
        #expect(participant.name?.description == "Gus")
        #expect(kinds(MediaPlan(session), from: participant, to: session.customer) == [.microphone, .camera])
        let again = try time.act { desk, now in try desk.admitGuest(digest: "d", name: nil, at: now) }
        #expect(again.0 == guest, "the same link is the same seat")
        _ = try time.act { desk, now in try desk.revokeInvite(invite.id, in: call.id, by: call.agent.person, at: now) }
        #expect(try #require(time.desk.sessions[call.id]).others.isEmpty)
        #expect(throws: DeskError.inviteGone) { try time.act { desk, now in try desk.admitGuest(digest: "d", name: nil, at: now) } }
        #expect(throws: DeskError.sessionGone) {
            try time.act { desk, now in try desk.report(.connected, by: Identifier<Person>(guest), at: now) }
        }
    }

    @Test func anInviteEndsWithItsTimeAndARoomHoldsSix() throws {
        var time = Timeline()
        let call = try time.call()
        for index in 0..<5 {
            _ = try time.act { desk, now in
                try desk.createInvite(digest: "d\(index)", name: nil, lifetime: .seconds(60), in: call.id, by: call.agent.person, at: now)
            }
        }
        for index in 0..<4 { _ = try time.act { desk, now in try desk.admitGuest(digest: "d\(index)", name: nil, at: now) } }
        #expect(throws: DeskError.overloaded) { try time.act { desk, now in try desk.admitGuest(digest: "d4", name: nil, at: now) } }
        time.wait(.seconds(60))
        #expect(throws: DeskError.inviteGone) { try time.act { desk, now in try desk.admitGuest(digest: "d4", name: nil, at: now) } }
        time.wait(.seconds(60))
        #expect(try #require(time.desk.sessions[call.id]).others.isEmpty, "guests who never came are not kept for ever")
    }

    @Test func aGuestComesBackAfterTheLinksTimeAndIsKeptWhileTheRelayHearsThem() throws {
        var time = Timeline()
        let call = try time.call()
        _ = try time.act { desk, now in
            try desk.createInvite(digest: "d", name: nil, lifetime: .seconds(60), in: call.id, by: call.agent.person, at: now)
        }
        let (guest, _) = try time.act { desk, now in try desk.admitGuest(digest: "d", name: nil, at: now) }
        time.act { desk, now in desk.setGuest(guest, attached: true, at: now) }
        let joined = try time.act { desk, now in
            try desk.joinSession(call.id, as: Identifier<Person>(guest), epoch: nil, at: now)
        }
        let seat = try #require(joined.participant(of: Identifier<Person>(guest)))
        time.act { desk, now in desk.relayReported(.connected, of: seat.id, epoch: seat.epoch, in: call.id, at: now) }
        time.act { desk, now in desk.setGuest(guest, attached: false, at: now) }
        time.wait(.seconds(200))
        #expect(time.desk.sessions[call.id]?.others.map(\.id) == [seat.id], "the page is silent, the media is not")
        #expect(try time.act { desk, now in try desk.admitGuest(digest: "d", name: nil, at: now) }.0 == guest)
        time.act { desk, now in desk.relayReported(.disconnected, of: seat.id, epoch: seat.epoch, in: call.id, at: now) }
        time.wait(.seconds(200))
        #expect(time.desk.sessions[call.id]?.others.isEmpty == true)
        #expect(throws: DeskError.inviteGone) { try time.act { desk, now in try desk.admitGuest(digest: "d", name: nil, at: now) } }
        #expect(
            time.told.contains { effect in
                if case .dismissed(_, let gone, .lost) = effect { gone.id == seat.id } else { false }
            })
    }

    @Test func aCallWhoseRelayStillHearsTheAbsentGoesOn() throws {
        var time = Timeline()
        let call = try time.call()
        let cleo = time.customer("Cleo")
        time.act { desk, now in desk.setCustomer(cleo, attached: false, at: now) }
        time.wait(.seconds(100))
        #expect(time.desk.sessions[call.id] != nil, "the page is silent, the media is not")
        time.act { desk, now in desk.relayReported(.disconnected, of: call.customer.id, epoch: call.customer.epoch, in: call.id, at: now) }
        time.wait(.seconds(200))
        #expect(time.desk.sessions[call.id] == nil)
    }
}
