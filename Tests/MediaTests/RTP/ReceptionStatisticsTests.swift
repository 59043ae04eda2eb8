import Media
import Testing

@Suite struct ReceptionStatisticsTests {
    @Test(arguments: wrapPoints) func countsOverEveryEdge(start: UInt16) {
        var statistics = ReceptionStatistics(clockRate: 90_000)
        for step in 0..<70_000 where step % 10 != 9 {
            statistics.receive(
                sequence: start &+ UInt16(truncatingIfNeeded: step), timestamp: UInt32(step) * 90, at: milliseconds(Int64(step)))
        }
        #expect(statistics.received == 63_000 && statistics.expected == 69_999 && statistics.lost == 6_999)
        let report = statistics.report(ssrc: 1, at: milliseconds(70_000))
        #expect(report.highestSequence == UInt32(start) + 69_998)
        #expect(report.cumulativeLost == 6_999 && report.fractionLost == 25, "a tenth of 256")
        #expect(report.jitter == 0)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64]) func survivesRandomSchedules(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let start = try #require(wrapPoints.randomElement(using: &random))
        var schedule: [(due: Int, step: Int)] = []
        var delivered: Set<Int> = [0]
        for step in 1..<20_000 where Int.random(in: 0..<100, using: &random) >= 20 {
            delivered.insert(step)
            for _ in 0...(Int.random(in: 0..<20, using: &random) == 0 ? 1 : 0) {
                schedule.append((step + Int.random(in: 0..<60, using: &random), step))
            }
        }
        schedule.sort { ($0.due, $0.step) < ($1.due, $1.step) }
        var statistics = ReceptionStatistics(clockRate: 48_000)
        statistics.receive(sequence: start, timestamp: 0, at: milliseconds(0))
        var seen: Set<Int> = [0]
        for entry in schedule {
            let reception = statistics.receive(
                sequence: start &+ UInt16(truncatingIfNeeded: entry.step), timestamp: UInt32(entry.step) * 960,
                at: milliseconds(Int64(entry.due) * 20))
            #expect((reception == .duplicate) == !seen.insert(entry.step).inserted, "seed \(seed)")
        }
        let last = try #require(delivered.max())
        #expect(statistics.received == UInt32(delivered.count), "seed \(seed)")
        #expect(statistics.lost == UInt32(last + 1 - delivered.count), "seed \(seed)")
        #expect(statistics.duplicates == UInt64(schedule.count + 1 - delivered.count), "seed \(seed)")
    }

    @Test func aDuplicateDoesNotHideALoss() {
        var statistics = ReceptionStatistics(clockRate: 8_000)
        for sequence in [10, 11, 11, 11, 13] as [UInt16] { statistics.receive(sequence: sequence, timestamp: 0, at: milliseconds(0)) }
        #expect(statistics.lost == 1 && statistics.received == 3 && statistics.duplicates == 2)
    }

    @Test func whatCameBeforeTheFirstCounts() {
        var statistics = ReceptionStatistics(clockRate: 8_000)
        for sequence in [0, 0xffff, 0xfffe, 1] as [UInt16] { statistics.receive(sequence: sequence, timestamp: 0, at: milliseconds(0)) }
        #expect(statistics.expected == 4 && statistics.received == 4 && statistics.lost == 0)
    }

    @Test func twoFarPacketsInARowAreANewBeginning() {
        var statistics = ReceptionStatistics(clockRate: 8_000)
        for sequence in 0..<50 as Range<UInt16> { statistics.receive(sequence: sequence, timestamp: 0, at: milliseconds(0)) }
        #expect(statistics.receive(sequence: 30_000, timestamp: 0, at: milliseconds(1)) == .jumped)
        #expect(statistics.receive(sequence: 50, timestamp: 0, at: milliseconds(1)) == .inOrder, "one alone changes nothing")
        #expect(statistics.receive(sequence: 30_000, timestamp: 0, at: milliseconds(1)) == .jumped)
        #expect(statistics.receive(sequence: 30_001, timestamp: 0, at: milliseconds(1)) == .inOrder)
        #expect(statistics.received == 1 && statistics.lost == 0)
    }

    @Test func measuresJitter() {
        var steady = ReceptionStatistics(clockRate: 48_000)
        var uneven = ReceptionStatistics(clockRate: 48_000)
        for step in 0..<500 {
            let sequence = UInt16(step)
            let timestamp = 0xffff_0000 &+ UInt32(step) * 960
            steady.receive(sequence: sequence, timestamp: timestamp, at: milliseconds(Int64(step) * 20))
            uneven.receive(sequence: sequence, timestamp: timestamp, at: milliseconds(Int64(step) * 20 + (step % 2 == 0 ? 0 : 10)))
        }
        #expect(steady.jitter == 0)
        #expect(450...480 ~= uneven.jitter, "10 ms are 480 units")
        uneven.receive(sequence: 500, timestamp: 0x4000_0000, at: milliseconds(10_000))
        #expect(uneven.jitter < 500, "a step of the sender's clock is not jitter")
    }

    @Test func theReportHasTheRoundTrip() throws {
        var statistics = ReceptionStatistics(clockRate: 48_000)
        let clock = WallClockOrigin(unixMilliseconds: 1_800_000_000_000)
        #expect(statistics.report(ssrc: 1, at: milliseconds(0)).roundTrip(at: clock.ntp(milliseconds(5))) == nil)
        statistics.receiveSenderReport(ntp: clock.ntp(milliseconds(1_000)), at: milliseconds(1_020))
        let trip = try #require(statistics.report(ssrc: 1, at: milliseconds(1_500)).roundTrip(at: clock.ntp(milliseconds(1_540))))
        #expect(abs(trip.inNanoseconds - 60_000_000) < 100_000)
        #expect(
            statistics.report(ssrc: 1, at: milliseconds(1_500)).roundTrip(at: clock.ntp(milliseconds(1_400))) == nil, "before it was sent")
    }

    @Test func theFractionIsOfTheInterval() {
        var statistics = ReceptionStatistics(clockRate: 48_000)
        for sequence in [0, 1, 2, 3, 5, 7] as [UInt16] { statistics.receive(sequence: sequence, timestamp: 0, at: milliseconds(0)) }
        #expect(statistics.report(ssrc: 1, at: milliseconds(0)).fractionLost == 64)
        #expect(statistics.report(ssrc: 1, at: milliseconds(0)).fractionLost == 0)
        statistics.receive(sequence: 9, timestamp: 0, at: milliseconds(0))
        #expect(statistics.report(ssrc: 1, at: milliseconds(0)).fractionLost == 128)
        statistics.receive(sequence: 8, timestamp: 0, at: milliseconds(0))
        let late = statistics.report(ssrc: 1, at: milliseconds(0))
        #expect(late.fractionLost == 0 && late.cumulativeLost == 2, "more came than was expected")
    }
}
