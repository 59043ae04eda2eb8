import Domain
import Testing

/// Steps, rings and rules, second by second.
@Suite struct WorkflowTimelineTests {
    @Test func timeoutsAddUpAgainstTheTicketsAgeWhateverHappensToOffers() throws {
        let steps = try [
            Build.step("One", ["law": 3], timeout: 10), Build.step("Two", ["rates": 3], timeout: 10), Build.step("Three", timeout: 10),
            Build.step("Last"),
        ]
        var time = Timeline(plan: try Build.plan([Build.rule("All", when: "true", steps)], offerSeconds: 5))
        try time.visit("Cleo")
        time.wait(.seconds(3))
        try time.arrive("Ada", profile: Build.profile(["law": 3]))
        #expect(time.isOffered("Cleo", to: "Ada"), "offered at 3")
        time.wait(.milliseconds(4_999))
        #expect(time.isOffered("Cleo", to: "Ada"))
        time.wait(.milliseconds(1))
        #expect(!time.isOffered("Cleo", to: "Ada") && time.desk.offerCount == 0, "it dies at 8")
        #expect(try time.route("Cleo").step == 0)
        time.wait(.milliseconds(1_999))
        #expect(try time.route("Cleo").step == 0, "and the ticket stays in its step until 10")
        time.wait(.milliseconds(1))
        #expect(try time.route("Cleo").step == 1)
        time.wait(.milliseconds(9_999))
        #expect(try time.route("Cleo").step == 1)
        time.wait(.milliseconds(1))
        #expect(try time.route("Cleo").step == 2, "the next step comes at 20")
        time.wait(.seconds(10))
        let route = try time.route("Cleo")
        #expect(route.step == 3 && route.until == nil)
    }

    @Test func anOpenOfferOutlivesItsStep() throws {
        let steps = try [Build.step("One", ["law": 1], timeout: 10), Build.step("Two", ["rates": 1])]
        var time = Timeline(plan: try Build.plan([Build.rule("All", when: "true", steps)], offerSeconds: 20))
        try time.visit("Cleo")
        time.wait(.seconds(5))
        try time.arrive("Ada", profile: Build.profile(["law": 1]))
        time.wait(.seconds(10))
        #expect(try time.route("Cleo").step == 1)
        #expect(time.isOffered("Cleo", to: "Ada"))
        #expect(try time.accept("Ada").customerID == time.customer("Cleo"))
    }

    @Test func afterTheLastTimeoutTheDefaultRulesLastStepServesOn() throws {
        let rule = try Build.rule("Law", when: "true", [Build.step("One", ["law": 5], timeout: 10)])
        var time = Timeline(plan: try Build.plan([rule], default: [Build.step("First", ["rates": 5], timeout: 5), Build.step("Anyone")]))
        try time.arrive("Ada")
        try time.visit("Cleo")
        time.wait(.seconds(9))
        #expect(!time.isOffered("Cleo", to: "Ada"))
        time.wait(.seconds(1))
        #expect(time.isOffered("Cleo", to: "Ada"))
        let route = try time.route("Cleo")
        #expect(route.rule.description == "Default" && route.step == 1)
    }

    @Test func aSkippedStepTakesNoTime() throws {
        let steps = try [
            Build.step("Nobody there", ["law": 1], timeout: 60, skip: "queue.staffed == 0"), Build.step("Two", ["rates": 1], timeout: 10),
            Build.step("Last"),
        ]
        var time = Timeline(plan: try Build.plan([Build.rule("All", when: "true", steps)]))
        try time.visit("Cleo")
        #expect(try time.route("Cleo").step == 1)
        time.wait(.seconds(10))
        #expect(try time.route("Cleo").step == 2)
        try time.arrive("Ada", .away)
        try time.visit("Dora")
        #expect(try time.route("Dora").step == 0, "somebody is there now")
    }

