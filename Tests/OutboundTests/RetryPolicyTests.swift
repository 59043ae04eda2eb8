import Domain
import Outbound
import Testing

@Suite struct RetryPolicyTests {
    private let start = Instant(milliseconds: 1_700_000_000_000)
    private let hour = Duration.seconds(3_600)

    /// The pauses of a message that fails at once, each time, until it is given up.
    private func schedule(random: Double) -> [Duration] {
        let policy = RetryPolicy()
        var now = start
        var pauses: [Duration] = []
        while let next = policy.nextAttempt(after: pauses.count + 1, createdAt: start, at: now, random: random) {
            pauses.append(next - now)
            now = next
        }
        return pauses
    }

    @Test func thePausesGrowToAnHourAndEndAfterThreeDays() {
        let pauses = schedule(random: 0)
        #expect(pauses.prefix(6) == [.seconds(10), .seconds(30), .seconds(60), .seconds(300), .seconds(1_800), hour])
        #expect(pauses.dropFirst(6).allSatisfy { $0 == hour })
        let total = pauses.reduce(.zero, +)
        #expect(total <= hour * 72)
        #expect(total > hour * 71)
    }

    @Test func jitterAddsUpToATenth() {
        #expect(schedule(random: 0.5).prefix(3) == [.milliseconds(10_500), .milliseconds(31_500), .milliseconds(63_000)])
        #expect(schedule(random: 1).allSatisfy { $0 <= hour + .seconds(360) })
        #expect(schedule(random: 1).reduce(.zero, +) > hour * 70)
    }

    @Test func aDayWithoutTheReceiverIsSurvivedAndNoticedWithinTheHour() throws {
        let now = start + hour * 24
        let next = try #require(RetryPolicy().nextAttempt(after: 28, createdAt: start, at: now, random: 0.99))
        #expect(next - now < hour + .seconds(360))
    }

    @Test func anOldMessageIsGivenUp() {
        let policy = RetryPolicy()
        #expect(policy.nextAttempt(after: 1, createdAt: start, at: start + hour * 72, random: 0) == nil)
        #expect(policy.nextAttempt(after: 1, createdAt: start, at: start + hour * 72 + .seconds(-10), random: 0) == start + hour * 72)
    }
}
