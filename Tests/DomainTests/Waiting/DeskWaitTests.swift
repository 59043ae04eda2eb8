@testable import Domain
import Testing

/// What customers of a living desk are told of their wait.
@Suite struct DeskWaitTests {
    @Test func aQueueThatMovesSteadilyComesToShowItsEstimates() throws {
        var time = Timeline(plan: try Build.plan(wrapUp: WrapUpPolicy(mode: .timedFixed, seconds: 5)))
        try time.arrive("Ada")
        try time.visit("first")
        // Somebody always waits behind the one who is served, and a call takes a minute more or less.
        var chance = IdentifierSource(seed: 5)
        for number in 0..<200 {
            try time.visit("next \(number)")
            let session = try time.accept("Ada")
            try time.connect(session)
            time.wait(.seconds(30 + Int(chance.next() % 61)))
            try time.hangUp(session)
            time.wait(.seconds(6))
        }
        let queue = try Build.queue("advice")
        let (calibration, doubt) = time.desk.calibration(of: queue)
        #expect(doubt == nil, "\(calibration.count) waits, \(calibration.p50Share ?? 0) and \(calibration.p90Share ?? 0) %")
        try time.visit("last")
        let standing = try #require(time.desk.ticket(of: time.customer("last")))
        let estimate = try #require(standing.estimate)
        #expect(estimate.p50 > 20_000 && estimate.p50 <= estimate.p90 && estimate.p90 < 300_000, "\(estimate)")
        guard case .waitingAbout(estimate) = standing.greeting else {
            Issue.record("another greeting: \(String(describing: standing.greeting))")
            return
        }
    }

    @Test func untilThenNothingIsPromised() throws {
        var time = Timeline(plan: try Build.plan())
        try time.visit("Cleo")
        let standing = try #require(time.desk.ticket(of: time.customer("Cleo")))
        #expect(standing.estimate == nil && standing.greeting == .noStaff)
        try time.arrive("Ada")
        #expect(time.desk.ticket(of: time.customer("Cleo"))?.greeting == .connecting)
        try time.visit("Dora")
        #expect(time.desk.ticket(of: time.customer("Dora"))?.greeting == .waiting)
    }

    @Test func whatWasLearnedSurvivesARestart() throws {
        var time = Timeline(plan: try Build.plan(wrapUp: WrapUpPolicy(mode: .timedFixed, seconds: 5)))
        try time.arrive("Ada")
        for number in 0..<30 {
            try time.visit("next \(number)")
            try time.visit("behind \(number)")
            let session = try time.accept("Ada")
            try time.connect(session)
            time.wait(.seconds(60))
            try time.hangUp(session)
            time.wait(.seconds(6))
        }
        let queue = try Build.queue("advice")
        let before = time.desk.calibration(of: queue).calibration.count
        time.restart()
        let after = time.desk.calibration(of: queue).calibration.count
        #expect(before > 0 && after > 0 && before - after <= 1, "what was learned in the last seconds may be gone")
    }

    @Test func theLoadIsWhatTheQueueIs() throws {
        var time = Timeline(plan: try Build.plan())
        let queue = try Build.queue("advice")
        try time.arrive("Ada")
        try time.arrive("Bea", .away)
        for name in ["Cleo", "Dora", "Eve"] { try time.visit(name) }
        #expect(time.desk.routing.load(of: queue) == QueueLoad(waiting: 3, offered: 1, staffed: 1))
        _ = try time.accept("Ada")
        #expect(time.desk.routing.load(of: queue) == QueueLoad(waiting: 2, offered: 0, staffed: 1))
    }
}
