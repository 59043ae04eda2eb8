import Testing

/// The seed of a failing schedule is in the test's arguments, and its last events are printed.
@Suite struct RoutingSimulationTests {
    @Test(arguments: UInt64(1)...10) func invariantsHoldAfterEveryEvent(seed: UInt64) throws {
        let summary = try RoutingSimulation.run(seed: seed, events: 2_000)
        #expect(summary.accepted > 0 && summary.movedBack > 0 && summary.restarts > 0, "\(summary)")
    }

    @Test func theSameSeedIsTheSameSchedule() throws {
        let first = try RoutingSimulation.run(seed: 77, events: 500)
        #expect("\(first)" == "\(try RoutingSimulation.run(seed: 77, events: 500))")
    }
}
