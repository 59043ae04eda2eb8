import Domain
import Testing

@Suite struct QueueTimelineTests {
    @Test func longestIdleAgentIsOfferedTheOldestTicket() throws {
        var time = Timeline()
        try time.arrive("Ada")
        time.wait(.seconds(5))
        try time.arrive("Ben")
        try time.visit("Cleo")
        #expect(time.desk.offer(to: time.agent("Ada"))?.ticket.customer == time.customer("Cleo"))
        try time.visit("Dora")
        #expect(time.desk.offer(to: time.agent("Ben"))?.ticket.customer == time.customer("Dora"))
        try time.visit("Emil")
        #expect(time.position("Emil") == 3)
    }

    @Test func anUnansweredOfferGoesToTheNextAgentAndTheFirstIsNotResponding() throws {
        var time = Timeline()
        try time.arrive("Ada")
        time.wait(.seconds(1))
        try time.arrive("Ben")
        try time.visit("Cleo")
        time.wait(.milliseconds(19_999))
        #expect(time.desk.offer(to: time.agent("Ben")) == nil)
        time.wait(.milliseconds(1))
        #expect(time.desk.agent(time.agent("Ada"))?.notRespondingSince == time.now)
        #expect(time.desk.agent(time.agent("Ada"))?.activity == .available)
        #expect(time.desk.offer(to: time.agent("Ben"))?.ticket.customer == time.customer("Cleo"))
        let session = try time.accept("Ben")
        #expect(session.agentID == time.agent("Ben"))
    }

