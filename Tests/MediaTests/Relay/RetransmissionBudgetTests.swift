import Testing

@testable import Media

/// A receiver that loses everything does not get everything twice.
@Suite struct RetransmissionBudgetTests {
    private func taken(_ budget: inout RetransmissionBudget, sent: UInt32, at time: MediaTime, wanted: Int = 10_000) -> Int {
        var count = 0
        while count < wanted, budget.take(sent: sent, at: time) { count += 1 }
        return count
    }

    @Test func aBurstThenAShareOfWhatIsSent() {
        var policy = RelayPolicy(addresses: [])
        policy.retransmissionsPerSecond = 1_000_000
        var budget = RetransmissionBudget(policy: policy, at: milliseconds(0))
        #expect(taken(&budget, sent: 0, at: milliseconds(0)) == 200, "the burst")
        #expect(taken(&budget, sent: 100, at: milliseconds(1)) == 50, "half of what was sent since")
        #expect(taken(&budget, sent: 100, at: milliseconds(2)) == 0, "time alone earns nothing")
        #expect(taken(&budget, sent: 10_100, at: milliseconds(3)) == 200, "no more is saved up than the burst")
    }

    @Test func theCounterMayWrapAndFall() {
        var policy = RelayPolicy(addresses: [])
        policy.retransmissionsPerSecond = 1_000_000
        var budget = RetransmissionBudget(policy: policy, at: milliseconds(0))
        _ = taken(&budget, sent: .max - 9, at: milliseconds(0))
        #expect(taken(&budget, sent: 10, at: milliseconds(1)) == 10, "20 packets over the wrap")
        #expect(taken(&budget, sent: 4, at: milliseconds(2)) == 0, "a stream ended and took its packets along")
        #expect(taken(&budget, sent: 24, at: milliseconds(3)) == 10)
    }

    @Test func aSecondHasItsBoundWhateverIsSent() {
        var policy = RelayPolicy(addresses: [])
        policy.retransmissionsPerSecond = 50
        var budget = RetransmissionBudget(policy: policy, at: milliseconds(0))
        #expect(taken(&budget, sent: 1_000, at: milliseconds(0)) <= 50)
    }
}