    @Test func ringsAskForLessAsTheStepGoesOn() throws {
        let law = try Build.skill("law")
        let rings = [RelaxationRing(afterSeconds: 5, lowerLevelsBy: 2), RelaxationRing(afterSeconds: 8, drop: [law])]
        let steps = try [Build.step("Skilled", ["law": 4], timeout: 20, rings: rings), Build.step("Last")]
        var time = Timeline(plan: try Build.plan([Build.rule("All", when: "true", steps)]))
        try time.arrive("Ada", profile: Build.profile(["law": 2]))
        try time.arrive("Ben", profile: Build.profile([:]))
        try time.visit("Cleo")
        try time.visit("Dora")
        time.wait(.milliseconds(4_999))
        #expect(time.desk.offerCount == 0)
        time.wait(.milliseconds(1))
        #expect(time.isOffered("Cleo", to: "Ada") && time.desk.offerCount == 1, "level 2 will do from 5 on")
        time.wait(.seconds(3))
        #expect(time.isOffered("Dora", to: "Ben"), "none at all from 8 on")
    }

    @Test func theKnownAgentIsAskedFirstUnlessTheyHaveGoneHome() throws {
        let steps = try [Build.step("Last agent", to: .lastAgent, timeout: 10), Build.step("Anyone")]
        var time = Timeline(plan: try Build.plan([Build.rule("All", when: "true", steps)]))
        try time.arrive("Ben")
        time.wait(.seconds(60))
        try time.arrive("Ada")
        var context = VisitContext()
        context.lastAgent = time.agent("Ada")
        try time.visit("Cleo", context: context)
        #expect(time.isOffered("Cleo", to: "Ada"), "although Ben has been idle longer")
        let record = try #require(time.desk.interactions.values.first?.assignments.last)
        #expect(record.candidates.contains { $0.agent == time.agent("Ben") && $0.verdict == .notTheOne })
        try time.arrive("Ada", .offline)
        try time.visit("Dora", context: context)
        #expect(try time.route("Dora").step == 1)
    }

    @Test func theFirstRuleThatHoldsTakesTheTicketToItsQueue() throws {
        var context = VisitContext()
        context.segments = ["vip"]
        let rules = try [
            Build.rule("VIP", when: "customer.segments has \"vip\"", queue: "second", priority: 10, [Build.step("Anyone")]),
            Build.rule("Advice", when: "useCase == \"advice\"", priority: -10, [Build.step("Anyone")]),
        ]
        var time = Timeline(plan: try Build.plan(rules))
        let vip = try time.visit("Cleo", context: context).ticket
        let other = try time.visit("Dora").ticket
        #expect(vip.queue.description == "second" && vip.priority == 10 && time.desk.interactions[vip.interaction]?.queue == vip.queue)
        #expect(other.queue.description == "advice" && other.priority == -10)
        try time.arrive("Ada", profile: Build.profile([:], queues: ["advice"]))
        #expect(time.isOffered("Dora", to: "Ada"), "members of a queue are offered its tickets alone")
    }

    @Test func aNewPlanRoutesWhoWaitsByTheirAgeAndLeavesOpenOffersAlone() throws {
        var time = Timeline(plan: try Build.plan(default: [Build.step("Law", ["law": 5], timeout: 3_600), Build.step("Anyone")]))
        try time.arrive("Ada", profile: Build.profile(["law": 5]))
        try time.visit("Cleo")
        try time.visit("Dora")
        time.wait(.seconds(15))
        let steps = try [Build.step("One", ["law": 5], timeout: 10), Build.step("Two", timeout: 10), Build.step("Three")]
        let plan = try Build.plan(default: steps, version: 2)
        time.act { desk, now in desk.adopt(plan, at: now) }
        #expect(time.isOffered("Cleo", to: "Ada"))
        let route = try time.route("Dora")
        #expect(route.step == 1 && time.desk.plan.version == 2)
        try time.arrive("Ben")
        #expect(time.isOffered("Dora", to: "Ben"))
    }

    @Test func aRestartGoesOnInTheSameStep() throws {
        let steps = try [Build.step("One", ["law": 5], timeout: 30), Build.step("Two", ["rates": 5], timeout: 30), Build.step("Three")]
        var time = Timeline(plan: try Build.plan(default: steps))
        try time.visit("Cleo")
        time.wait(.seconds(35))
        time.restart(after: .seconds(5))
        let route = try time.route("Cleo")
        #expect(route.step == 1)
        time.wait(.seconds(20))
        #expect(try time.route("Cleo").step == 2, "60 seconds old")
    }
}
