@testable import Domain
import Testing

/// A morning small enough to be reckoned by hand, with times in seconds from its begin.
struct RoutingReplayTests {
    private let begin = Instant(milliseconds: 1_700_000_000_000)
    private let ada = AgentID(high: 1, low: 2)

    private func at(_ seconds: Int64) -> Instant { begin + .seconds(seconds) }

    private func visit(_ number: UInt64, at seconds: Int64, patience: Int64? = nil, talk: Int64 = 60, answered: Bool = true) throws
        -> RoutingHistory.Visit
    {
        RoutingHistory.Visit(
            caller: Caller(
                customer: Customer(id: CustomerID(high: number, low: 1)), useCase: try Build.queue("advice"), language: .english),
            enqueuedAt: at(seconds), patience: patience.map { .seconds($0) }, answering: answered ? .seconds(5) : nil,
            handling: answered ? .init(talk: .seconds(talk), wrapUp: .seconds(10)) : nil)
    }

    /// One agent. The first customer is answered after 5 s, talks for 60 s, and is written up until 75. The second, who came at 30, is offered
    /// then and answered at 80: 50 s. The third came at 40 and leaves at 70. The fourth comes at 300 and is answered after 5 s.
    private func morning() throws -> RoutingHistory {
        RoutingHistory(
            from: begin, to: at(1_000),
            visits: [
                try visit(1, at: 0), try visit(2, at: 30), try visit(3, at: 40, patience: 30, answered: false), try visit(4, at: 300),
            ],
            shifts: [
                .init(
                    agent: ada, name: try #require(BoundedText("Ada")), profile: AgentProfile(),
                    changes: [.init(at: at(-100), .activity(.available))])
            ])
    }

    @Test func thePlanThatHeldGivesWhatHappened() throws {
        let outcome = RoutingReplay.run(try morning(), plan: try Build.plan())
        #expect(outcome.queues.map(\.queue) == [try Build.queue("advice")])
        #expect((outcome.total.tickets, outcome.total.answered, outcome.total.abandoned) == (4, 3, 1))
        // Within 20 s: the first and the fourth, of four.
        #expect(outcome.total.serviceLevel == 0.5)
        #expect(outcome.total.averageAnswerMs == 20_000)
        #expect(outcome.total.medianAnswerMs == 5_000)
        #expect(outcome.total.p90AnswerMs == 50_000)
        // Waits of 5, 5 and 50 s: (-2·5 + 0·5 + 2·50) ÷ (3 · 60).
        #expect(outcome.total.waitGini == 0.5)
        // Three calls of 60 + 10 s in 1,000 s.
        #expect(outcome.occupancy == 0.21)
    }

    @Test func aSkillThatNobodyHasGivesWorse() throws {
        let steps = [try Build.step("Experts", ["law": 5], timeout: 120), try Build.step("Anyone")]
        let outcome = RoutingReplay.run(try morning(), plan: try Build.plan(default: steps))
        #expect(outcome.total.serviceLevel == 0)
        #expect(outcome.total.abandoned == 1)
        // Offered only when the step ends, at the age of 120 s: the first at 120, the second when the agent is free again.
        #expect(outcome.total.medianAnswerMs == 125_000)
    }

    @Test func whoGoesHomeOrDoesNotAnswerTakesNothing() throws {
        let history = try morning()
        let changes: [RoutingHistory.Shift.Change] = [
            .init(at: at(-100), .activity(.available)), .init(at: at(20), .notResponding), .init(at: at(500), .responding),
            .init(at: at(900), .activity(.offline)),
        ]
        let shift = RoutingHistory.Shift(agent: ada, name: history.shifts[0].name, profile: AgentProfile(), changes: changes)
        let outcome = RoutingReplay.run(
            RoutingHistory(from: history.from, to: history.to, visits: history.visits, shifts: [shift]), plan: try Build.plan())
        // The second waits from 30 until the agent is back at 500; the fourth, who came at 300, for the call that follows.
        #expect(outcome.total.p90AnswerMs == 475_000)
        #expect(outcome.total.answered == 3)
    }

    @Test func whoIsTurnedAwayIsCounted() throws {
        let visits = [try visit(1, at: 0), try visit(2, at: 30), try visit(3, at: 40), try visit(4, at: 300)]
        let history = try morning()
        let busy = RoutingHistory(from: history.from, to: history.to, visits: visits, shifts: history.shifts)
        #expect(RoutingReplay.run(busy, plan: try Build.plan()).total.answered == 4)
        var plan = try Build.plan().plan
        plan.queues[0].maximumDepth = 1
        let outcome = RoutingReplay.run(busy, plan: try ValidatedPlan(plan, version: 1))
        #expect((outcome.total.tickets, outcome.total.answered, outcome.total.abandoned) == (4, 3, 1))
    }

    @Test func theSameSeedGivesTheSameDay() throws {
        let history = try morning()
        let plan = try Build.plan()
        #expect(RoutingReplay.run(history, plan: plan, seed: 7) == RoutingReplay.run(history, plan: plan, seed: 7))
    }

    @Test func whatNobodyAnsweredTakesWhatOthersTook() throws {
        let history = try morning()
        let typical = history.typicalHandling()(try Build.queue("advice"))
        #expect(typical == .init(talk: .seconds(60), wrapUp: .seconds(10)))
    }
}
