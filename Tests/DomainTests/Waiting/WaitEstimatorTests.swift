import Domain
import Foundation
import Testing

@Suite struct WaitEstimatorTests {
    let queue: QueueName

    init() throws { queue = try #require(QueueName("advice")) }

    /// Mean arrival distance for a load of `percent` on agents who take 300 s.
    private func simulation(seed: UInt64, agents: Int, percent: Double) -> SimulatedQueue {
        SimulatedQueue(seed: seed, queue: queue, agents: agents, arrivals: 30_000 / Double(agents) / percent, handling: 300)
    }

    /// Random and rather regular handling times, quiet and overloaded queues, small and large teams.
    @Test(arguments: [UInt64(1), 2, 3, 4], [(2, 90.0, 1), (10, 90.0, 1), (10, 110.0, 1), (10, 90.0, 4)])
    func becomesCalibratedWithinAHundredQueuedTicketsAndStaysHonest(seed: UInt64, scene: (agents: Int, percent: Double, parts: Int)) {
        var simulation = simulation(seed: seed, agents: scene.agents, percent: scene.percent)
        simulation.parts = scene.parts
        if scene.percent > 100 { simulation.patience = 1_200 }
        var firstShown: Int?
        while simulation.queued < 1_500 {
            simulation.step()
            if firstShown == nil, simulation.estimator.showsEstimates(queue) { firstShown = simulation.queued }
        }
        let told = simulation.told
        #expect((Calibration.minimum...100).contains(firstShown ?? .max))
        #expect(told.count > 900, "shown most of the time")
        #expect((43...57).contains(told.count(where: \.isWithinP50) * 100 / told.count))
        #expect((86...94).contains(told.count(where: \.isWithinP90) * 100 / told.count))
    }

    /// Handling takes three times as long from one moment to the next, and the customers come more slowly, so that the load stays.
    @Test(arguments: UInt64(1)...4) func aJumpHidesTheEstimateUntilThePaceIsLearned(seed: UInt64) {
        var simulation = jumped(seed: seed, by: 3, arrivalsToo: true)
        let start = simulation.queued
        var hidden: Int?
        while simulation.queued < start + 400 {
            simulation.step()
            if hidden == nil, !simulation.estimator.showsEstimates(queue) { hidden = simulation.queued - start }
        }
        #expect((hidden ?? .max) <= 25)
        // What was told before the jump, or right after it, nobody could know; then it is honest again.
        let told = simulation.told.filter { $0.index >= start + 25 }
        #expect(told.count > 200, "shown again")
        #expect(told.count(where: \.isWithinP90) * 100 / told.count >= 80)
    }

    /// The same with customers who keep coming: three times more than can be served. Nothing is told while that queue builds up.
    @Test(arguments: UInt64(1)...4) func aFloodIsNotEstimated(seed: UInt64) {
        var simulation = jumped(seed: seed, by: 3, arrivalsToo: false)
        let start = simulation.queued
        while simulation.queued < start + 50 { simulation.step() }
        while simulation.queued < start + 100 {
            #expect(!simulation.estimator.showsEstimates(queue))
            simulation.step()
        }
    }

    private func jumped(seed: UInt64, by factor: Double, arrivalsToo: Bool) -> SimulatedQueue {
        var simulation = simulation(seed: seed, agents: 6, percent: 105)
        simulation.patience = 2_400
        while simulation.queued < 400 || !simulation.estimator.showsEstimates(queue) { simulation.step() }
        simulation.handling *= factor
        simulation.patience *= factor
        if arrivalsToo { simulation.arrivals *= factor }
        return simulation
    }

    @Test func aRestoredEstimatorGoesOnAsIfNothingHadHappened() throws {
        var simulation = simulation(seed: 5, agents: 4, percent: 100)
        while simulation.queued < 300 { simulation.step() }
        let stored = try JSONEncoder().encode(simulation.estimator)
        let restored = try JSONDecoder().decode(WaitEstimator.self, from: stored)
        #expect(stored.count < 2_000, "constant memory")
        #expect(restored.calibration(of: queue) == simulation.estimator.calibration(of: queue))
        var other = WaitEstimator()
        for row in simulation.estimator.queues.values { other.restore(row) }
        #expect(try JSONEncoder().encode(other).count == stored.count)
        // The loads are observed again; then both say the same.
        var again = restored
        let now = Instant(milliseconds: simulation.now)
        let load = QueueLoad(waiting: 5, offered: 0, staffed: 4)
        again.observe(load, of: queue, at: now)
        simulation.estimator.observe(load, of: queue, at: now)
        #expect(again.predict(queue, place: 3, at: now) == simulation.estimator.predict(queue, place: 3, at: now))
    }

    @Test func moreAgentsAndBetterPlacesWaitLess() throws {
        var estimator = WaitEstimator()
        let now = Instant(milliseconds: 0)
        #expect(estimator.predict(queue, place: 1, at: now).estimate == nil, "nothing was learned")
        for _ in 0..<8 { estimator.handled(queue, for: .seconds(300), at: now) }
        let wait = { (staffed: Int, place: Int) in
            estimator.observe(QueueLoad(waiting: place, offered: 0, staffed: staffed), of: queue, at: now)
            return estimator.predict(queue, place: place, at: now).estimate
        }
        #expect(wait(0, 1) == nil, "nobody is at work")
        #expect(wait(3, 0) == nil, "an agent is being asked")
        let one = try #require(wait(1, 1))
        let two = try #require(wait(2, 1))
        #expect((180_000...240_000).contains(one.p50) && one.p90 > 2 * one.p50, "a handling time's random rest: median 208 s")
        #expect(abs(one.p50 - 2 * two.p50) < 10)
        var last: Int64 = 0
        for place in [1, 2, 3, 10, 63, 64, 65, 100, 500, 100_000] {
            let estimate = try #require(wait(2, place))
            #expect(estimate.p50 > last && estimate.p90 >= estimate.p50)
            last = estimate.p50
        }
        #expect(last == 24 * 3_600_000, "a day at most")
        #expect(estimator.shownEstimate(queue, place: 1) == nil, "no outcome has proved it yet")
    }
}
