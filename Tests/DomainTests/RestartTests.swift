import Domain
import Testing

@Suite struct RestartTests {
    @Test func aDeclinedTicketIsOfferedAgainAfterARestartWithoutAnybodyStirring() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.visit("Cleo")
        let (cleo, ada) = (time.customer("Cleo"), time.agent("Ada"))
        let offer = try #require(time.desk.offer(to: ada)).offer
        try time.act { desk, now in try desk.rejectOffer(offer.id, by: ada, at: now) }
        time.restart(after: .seconds(5))
        let name = try #require(BoundedText<NameLimit>("Ada"))
        time.act { desk, now in desk.setCustomer(cleo, attached: true, at: now) }
        time.act { desk, now in desk.attachAgent(ada, name: name, at: now) }
        #expect(time.desk.offer(to: ada) == nil)
        time.wait(.seconds(30))
        #expect(time.desk.offer(to: ada) != nil)
    }

    @Test func timeThatStoodStillIsHeldAgainstNobody() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.visit("Cleo")
        try time.visit("Dora")
        let (cleo, dora, ada) = (time.customer("Cleo"), time.customer("Dora"), time.agent("Ada"))
        let offer = try #require(time.desk.offer(to: ada)).offer
        time.act { desk, now in desk.setCustomer(dora, attached: false, at: now) }
        // Nothing can be stored for ten minutes: the desk hears and does nothing.
        time.skip(.seconds(600))
        time.act { desk, now in desk.forgive(until: now + .seconds(20)) }
        time.act { desk, now in desk.setCustomer(dora, attached: true, at: now) }
        #expect(time.position("Dora") == 2)
        #expect(time.desk.agent(ada)?.notRespondingSince == nil)
        let session = try time.act { desk, now in try desk.acceptOffer(offer.id, by: ada, at: now) }
        #expect(session.customerID == cleo)
        let again = try time.act { desk, now in try desk.acceptOffer(offer.id, by: ada, at: now) }
        #expect(again.id == session.id, "asked again, answered the same")
    }

    @Test func aWaitingTicketKeepsItsPlaceAndAge() throws {
        var time = Timeline()
        let first = try time.visit("Cleo")
        try time.visit("Dora")
        time.restart(after: .seconds(30))
        #expect(time.position("Cleo") == 1 && time.position("Dora") == 2)
        let cleo = time.customer("Cleo")
        time.act { desk, now in desk.setCustomer(cleo, attached: true, at: now) }
        time.wait(.seconds(200))
        #expect(time.desk.ticket(of: cleo)?.ticket.enqueuedAt == first.ticket.enqueuedAt)
        #expect(time.position("Dora") == nil, "who does not come back is given up after the grace")
    }

    @Test func anOpenOfferIsWithdrawnWithoutBlame() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.visit("Cleo")
        time.restart(after: .seconds(60))
        let ada = try #require(time.desk.agent(time.agent("Ada")))
        #expect(ada.workload == .idle && ada.notRespondingSince == nil && ada.activity == .available)
        let (cleo, id) = (time.customer("Cleo"), time.agent("Ada"))
        let name = try #require(BoundedText<NameLimit>("Ada"))
        time.act { desk, now in desk.setCustomer(cleo, attached: true, at: now) }
        time.act { desk, now in desk.attachAgent(id, name: name, at: now) }
        #expect(time.desk.offer(to: id)?.ticket.customer == cleo)
    }

    @Test func aDirectCallGoesOnWithTheSameEpochs() throws {
        var policy = SessionPolicy()
        policy.mediaPath = .direct
        var time = Timeline(sessions: policy)
        try time.arrive("Ada")
        try time.visit("Cleo")
        let session = try time.accept("Ada")
        try time.connect(session)
        time.restart(after: .seconds(5))
        let (cleo, ada) = (time.customer("Cleo"), time.agent("Ada"))
        let name = try #require(BoundedText<NameLimit>("Ada"))
        time.act { desk, now in desk.setCustomer(cleo, attached: true, at: now) }
        time.act { desk, now in desk.attachAgent(ada, name: name, at: now) }
        let resumed = try time.act { desk, now in
            try desk.joinSession(session.id, as: Identifier<Person>(cleo), epoch: 1, at: now)
        }
        #expect(resumed.state == .live && resumed.customer.epoch == 1 && resumed.agent.epoch == 1)
        time.wait(.seconds(600))
        #expect(time.desk.sessions[session.id]?.state == .live)
    }

    @Test func aWrapUpIsNotLost() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.visit("Cleo")
        let session = try time.accept("Ada")
        try time.connect(session)
        try time.act { desk, now in try desk.hangUp(session.id, by: session.agent.person, at: now) }
        time.restart(after: .seconds(600))
        let left = try #require(time.desk.wrapUp(of: time.agent("Ada"))).wrapUp.deadline - time.now
        #expect(left == .seconds(30))
    }
}
