import Testing

@testable import Domain

/// A second medium beside the call: several chats at once, as many as the plan says.
@Suite struct ChatTests {
    private func plan(capacity: Int = 2, exclusive: Bool = true, media: MediumSet = [.video, .chat], version: Int = 1) throws
        -> ValidatedPlan
    {
        let queues = try ["advice", "sales"].map { QueueSettings(name: try #require(QueueName($0)), media: media) }
        let policy = MediaPolicy(video: .init(exclusive: exclusive), chat: .init(capacity: capacity))
        return try ValidatedPlan(RoutingPlan(queues: queues, media: policy), version: version)
    }

    private var chat: VisitContext {
        var context = VisitContext()
        context.medium = .chat
        return context
    }

    private func write(_ text: String, _ key: String = "1", in session: Session, as person: Identifier<Person>, _ time: inout Timeline)
        throws
    {
        let text = try #require(BoundedText<MessageLimit>(text))
        let key = try #require(BoundedText<NameLimit>(key))
        _ = try time.act { desk, now in try desk.sendChat(text, key: key, in: session.id, by: person, at: now) }
    }

    @Test func anAgentHasAsManyChatsAsThePlanSays() throws {
        var time = Timeline(plan: try plan())
        try time.arrive("Ada")
        for name in ["Cleo", "Dora", "Eve"] { try time.visit(name, context: chat) }
        let first = try time.accept("Ada")
        let second = try time.accept("Ada")
        let ada = time.agent("Ada")
        #expect(first.medium == .chat && first.state == .live && first.mediaPath == .none)
        #expect(time.desk.chats(of: ada).map(\.id) == [first.id, second.id])
        #expect(time.desk.offer(to: ada) == nil && time.position("Eve") == 1)
        try time.act { desk, now in try desk.hangUp(first.id, by: first.agent.person, at: now) }
        #expect(time.desk.offer(to: ada) == nil, "its record keeps the place")
        try time.act { desk, now in
            try desk.finishWrapUp(of: first.interaction, by: ada, disposition: .other, resolved: true, note: nil, at: now)
        }
        #expect(time.desk.offer(to: ada)?.ticket.customer == time.customer("Eve"))
        #expect(time.desk.sessions[second.id] != nil, "the other one goes on")
    }

    @Test func callsAreExclusiveUnlessThePlanSaysOtherwise() throws {
        for exclusive in [true, false] {
            var time = Timeline(plan: try plan(exclusive: exclusive))
            try time.arrive("Ada")
            try time.visit("Cleo")
            _ = try time.accept("Ada")
            try time.visit("Dora", context: chat)
            #expect((time.desk.offer(to: time.agent("Ada")) != nil) == !exclusive)
            var other = Timeline(plan: try plan(exclusive: exclusive))
            try other.arrive("Ada")
            try other.visit("Dora", context: chat)
            _ = try other.accept("Ada")
            try other.visit("Cleo")
            #expect((other.desk.offer(to: other.agent("Ada")) != nil) == !exclusive)
            try other.visit("Eve", context: chat)
            guard !exclusive else { continue }
            _ = try other.accept("Ada")
            #expect(other.desk.call(of: Identifier<Person>(other.agent("Ada")))?.customerID == other.customer("Cleo"))
            let last = try other.accept("Ada")
            #expect(last.customerID == other.customer("Eve") && other.desk.sessions.count == 3)
        }
    }

    /// While calls are exclusive, chats are gathered, so that somebody has none and is there for a call.
    @Test(arguments: [true, false]) func chatsAreGatheredOrSpread(exclusive: Bool) throws {
        var time = Timeline(plan: try plan(capacity: 3, exclusive: exclusive))
        try time.arrive("Ada")
        time.wait(.seconds(60))
        try time.arrive("Ben")
        var agents: [AgentID] = []
        for name in ["Cleo", "Dora", "Eve", "Fay"] {
            try time.visit(name, context: chat)
            let taker = try #require(["Ada", "Ben"].first { time.desk.offer(to: time.agent($0)) != nil })
            agents.append(try time.accept(taker).agentID)
        }
        let (ada, ben) = (time.agent("Ada"), time.agent("Ben"))
        #expect(agents == (exclusive ? [ada, ada, ada, ben] : [ada, ben, ada, ben]))
    }

    @Test func aCallIsNotPassedOverForEver() throws {
        var time = Timeline(plan: try plan(capacity: 3))
        try time.arrive("Ada")
        try time.visit("Cleo", context: chat)
        let first = try time.accept("Ada")
        try time.visit("Dora")
        time.wait(.seconds(1))
        try time.visit("Eve", context: chat)
        let ada = time.agent("Ada")
        #expect(time.desk.offer(to: ada) == nil, "Dora came before Eve, and only the chat keeps Ada from her")
        try time.act { desk, now in try desk.hangUp(first.id, by: first.agent.person, at: now) }
        try time.act { desk, now in
            try desk.finishWrapUp(of: first.interaction, by: ada, disposition: .other, resolved: true, note: nil, at: now)
        }
        #expect(time.desk.offer(to: ada)?.ticket.customer == time.customer("Dora"))
    }

    @Test func whoWaitedBehindACallIsServedWhenItGoes() throws {
        var time = Timeline(plan: try plan(capacity: 3))
        try time.arrive("Ada")
        try time.visit("Cleo", context: chat)
        _ = try time.accept("Ada")
        try time.visit("Dora")
        time.wait(.seconds(1))
        try time.visit("Eve", context: chat)
        let dora = time.customer("Dora")
        try time.act { desk, now in try desk.leaveQueue(dora, at: now) }
        #expect(time.desk.offer(to: time.agent("Ada"))?.ticket.customer == time.customer("Eve"))
    }

    @Test func whoGetsTheCustomerBackGoesOnWithTheRecord() throws {
        var time = Timeline(plan: try plan(capacity: 3))
        try time.arrive("Ada")
        try time.visit("Cleo", context: chat)
        let first = try time.accept("Ada")
        let (ada, ben) = (time.agent("Ada"), time.agent("Ben"))
        try time.arrive("Ben")
        _ = try time.act { desk, now in try desk.transfer(first.id, to: .agent(ben), by: first.agent.person, at: now) }
        let offer = try #require(time.desk.offer(to: ben)).offer
        try time.act { desk, now in try desk.rejectOffer(offer.id, by: ben, at: now) }
        let second = try time.accept("Ada")
        #expect(second.interaction == first.interaction && time.desk.wrapUps(of: ada).isEmpty)
        #expect(time.desk.agent(ada)?.workload.count(of: .chat) == 1)
        try time.act { desk, now in try desk.hangUp(second.id, by: second.agent.person, at: now) }
        #expect(time.desk.wrapUps(of: ada).count == 1 && time.desk.interactions.count == 1)
    }

    @Test func anOutageTakesNoTimeFromAnyRecord() throws {
        var time = Timeline(plan: try plan())
        try time.arrive("Ada")
        let sessions = try ["Cleo", "Dora"].map { name in
            try time.visit(name, context: chat)
            return try time.accept("Ada")
        }
        for session in sessions { try time.act { desk, now in try desk.hangUp(session.id, by: session.agent.person, at: now) } }
        time.skip(.seconds(600))
        let (ada, until) = (time.agent("Ada"), time.now + .seconds(20))
        time.act { desk, _ in desk.forgive(until: until) }
        try time.act { desk, now in
            try desk.finishWrapUp(
                of: sessions[0].interaction, by: ada, disposition: .other, resolved: true, note: nil, at: now)
        }
        #expect(time.desk.wrapUps(of: ada).map(\.wrapUp.deadline) == [until])
    }

    @Test func whoListensToACallChatsWithNobody() throws {
        var time = Timeline(plan: try plan())
        let call = try time.call("Ada", "Cleo")
        try time.arrive("Sue")
        let sue = time.agent("Sue")
        let name = try #require(BoundedText<NameLimit>("Sue"))
        _ = try time.act { desk, now in try desk.supervise(call.id, as: sue, name: name, mode: .monitor, at: now) }
        _ = try time.act { desk, now in try desk.setActivity(.available, of: sue, at: now) }
        try time.visit("Dora", context: chat)
        #expect(throws: DeskError.alreadyInSession) { try time.accept("Sue") }
    }

    @Test func anOfferIsLookedAtAlone() throws {
        var time = Timeline(plan: try plan())
        try time.arrive("Ada")
        try time.visit("Cleo", context: chat)
        try time.visit("Dora", context: chat)
        #expect(time.desk.offerCount == 1)
        let ada = time.agent("Ada")
        let offer = try #require(time.desk.offer(to: ada)).offer
        try time.act { desk, now in try desk.rejectOffer(offer.id, by: ada, at: now) }
        #expect(time.desk.offer(to: ada)?.ticket.customer == time.customer("Dora"))
    }

    @Test func aQueueSaysHowItsCustomersMayTalk() throws {
        var time = Timeline(plan: try plan(media: .video))
        #expect(throws: DeskError.mediumNotOffered) { try time.visit("Cleo", context: chat) }
        var written = Timeline(plan: try plan(media: .chat))
        #expect(throws: DeskError.mediumNotOffered) { try written.visit("Cleo") }
        try written.visit("Cleo", context: chat)
        #expect(written.desk.ticket(of: written.customer("Cleo"))?.estimate == nil)
    }

    @Test func whatWasWrittenGoesOnWithTheCustomer() throws {
        var time = Timeline(plan: try plan())
        try time.arrive("Ada")
        try time.visit("Cleo", context: chat)
        let session = try time.accept("Ada")
        try write("My card is blocked", in: session, as: session.customer.person, &time)
        try write("I look", "2", in: session, as: session.agent.person, &time)
        let sales = try #require(QueueName("sales"))
        _ = try time.act { desk, now in try desk.transfer(session.id, to: .queue(sales), by: session.agent.person, at: now) }
        time.restart(after: .seconds(5))
        time.act { desk, now in desk.setCustomer(CustomerID(session.customer.person), attached: true, at: now) }
        try time.arrive("Ben")
        time.forgetWhatWasTold()
        let next = try time.accept("Ben")
        #expect(next.medium == .chat && next.interaction == session.interaction)
        #expect(time.desk.messages[session.interaction]?.map(\.text.description) == ["My card is blocked", "I look"])
        let told = time.told.contains { effect in
            guard case .chatSoFar(let read, let reader, let messages) = effect else { return false }
            return read.id == next.id && reader.id == next.agent.id && messages.count == 2
        }
        #expect(told, "the next agent reads it")
        try time.act { desk, now in try desk.hangUp(next.id, by: next.customer.person, at: now) }
        for agent in ["Ada", "Ben"] {
            let id = time.agent(agent)
            try time.act { desk, now in
                try desk.finishWrapUp(of: session.interaction, by: id, disposition: .other, resolved: true, note: nil, at: now)
            }
        }
        #expect(time.desk.messages.isEmpty && time.desk.interactions.isEmpty)
    }

    @Test func aCustomerWhoChatsMayPutThePhoneAway() throws {
        var time = Timeline(plan: try plan())
        try time.arrive("Ada")
        try time.visit("Cleo", context: chat)
        let session = try time.accept("Ada")
        let cleo = time.customer("Cleo")
        time.act { desk, now in desk.setCustomer(cleo, attached: false, at: now) }
        time.wait(.seconds(299))
        #expect(time.desk.sessions[session.id]?.state == .live)
        time.wait(.seconds(2))
        #expect(time.desk.sessions[session.id] == nil)
        #expect(time.desk.wrapUp(of: time.agent("Ada"))?.interaction.id == session.interaction)
    }

    @Test func anAgentWhoIsGoneLeavesTheirChatsToOthers() throws {
        var time = Timeline(plan: try plan())
        try time.arrive("Ada")
        try time.visit("Cleo", context: chat)
        try time.visit("Dora", context: chat)
        let lost = [try time.accept("Ada"), try time.accept("Ada")]
        let ada = time.agent("Ada")
        time.act { desk, now in desk.detachAgent(ada, at: now) }
        time.wait(.seconds(200))
        #expect(lost.allSatisfy { time.desk.sessions[$0.id] == nil })
        #expect(time.desk.ticketCount == 2 && time.desk.agent(ada)?.workload == .idle)
        #expect(time.desk.ticket(of: time.customer("Cleo"))?.ticket.enqueuedAt == lost[0].ticket.enqueuedAt)
    }

    @Test func nothingOfACallIsThereInAChat() throws {
        var time = Timeline(plan: try plan())
        try time.arrive("Ada")
        try time.visit("Cleo", context: chat)
        let session = try time.accept("Ada")
        try time.arrive("Ben")
        let (agent, colleague) = (session.agent.person, time.agent("Ben"))
        #expect(throws: DeskError.notAllowed) {
            try time.act { desk, now in _ = try desk.joinSession(session.id, as: agent, epoch: nil, at: now) }
        }
        #expect(throws: DeskError.notAllowed) {
            try time.act { desk, now in _ = try desk.setHold(true, in: session.id, by: agent, at: now) }
        }
        #expect(throws: DeskError.notAllowed) {
            try time.act { desk, now in _ = try desk.startConsult(.agent(colleague), in: session.id, by: agent, at: now) }
        }
        #expect(throws: DeskError.sessionGone) {
            try time.act { desk, now in try desk.report(.connected, by: agent, at: now) }
        }
        #expect(session.customer.consents.isEmpty && !session.wantsCapture)
    }

    @Test func aCallBackIsACall() throws {
        var time = Timeline(plan: try plan())
        try time.visit("Cleo", context: chat)
        let contact = try #require(ContactAddress("cleo@example.com"))
        let cleo = time.customer("Cleo")
        var routing = RoutingPolicy()
        routing.takesCallbacks = true
        time = Timeline(routing: routing, plan: try plan())
        try time.visit("Cleo", context: chat)
        _ = try time.act { desk, now in try desk.requestCallback(of: cleo, CallbackRequest(contact: contact), at: now) }
        let ticket = try #require(time.desk.ticket(of: cleo)?.ticket)
        #expect(ticket.medium == .video && time.desk.interactions[ticket.interaction]?.medium == .video)
    }

    @Test func eachWrapUpEndsAtItsOwnTime() throws {
        var time = Timeline(plan: try plan())
        try time.arrive("Ada")
        try time.visit("Cleo", context: chat)
        try time.visit("Dora", context: chat)
        let (first, second) = (try time.accept("Ada"), try time.accept("Ada"))
        let ada = time.agent("Ada")
        try time.act { desk, now in try desk.hangUp(first.id, by: first.agent.person, at: now) }
        time.wait(.seconds(30))
        try time.act { desk, now in try desk.hangUp(second.id, by: second.agent.person, at: now) }
        let deadlines = time.desk.wrapUps(of: ada).map(\.wrapUp.deadline)
        #expect(deadlines.count == 2 && deadlines[1] - deadlines[0] == .seconds(30))
        time.wait(deadlines[0] - time.now + .milliseconds(1))
        #expect(time.desk.wrapUps(of: ada).map(\.interaction.id) == [second.interaction])
        time.restart()
        time.wait(.seconds(31))
        #expect(time.desk.wrapUps(of: ada).isEmpty)
    }

    @Test func fewerAtOnceEndsNothing() throws {
        var time = Timeline(plan: try plan())
        try time.arrive("Ada")
        for name in ["Cleo", "Dora"] {
            try time.visit(name, context: chat)
            _ = try time.accept("Ada")
        }
        let fewer = try plan(capacity: 1, version: 2)
        time.act { desk, now in desk.adopt(fewer, at: now) }
        #expect(time.desk.sessions.count == 2)
        try time.visit("Eve", context: chat)
        #expect(time.desk.offer(to: time.agent("Ada")) == nil)
        let more = try plan(capacity: 3, version: 3)
        time.act { desk, now in desk.adopt(more, at: now) }
        #expect(time.desk.offer(to: time.agent("Ada"))?.ticket.customer == time.customer("Eve"))
    }

    @Test func thePlanSaysWhatDoesNotFit() throws {
        let queue = QueueSettings(name: try #require(QueueName("advice")), media: .chat)
        let none = QueueSettings(name: try #require(QueueName("sales")), media: [])
        let plan = RoutingPlan(queues: [queue, none], media: MediaPolicy(chat: .init(capacity: 0)))
        #expect(
            plan.problems().map { "\($0.path) \($0.code.rawValue)" } == [
                "queues[1].media missing_medium", "media.chat.capacity no_capacity",
            ])
        let large = RoutingPlan(media: MediaPolicy(chat: .init(capacity: 11)))
        #expect(large.problems().map(\.code) == [.outOfRange])
    }
}
