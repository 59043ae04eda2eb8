import Domain
import Testing

@Suite struct ActivityTests {
    private func plan(_ activities: [(String, ActivityKind)], version: Int = 1) throws -> ValidatedPlan {
        try Build.plan(
            version: version, activities: activities.map { ActivityDefinition(name: try #require(ActivityName($0.0)), kind: $0.1) })
    }

    @Test func anActivityMeansWhatThePlanSays() throws {
        let plan = try plan([("phone", .available), ("lunch", .away)])
        var time = Timeline(plan: plan)
        try time.visit("Cleo")
        try time.arrive("Ada", Activity(try #require(ActivityName("lunch")), in: plan))
        #expect(time.desk.offerCount == 0)
        try time.arrive("Ada", Activity(try #require(ActivityName("phone")), in: plan))
        #expect(time.isOffered("Cleo", to: "Ada"))
        let unknown = Activity(try #require(ActivityName("holiday")), in: plan)
        #expect(throws: DeskError.notFound) { try time.arrive("Ada", unknown) }
    }

    @Test func whoseActivityThePlanNoLongerHasIsAwayOrStaysOffline() throws {
        let plan = try plan([("phone", .available), ("home", .offline), ("lunch", .away)])
        var time = Timeline(plan: plan)
        for (agent, activity) in [("Ada", "phone"), ("Bea", "home"), ("Dora", "lunch")] {
            try time.arrive(agent, Activity(try #require(ActivityName(activity)), in: plan))
        }
        try time.visit("Cleo")
        #expect(time.isOffered("Cleo", to: "Ada"))
        let next = try self.plan([("lunch", .away)], version: 2)
        time.act { desk, now in desk.adopt(next, at: now) }
        let activity = { time.desk.agent(time.agent($0))?.activity }
        #expect(activity("Ada") == .away && activity("Bea") == .offline && activity("Dora")?.name.description == "lunch")
        #expect(time.desk.offerCount == 0, "who is away is offered nobody")
        time.act { desk, now in desk.adopt(plan, at: now) }
        #expect(activity("Ada") == .away, "the old word does not come back by itself")
        try time.arrive("Eve")
        #expect(time.isOffered("Cleo", to: "Eve"))
    }

    @Test func anyChoiceBringsANotRespondingAgentBack() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.visit("Cleo")
        time.wait(.seconds(20))
        #expect(time.desk.agent(time.agent("Ada"))?.notRespondingSince != nil)
        try time.arrive("Ada", .away)
        #expect(time.desk.agent(time.agent("Ada"))?.notRespondingSince == nil)
    }

    @Test func aSupervisorsWordWithdrawsTheOfferWithoutBlame() throws {
        var time = Timeline()
        try time.arrive("Ada")
        try time.visit("Cleo")
        let (ada, sue) = (time.agent("Ada"), time.agent("Sue"))
        let forced = try time.act { desk, now in try desk.forceActivity(.away, of: ada, by: sue, at: now) }
        #expect(forced.activity == .away && time.desk.offerCount == 0)
        try time.arrive("Ada")
        #expect(time.isOffered("Cleo", to: "Ada"), "at once: nothing was declined")
    }

    @Test func aProfileHoldsFromNowOn() throws {
        var time = Timeline(plan: try Build.plan(default: [Build.step("Law", ["law": 3], timeout: 600), Build.step("Anyone")]))
        try time.arrive("Ada")
        try time.visit("Cleo")
        #expect(time.desk.offerCount == 0)
        let (ada, profile) = (time.agent("Ada"), try Build.profile(["law": 3]))
        time.act { desk, now in desk.setProfile(profile, of: ada, at: now) }
        #expect(time.isOffered("Cleo", to: "Ada"))
    }
}
