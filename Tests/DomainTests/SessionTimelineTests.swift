import Domain
import Testing

@Suite struct SessionTimelineTests {
    private func call(_ time: inout Timeline) throws -> Session {
        try time.arrive("Ada")
        try time.visit("Cleo")
        let session = try time.accept("Ada")
        try time.connect(session)
        return try #require(time.desk.sessions[session.id])
    }

    private func person(_ session: Session, _ role: Participant.Role) -> Identifier<Person> {
        role == .customer ? session.customer.person : session.agent.person
    }

    @Test func bothSidesConnectedIsLive() throws {
        var time = Timeline()
        let session = try call(&time)
        #expect(session.state == .live)
        #expect(session.customer.epoch == 1 && session.agent.epoch == 1)
        #expect(time.desk.agent(time.agent("Ada"))?.workload == .talking(session.id))
    }

    @Test func mediaLossIsReconnectingAndItsTimeIsItsOwnSegment() throws {
        var time = Timeline()
        let session = try call(&time)
        time.wait(.seconds(60))
        try time.act { desk, now in try desk.report(.disconnected, by: person(session, .agent), at: now) }
        #expect(time.desk.sessions[session.id]?.state == .reconnecting)
        time.wait(.seconds(20))
        try time.act { desk, now in try desk.report(.connected, by: person(session, .agent), at: now) }
        #expect(time.desk.sessions[session.id]?.state == .live)
        let segments = try #require(time.desk.interactions[session.interaction]).segments
        #expect(segments.map(\.kind) == [.talk, .reconnect, .talk])
        #expect(segments[1].to.map { $0 - segments[1].from } == .seconds(20))
    }

    @Test func hangingUpLeadsToWrapUpAndAFinishedRecord() throws {
        var time = Timeline()
        let session = try call(&time)
        time.wait(.seconds(90))
        try time.act { desk, now in try desk.hangUp(session.id, by: person(session, .customer), at: now) }
        let ada = time.agent("Ada")
        #expect(time.desk.wrapUp(of: ada)?.wrapUp.interaction == session.interaction)
        try time.visit("Dora")
        #expect(time.desk.offer(to: ada) == nil, "wrap-up is work")
        time.wait(.seconds(15))
        try time.act { desk, now in
            try desk.finishWrapUp(of: session.interaction, by: ada, disposition: .resolved, resolved: true, note: nil, at: now)
        }
        #expect(time.desk.offer(to: ada)?.ticket.customer == time.customer("Dora"))
        #expect(time.desk.interactions[session.interaction] == nil)
    }

    @Test func aForgottenWrapUpEndsByItself() throws {
        var time = Timeline()
        let session = try call(&time)
        try time.act { desk, now in try desk.hangUp(session.id, by: person(session, .agent), at: now) }
        time.wait(.seconds(120))
        #expect(time.desk.agent(time.agent("Ada"))?.workload == .idle)
        #expect(throws: DeskError.notFound) {
            let ada = time.agent("Ada")
            try time.act { desk, now in
                try desk.finishWrapUp(of: session.interaction, by: ada, disposition: .sale, resolved: nil, note: nil, at: now)
            }
        }
    }

    @Test func aRefreshGrowsTheEpochAndTheSamePageKeepsIt() throws {
        var time = Timeline()
        let session = try call(&time)
        let again = try time.act { desk, now in
            try desk.joinSession(session.id, as: person(session, .customer), epoch: 1, at: now)
        }
        #expect(again.customer.epoch == 1 && again.state == .live)
        let refreshed = try time.act { desk, now in
            try desk.joinSession(session.id, as: person(session, .customer), epoch: nil, at: now)
        }
        #expect(refreshed.customer.epoch == 2 && refreshed.state == .reconnecting)
    }

    @Test func aLostAgentSendsTheCustomerBackWithTheirAge() throws {
        var time = Timeline()
        let session = try call(&time)
        let enqueuedAt = session.ticket.enqueuedAt
        time.wait(.seconds(10))
        try time.visit("Dora")
        let ada = time.agent("Ada")
        time.act { desk, now in desk.detachAgent(ada, at: now) }
        try time.act { desk, now in try desk.report(.disconnected, by: person(session, .customer), at: now) }
        time.wait(.seconds(90))
        #expect(time.desk.sessions.isEmpty)
        let standing = try #require(time.desk.ticket(of: time.customer("Cleo")))
        #expect(standing.position == 1 && standing.ticket.enqueuedAt == enqueuedAt)
        try time.arrive("Ben")
        let second = try time.accept("Ben")
        #expect(second.interaction == session.interaction, "one matter, one interaction")
    }

    @Test func aCallWhoseMediaFlowsOutlivesALostHubConnection() throws {
        var time = Timeline()
        let session = try call(&time)
        let cleo = time.customer("Cleo")
        time.act { desk, now in desk.setCustomer(cleo, attached: false, at: now) }
        time.wait(.seconds(600))
        #expect(time.desk.sessions[session.id]?.state == .live)
        try time.act { desk, now in try desk.report(.disconnected, by: person(session, .agent), at: now) }
        time.wait(.seconds(90))
        #expect(time.desk.sessions[session.id] == nil)
    }

    @Test func aCallThatNeverConnectsEnds() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.visit("Cleo")
        let session = try time.accept("Ada")
        time.wait(.seconds(90))
        #expect(time.told.contains { if case .session(let told) = $0 { told.state == .ended(.neverConnected) } else { false } })
        #expect(time.desk.wrapUp(of: time.agent("Ada"))?.interaction.outcome == .failed)
        #expect(time.desk.sessions[session.id] == nil)
    }

    @Test func aChatKeyIsStoredOnce() throws {
        var time = Timeline()
        let session = try call(&time)
        let text = try #require(BoundedText<MessageLimit>("Hello"))
        let key = try #require(BoundedText<NameLimit>("k1"))
        let first = try time.act { desk, now in
            try desk.sendChat(text, key: key, in: session.id, by: person(session, .customer), at: now)
        }
        let second = try time.act { desk, now in
            try desk.sendChat(text, key: key, in: session.id, by: person(session, .customer), at: now)
        }
        #expect(first == second)
        #expect(time.desk.messages[session.interaction]?.count == 1)
    }

    @Test func aSessionsChatIsBounded() throws {
        var time = Timeline()
        let session = try call(&time)
        let text = try #require(BoundedText<MessageLimit>(String(repeating: "é", count: 2_000)))
        var sent = 0
        do {
            for index in 0..<500 {
                let key = try #require(BoundedText<NameLimit>("k\(index)"))
                _ = try time.act { desk, now in
                    try desk.sendChat(text, key: key, in: session.id, by: person(session, .customer), at: now)
                }
                sent += 1
            }
        } catch {
            #expect(error as? DeskError == .overloaded)
        }
        #expect(sent == 65, "256 KiB hold 65 texts of 4,000 bytes")
    }

    @Test func aStrangerHasNoSeat() throws {
        var time = Timeline()
        let session = try call(&time)
        let stranger = Identifier<Person>(time.customer("Mallory"))
        #expect(throws: DeskError.sessionGone) {
            _ = try time.act { desk, now in try desk.joinSession(session.id, as: stranger, epoch: nil, at: now) }
        }
        #expect(throws: DeskError.sessionGone) { try time.act { desk, now in try desk.hangUp(session.id, by: stranger, at: now) } }
    }
}
