import Domain
import Testing

@Suite struct RestartTests {
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

    @Test func aCallGoesOnWithTheSameEpochs() throws {
        var time = Timeline()
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
