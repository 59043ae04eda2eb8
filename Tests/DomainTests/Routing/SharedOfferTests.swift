import Domain
import Testing

/// One ticket, several agents, one winner; and why they were asked.
@Suite struct SharedOfferTests {
    private func time(offers: Int = 3) throws -> Timeline {
        var time = Timeline(plan: try Build.plan(default: [Build.step("Anyone", offers: offers)]))
        for name in ["Ada", "Ben", "Cid"] {
            try time.arrive(name)
            time.wait(.seconds(1))
        }
        return time
    }

    @Test func theFirstAcceptWinsAndTheOthersHearWhy() throws {
        var time = try time()
        try time.visit("Cleo")
        let (ben, cid) = (time.agent("Ben"), time.agent("Cid"))
        let late = try #require(time.desk.offer(to: cid)).offer
        #expect(time.desk.offerCount == 3)
        let session = try time.accept("Ben")
        #expect(session.agentID == ben && time.desk.offerCount == 0)
        #expect(
            time.told.count { if case .offerEnded(_, .taken) = $0 { true } else { false } } == 2)
        #expect(throws: DeskError.offerTaken) { _ = try time.act { desk, now in try desk.acceptOffer(late.id, by: cid, at: now) } }
        let loser = try #require(time.desk.agent(cid))
        #expect(loser.workload == .idle && loser.notRespondingSince == nil)
        let mine = try #require(session.ticket.offers.first)
        #expect(
            try time.act { desk, now in try desk.acceptOffer(mine, by: ben, at: now) }.id == session.id, "asked again, answered the same")
    }

    @Test func aRejectLeavesTheOthersOpenAndTheLastEndLetsItWait() throws {
        var time = try time(offers: 2)
        try time.visit("Cleo")
        #expect(time.desk.offer(to: time.agent("Cid")) == nil, "two are enough")
        try time.reject("Ada")
        #expect(time.isOffered("Cleo", to: "Ben") && time.desk.offerCount == 1)
        try time.reject("Ben")
        #expect(time.isOffered("Cleo", to: "Cid"))
    }

    @Test func theRecordSaysWhyNotTheOthers() throws {
        var time = Timeline(plan: try Build.plan(default: [Build.step("Law", ["law": 2], timeout: 60), Build.step("Anyone")], version: 7))
        try time.arrive("Ada", .away)
        try time.arrive("Ben", profile: Build.profile(["rates": 5]))
        try time.arrive("Cid", profile: Build.profile(["law": 5], queues: ["sales"]))
        time.wait(.seconds(1))
        try time.arrive("Dan", profile: Build.profile(["law": 2]))
        time.wait(.seconds(1))
        try time.arrive("Eve", profile: Build.profile(["law": 5]))
        let interaction = try time.visit("Cleo").ticket.interaction
        let record = try #require(time.desk.interactions[interaction]?.assignments.first)
        func verdict(_ name: String) -> AssignmentRecord.Verdict? {
            let id = time.agent(name)
            return record.candidates.first { $0.agent == id }?.verdict
        }
        #expect(verdict("Dan") == .chosen && record.candidates.first?.agent == time.agent("Dan"))
        #expect(verdict("Eve") == .idleLessLong && verdict("Cid") == .otherQueue)
        #expect(verdict("Ben") == .missingSkill(try Build.needs(["law": 2])[0]))
        #expect(verdict("Ada") == .notAvailable(activity: .away))
        #expect(record.planVersion == 7 && record.rule.description == "Default" && record.step == 0 && record.acceptedBy == nil)
        #expect(record.stepEnd == time.now + .seconds(60))
        _ = try time.accept("Dan")
        #expect(time.desk.interactions[interaction]?.assignments.first?.acceptedBy == time.agent("Dan"))
    }

    @Test func whoDeclinedIsNamedWithTheTime() throws {
        var time = try time(offers: 1)
        let interaction = try time.visit("Cleo").ticket.interaction
        try time.reject("Ada")
        let record = try #require(time.desk.interactions[interaction]?.assignments.last)
        let ada = time.agent("Ada")
        #expect(record.candidates.first { $0.agent == ada }?.verdict == .declined(until: time.now + .seconds(30)))
    }
}