    @Test func oneClickBringsANotRespondingAgentBack() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.visit("Cleo")
        time.wait(.seconds(20))
        #expect(time.desk.offer(to: time.agent("Ada")) == nil)
        try time.arrive("Ada")
        #expect(time.desk.agent(time.agent("Ada"))?.notRespondingSince == nil)
        time.wait(.seconds(30))
        #expect(time.desk.offer(to: time.agent("Ada")) != nil, "after the pause for the missed ticket it is offered again")
    }

    @Test func aDeclinedTicketKeepsItsPlaceAndIsNotOfferedToTheSameAgentAtOnce() throws {
        var time = Timeline()
        try time.arrive("Ada")
        let before = try time.visit("Cleo")
        let offer = try #require(time.desk.offer(to: time.agent("Ada"))).offer
        let ada = time.agent("Ada")
        try time.act { desk, now in try desk.rejectOffer(offer.id, by: ada, at: now) }
        #expect(time.desk.offer(to: ada) == nil)
        #expect(time.desk.agent(ada)?.notRespondingSince == nil)
        try time.visit("Dora")
        #expect(time.desk.offer(to: ada)?.ticket.customer == time.customer("Dora"), "the next ticket is offered meanwhile")
        #expect(time.position("Cleo") == 1)
        #expect(time.desk.ticket(of: time.customer("Cleo"))?.ticket.enqueuedAt == before.ticket.enqueuedAt)
    }

    @Test func aLateAcceptIsRefusedAndHarmsNobody() throws {
        var time = Timeline()
        try time.arrive("Ada")
        time.wait(.seconds(1))
        try time.arrive("Ben")
        try time.visit("Cleo")
        let ada = time.agent("Ada")
        let offer = try #require(time.desk.offer(to: ada)).offer
        time.wait(.seconds(20))
        #expect(throws: DeskError.offerGone) {
            _ = try time.act { desk, now in try desk.acceptOffer(offer.id, by: ada, at: now) }
        }
        #expect(time.desk.offer(to: time.agent("Ben")) != nil)
    }

    @Test func anAcceptAtTheVeryDeadlineIsLate() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.visit("Cleo")
        let ada = time.agent("Ada")
        let offer = try #require(time.desk.offer(to: ada)).offer
        var desk = time.desk
        #expect(throws: DeskError.offerGone) { _ = try desk.acceptOffer(offer.id, by: ada, at: offer.deadline) }
    }

    @Test func anotherAgentCannotTakeSomebodyElsesOffer() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.arrive("Ben", .away)
        try time.visit("Cleo")
        let offer = try #require(time.desk.offer(to: time.agent("Ada"))).offer
        let ben = time.agent("Ben")
        #expect(throws: DeskError.offerGone) { _ = try time.act { desk, now in try desk.acceptOffer(offer.id, by: ben, at: now) } }
    }

    @Test func askingAgainReturnsTheSameTicket() throws {
        var time = Timeline()
        let first = try time.visit("Cleo")
        time.wait(.seconds(30))
        #expect(try time.visit("Cleo").ticket == first.ticket)
        #expect(time.desk.ticketCount == 1)
    }

    @Test func aCustomerWhoIsAwayKeepsTheirPlaceAndIsNotOffered() throws {
        var time = Timeline()
        try time.visit("Cleo")
        try time.visit("Dora")
        let cleo = time.customer("Cleo")
        time.act { desk, now in desk.setCustomer(cleo, attached: false, at: now) }
        try time.arrive("Ada")
        #expect(time.desk.offer(to: time.agent("Ada"))?.ticket.customer == time.customer("Dora"))
        #expect(time.position("Cleo") == 1)
        time.wait(.seconds(119))
        time.act { desk, now in desk.setCustomer(cleo, attached: true, at: now) }
        time.wait(.seconds(300))
        #expect(time.position("Cleo") == 1)
    }

    @Test func aCustomerWhoNeverComesBackIsAbandonedAndTheInteractionSaysSo() throws {
        var time = Timeline()
        let standing = try time.visit("Cleo")
        let cleo = time.customer("Cleo")
        time.act { desk, now in desk.setCustomer(cleo, attached: false, at: now) }
        time.wait(.seconds(120))
        #expect(time.desk.ticketCount == 0)
        #expect(time.desk.interactions.isEmpty)
        #expect(
            time.told.contains { if case .ticketClosed(let ticket, .abandoned) = $0 { ticket.id == standing.ticket.id } else { false } })
    }

    @Test func leavingTheQueueWithdrawsTheOfferWithoutBlame() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.visit("Cleo")
        let cleo = time.customer("Cleo")
        try time.act { desk, now in try desk.leaveQueue(cleo, at: now) }
        let ada = try #require(time.desk.agent(time.agent("Ada")))
        #expect(ada.workload == .idle && ada.notRespondingSince == nil)
        #expect(throws: DeskError.ticketGone) { try time.act { desk, now in try desk.leaveQueue(cleo, at: now) } }
    }

    @Test func nobodyWaitsForEver() throws {
        var time = Timeline()
        try time.visit("Cleo")
        time.wait(.seconds(4 * 3_600))
        #expect(time.desk.ticketCount == 0)
    }

    @Test func aFullHouseIsRefused() throws {
        var policy = RoutingPolicy()
        policy.maximumTickets = 2
        var time = Timeline(routing: policy)
        try time.visit("Cleo")
        try time.visit("Dora")
        #expect(throws: DeskError.overloaded) { try time.visit("Emil") }
    }

    @Test func goingAwayReturnsTheOfferAndABreakDoesNotEarnAPlace() throws {
        var time = Timeline()
        try time.arrive("Ada")
        time.wait(.seconds(1))
        try time.arrive("Ben")
        try time.visit("Cleo")
        try time.arrive("Ada", .away)
        #expect(time.desk.offer(to: time.agent("Ben")) != nil)
        try time.arrive("Ada", .available)
        #expect(time.desk.agent(time.agent("Ada"))?.idleSince == Instant(milliseconds: 1_700_000_000_000))
    }

    @Test func anAgentWhoseBrowserIsGoneGetsNothing() throws {
        var time = Timeline()
        try time.arrive("Ada")
        let ada = time.agent("Ada")
        time.act { desk, now in desk.detachAgent(ada, at: now) }
        try time.visit("Cleo")
        #expect(time.desk.offer(to: ada) == nil)
        time.wait(.seconds(45))
        #expect(time.desk.agent(ada)?.connectivity == .gone)
        let name = try #require(BoundedText<NameLimit>("Ada"))
        time.act { desk, now in desk.attachAgent(ada, name: name, at: now) }
        #expect(time.desk.offer(to: ada) != nil, "the last human choice was available")
    }
}
