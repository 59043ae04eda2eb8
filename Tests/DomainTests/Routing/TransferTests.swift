import Domain
import Testing

@Suite struct TransferTests {
    private func transfer(_ time: inout Timeline, _ session: Session, to target: TransferTarget) throws -> TicketStanding {
        try time.act { desk, now in try desk.transfer(session.id, to: target, by: session.agent.person, at: now) }
    }

    @Test func toAQueueTheInteractionGoesOnWithItsAge() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        time.wait(.seconds(30))
        let second = try Build.queue("second")
        let standing = try transfer(&time, session, to: .queue(second))
        #expect(standing.ticket.queue == second && standing.ticket.enqueuedAt == session.ticket.enqueuedAt)
        #expect(standing.ticket.priority == RoutingPolicy().transferPriority)
        let ada = time.agent("Ada")
        #expect(time.desk.wrapUp(of: ada)?.interaction.id == session.interaction)
        try time.arrive("Ben")
        let next = try time.accept("Ben")
        try time.connect(next)
        #expect(next.interaction == session.interaction)
        try time.act { desk, now in
            try desk.finishWrapUp(of: session.interaction, by: ada, disposition: .followUp, resolved: nil, note: nil, at: now)
        }
        #expect(time.desk.interactions[session.interaction]?.isClosed == false, "Ben still talks")
        try time.hangUp(next)
        let interaction = try #require(time.desk.interactions[session.interaction])
        #expect(interaction.segments.map(\.kind) == [.talk, .wrap, .talk, .wrap] && interaction.queue == second)
        #expect(interaction.segments.map(\.agent) == [ada, ada, time.agent("Ben"), time.agent("Ben")])
        time.wait(.seconds(120))
        #expect(time.desk.interactions.isEmpty)
    }

    @Test func theSenderIsNotOfferedTheSameCustomerAgain() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        _ = try transfer(&time, session, to: .queue(try Build.queue("second")))
        time.wait(.seconds(200))
        #expect(time.desk.offer(to: time.agent("Ada")) == nil)
        time.wait(.seconds(100))
        #expect(time.isOffered("Cleo", to: "Ada"), "unless nobody else takes them")
    }

    @Test func toAnAgentWhoIsOfferedItAlone() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        try time.arrive("Ben")
        time.wait(.seconds(1))
        try time.arrive("Cid", profile: Build.profile([:], queues: ["sales"]))
        _ = try transfer(&time, session, to: .agent(time.agent("Cid")))
        #expect(time.isOffered("Cleo", to: "Cid"), "a person's word goes before queues")
        #expect(time.desk.offer(to: time.agent("Ben")) == nil)
    }

    @Test func aDeclinedOneReturnsToTheSenderWhenFreeElseToTheQueue() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        try time.arrive("Ben")
        let ada = time.agent("Ada")
        _ = try transfer(&time, session, to: .agent(time.agent("Ben")))
        try time.act { desk, now in
            try desk.finishWrapUp(of: session.interaction, by: ada, disposition: .other, resolved: nil, note: nil, at: now)
        }
        try time.arrive("Cid")
        try time.reject("Ben")
        #expect(time.isOffered("Cleo", to: "Ada") && time.desk.offer(to: time.agent("Cid")) == nil)
        try time.reject("Ada")
        #expect(time.isOffered("Cleo", to: "Cid"))
    }

    @Test func whoDoesNotComeFreeInTimeLosesIt() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        try time.arrive("Ben", .away)
        _ = try transfer(&time, session, to: .agent(time.agent("Ben")))
        try time.arrive("Cid")
        #expect(time.desk.offerCount == 0)
        time.wait(.seconds(60))
        #expect(time.isOffered("Cleo", to: "Cid"))
        let next = try time.accept("Cid")
        #expect(throws: DeskError.agentUnavailable) { _ = try transfer(&time, next, to: .agent(time.agent("Nobody"))) }
        #expect(throws: DeskError.notAllowed) { _ = try transfer(&time, next, to: .agent(time.agent("Cid"))) }
        #expect(throws: DeskError.notFound) { _ = try transfer(&time, next, to: .queue(try Build.queue("nowhere"))) }
    }

    @Test func whoLeavesWhileWaitingAfterATransferClosesTheInteractionWithTheWrapUp() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        _ = try transfer(&time, session, to: .queue(try Build.queue("second")))
        let cleo = time.customer("Cleo")
        try time.act { desk, now in try desk.leaveQueue(cleo, at: now) }
        #expect(time.desk.wrapUp(of: time.agent("Ada")) != nil)
        time.wait(.seconds(120))
        let stored = try #require(time.stored.interactions[session.interaction])
        #expect(stored.isClosed && stored.outcome == .handled && stored.disposition == .notGiven)
    }

    @Test func whoLooksAtItWhileTimeStandsStillKeepsIt() throws {
        var time = Timeline(plan: try Build.plan())
        let session = try time.call()
        try time.arrive("Ben")
        _ = try transfer(&time, session, to: .agent(time.agent("Ben")))
        time.skip(.seconds(600))
        time.act { desk, now in desk.forgive(until: now + .seconds(20)) }
        time.wait(.seconds(19))
        #expect(time.isOffered("Cleo", to: "Ben"))
        #expect(try time.accept("Ben").interaction == session.interaction)
    }
}
