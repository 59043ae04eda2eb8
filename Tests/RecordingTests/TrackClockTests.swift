import Media
import Testing

@testable import Recording

@Suite struct TrackClockTests {
    private static func ntp(_ seconds: Double) -> UInt64 { UInt64(3_900_000_000) << 32 + UInt64(seconds * 4_294_967_296) }

    /// Starts just before each place where a time stamp's 32 bits can wrap.
    @Test(arguments: [UInt32(0), 0x7fff_f000, 0xffff_f000])
    func timeGrowsAcrossAWrap(start: UInt32) {
        var clock = TrackClock(rate: 48_000)
        var last: Int64 = -1
        for index in 0..<2_000 {
            let rtp = clock.unwrap(start &+ UInt32(index * 960))
            let time = clock.place(rtp, arrival: Int64(index) * 20_000_000 + 40_000_000, sender: SenderClock())
            #expect(time > last)
            #expect(abs(time - Int64(index) * 20_000_000 - 40_000_000) < 1_000_000)
            last = time
        }
    }

    @Test func queueingDoesNotMoveWhatIsPlaced() {
        var clock = TrackClock(rate: 90_000)
        var random = SeededGenerator(seed: 70)
        var worst: Int64 = 0
        for index in 0..<3_000 {
            let delay = Int64.random(in: 20_000_000..<120_000_000, using: &random)
            let time = clock.place(clock.unwrap(UInt32(index * 3_000)), arrival: Int64(index) * 33_333_333 + delay, sender: SenderClock())
            if index > 100 { worst = max(worst, abs(time - Int64(index) * 33_333_333 - 20_000_000)) }
        }
        #expect(worst < 15_000_000)
    }

    /// A report says that everything lies elsewhere: at most 5 ms a packet, until it is there.
    @Test func aReportIsFollowedInSmallSteps() {
        var clock = TrackClock(rate: 48_000)
        var sender = SenderClock()
        var last: Int64?
        for index in 0..<400 {
            if index == 100 {
                // Captured 150 ms before it came.
                clock.observe(ntp: Self.ntp(2.0 - 0.15), rtp: UInt32(100 * 960))
                sender.observe(ntp: Self.ntp(2.0), at: 2_000_000_000)
            }
            let time = clock.place(clock.unwrap(UInt32(index * 960)), arrival: Int64(index) * 20_000_000, sender: sender)
            if let last { #expect(abs(time - last - 20_000_000) <= TrackClock.largestStep) }
            if index > 140 { #expect(abs(time - Int64(index) * 20_000_000 + 150_000_000) < 1_000_000) }
            last = time
        }
    }

    /// A busy sender reads its clock up to 100 ms late, and its reports take up to 60 ms more: what is heard stays 20 ms apart.
    @Test(arguments: [UInt64(72), 73, 74])
    func aHesitantReporterMovesNothing(seed: UInt64) {
        var clock = TrackClock(rate: 48_000)
        var sender = SenderClock()
        var random = SeededGenerator(seed: seed)
        var last: Int64?
        var settled: [Int64] = []
        for index in 0..<6_000 {
            if index % 50 == 25 {
                let late = Int64.random(in: 0..<100_000_000, using: &random)
                let now = Int64(index) * 20_000_000 + late
                clock.observe(ntp: Self.ntp(Double(now) / 1e9), rtp: UInt32(index * 960))
                sender.observe(ntp: Self.ntp(Double(now) / 1e9), at: now + 20_000_000 + Int64.random(in: 0..<60_000_000, using: &random))
            }
            let arrival = Int64(index) * 20_000_000 + 40_000_000
            let time = clock.place(clock.unwrap(UInt32(index * 960)), arrival: arrival, sender: sender)
            if let last, index > 500 { #expect(abs(time - last - 20_000_000) <= TrackClock.settledStep, "packet \(index)") }
            if index > 1_000 { settled.append(time - Int64(index) * 20_000_000) }
            last = time
        }
        #expect((settled.max() ?? 0) - (settled.min() ?? 0) <= 40_000_000)
        // Five milliseconds a report, a report a second.
        for second in stride(from: 0, to: settled.count - 50, by: 50) { #expect(abs(settled[second + 50] - settled[second]) <= 10_000_000) }
    }

    /// A sender's clock may say anything: nothing is put where it cannot have been.
    @Test func aReportCannotMoveAnythingOutOfItsTime() {
        for wrong in [-3_000_000.0, -40, 40, 300_000_000] {
            var clock = TrackClock(rate: 48_000)
            var sender = SenderClock()
            sender.observe(ntp: Self.ntp(1), at: 1_000_000_000)
            for index in 0..<200 {
                if index == 100 { clock.observe(ntp: Self.ntp(max(0, 2 + wrong)), rtp: 96_000) }
                let time = clock.place(clock.unwrap(UInt32(index * 960)), arrival: Int64(index) * 20_000_000, sender: sender)
                #expect(time <= Int64(index) * 20_000_000 + 1_000_000_000)
                #expect(time >= Int64(index) * 20_000_000 - 10_000_000_000)
            }
        }
    }

    @Test func aSleepingLaptopJumpsForwardAndNeverBack() {
        var clock = TrackClock(rate: 48_000)
        var sender = SenderClock()
        clock.observe(ntp: Self.ntp(0), rtp: 0)
        sender.observe(ntp: Self.ntp(0), at: 0)
        var last: Int64 = -1
        for index in 0..<300 {
            // Half an hour passed for us, none for the microphone.
            let arrival = Int64(index) * 20_000_000 + (index >= 100 ? 1_800_000_000_000 : 0)
            if index == 110 {
                clock.observe(ntp: Self.ntp(1_802.2), rtp: UInt32(110 * 960))
                sender.observe(ntp: Self.ntp(1_802.2), at: arrival)
            }
            let time = clock.place(clock.unwrap(UInt32(index * 960)), arrival: arrival, sender: sender)
            #expect(time > last)
            last = time
        }
        #expect(abs(last - 1_805_980_000_000) < 100_000_000, "\(last)")
    }

    @Test func theSendersClockIsSet() {
        var sender = SenderClock()
        sender.observe(ntp: Self.ntp(10), at: 0)
        #expect(sender.offset == -SenderClock.nanoseconds(Self.ntp(10)))
        sender.observe(ntp: Self.ntp(7_200), at: 1_000_000_000)
        #expect(sender.offset == 1_000_000_000 - SenderClock.nanoseconds(Self.ntp(7_200)))
    }

    @Test func aReportOfNonsenseDoesNotTrap() {
        var random = SeededGenerator(seed: 71)
        var clock = TrackClock(rate: 90_000)
        var sender = SenderClock()
        var last: Int64 = -1
        for index in 0..<5_000 {
            let ntp = UInt64.random(in: 0...UInt64.max, using: &random)
            clock.observe(ntp: ntp, rtp: UInt32.random(in: 0...UInt32.max, using: &random))
            sender.observe(ntp: ntp, at: Int64(index) * 33_000_000)
            let time = clock.place(
                clock.unwrap(UInt32.random(in: 0...UInt32.max, using: &random)), arrival: Int64(index) * 33_000_000, sender: sender)
            #expect(time >= last)
            last = max(last, time)
        }
    }
}
