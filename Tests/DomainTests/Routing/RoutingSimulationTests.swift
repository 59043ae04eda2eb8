import Foundation
import Testing

/// The seed of a failing schedule is in the test's arguments, and its last events are printed.
///
/// Ten millions of them take minutes in release:
/// `VISAVIS_SIMULATED_EVENTS=10000000 swift test -c release -Xswiftc -enable-testing --filter RoutingSimulationTests`.
@Suite struct RoutingSimulationTests {
    private static let seeds = 10
    private static let events = ProcessInfo.processInfo.environment["VISAVIS_SIMULATED_EVENTS"].flatMap { Int($0) } ?? 40_000

    @Test(arguments: 1...UInt64(seeds)) func invariantsHoldAfterEveryEvent(seed: UInt64) throws {
        let summary = try RoutingSimulation.run(seed: seed, events: Self.events / Self.seeds)
        #expect(
            summary.accepted > 0 && summary.movedBack > 0 && summary.restarts > 0 && summary.consults > 0 && summary.invited > 0
                && summary.booked > 0 && summary.promised > 0 && summary.chats > 0 && summary.messages > 0,
            "\(summary)")
    }

    @Test func theSameSeedIsTheSameSchedule() throws {
        let first = try RoutingSimulation.run(seed: 77, events: 500)
        #expect("\(first)" == "\(try RoutingSimulation.run(seed: 77, events: 500))")
    }
}
