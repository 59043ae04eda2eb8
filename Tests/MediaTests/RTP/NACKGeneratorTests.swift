import Media
import Testing

@Suite struct NACKGeneratorTests {
    private func due(_ generator: inout NACKGenerator, at time: MediaTime) -> (sequences: [UInt16], wantsKeyFrame: Bool) {
        var sequences: [UInt16] = []
        let wants = generator.requests(at: time, into: &sequences)
        return (sequences, wants)
    }

    @Test(arguments: wrapPoints) func asksForAGapOverEveryEdge(start: UInt16) {
        var generator = NACKGenerator()
        generator.receive(start, at: milliseconds(0))
        generator.receive(start &+ 3, at: milliseconds(1))
        #expect(due(&generator, at: milliseconds(2)).sequences == [], "it may only be out of order")
        #expect(generator.nextDeadline == milliseconds(11))
        #expect(due(&generator, at: milliseconds(11)).sequences == [start &+ 1, start &+ 2])
        generator.receive(start &+ 2, at: milliseconds(12))
        #expect(generator.recovered == 1 && generator.missingCount == 1)
        #expect(due(&generator, at: milliseconds(13)).sequences == [], "a round trip first")
        #expect(due(&generator, at: milliseconds(121)).sequences == [start &+ 1])
        generator.receive(start &+ 1, at: milliseconds(130))
        #expect(generator.missingCount == 0 && generator.nextDeadline == nil)
    }

    @Test func newerPacketsMakeALossCertain() {
        var generator = NACKGenerator()
        for sequence in [1, 3, 4] as [UInt16] { generator.receive(sequence, at: milliseconds(0)) }
        #expect(due(&generator, at: milliseconds(0)).sequences == [])
        generator.receive(5, at: milliseconds(0))
        #expect(due(&generator, at: milliseconds(0)).sequences == [2])
    }

    @Test func givesUpAndWantsAKeyFrameOnce() {
        var generator = NACKGenerator()
        generator.roundTrip = .milliseconds(20)
        generator.receive(1, at: milliseconds(0))
        generator.receive(3, at: milliseconds(0))
        var (asked, wanted) = (0, 0)
        for time in 0..<3_000 {
            let result = due(&generator, at: milliseconds(Int64(time)))
            asked += result.sequences.count
            wanted += result.wantsKeyFrame ? 1 : 0
        }
        #expect(asked == generator.policy.attempts && wanted == 1 && generator.givenUp == 1)
    }

    @Test func theLifetimeBoundsSlowLinks() {
        var generator = NACKGenerator()
        generator.roundTrip = .milliseconds(600)
        generator.receive(1, at: milliseconds(0))
        generator.receive(3, at: milliseconds(0))
        #expect(due(&generator, at: milliseconds(10)).sequences == [2])
        #expect(due(&generator, at: milliseconds(620)).sequences == [2])
        #expect(due(&generator, at: milliseconds(1_230)) == ([], true))
    }

    @Test func underOverloadNoMoreIsAskedForThanHalfOfWhatCame() {
        var policy = NACKPolicy()
        policy.burst = 4
        var generator = NACKGenerator(policy: policy)
        var (sequence, asked) = (UInt16(0), 0)
        // Every second packet is lost, for two seconds, and none of those that are asked for comes.
        for time in 0..<2_000 {
            generator.receive(sequence, at: milliseconds(Int64(time)))
            sequence &+= 2
            asked += due(&generator, at: milliseconds(Int64(time))).sequences.count
        }
        #expect(asked <= 1_000 + policy.burst)
        #expect(asked >= 500, "and it goes on asking: \(asked)")
        #expect(generator.missingCount <= policy.capacity)
    }

    @Test func whatCannotBeAskedForWaitsThoughNewerPacketsCome() {
        var policy = NACKPolicy()
        policy.burst = 1
        var generator = NACKGenerator(policy: policy)
        for sequence in [1, 4, 5, 6] as [UInt16] { generator.receive(sequence, at: milliseconds(0)) }
        #expect(due(&generator, at: milliseconds(0)).sequences == [2])
        generator.receive(7, at: milliseconds(1))
        #expect(generator.nextDeadline == milliseconds(20))
        generator.receive(8, at: milliseconds(2))
        #expect(due(&generator, at: milliseconds(19)).sequences == [])
        #expect(due(&generator, at: milliseconds(20)).sequences == [3])
    }

    @Test func requestsOfOneStreamGoTogether() {
        var generator = NACKGenerator()
        for sequence in [1, 3, 4, 5] as [UInt16] { generator.receive(sequence, at: milliseconds(0)) }
        #expect(due(&generator, at: milliseconds(0)).sequences == [2])
        for sequence in [7, 8, 9, 11, 12, 13] as [UInt16] { generator.receive(sequence, at: milliseconds(1)) }
        #expect(due(&generator, at: milliseconds(1)).sequences == [])
        #expect(generator.nextDeadline == milliseconds(10))
        #expect(due(&generator, at: milliseconds(10)).sequences == [6, 10])
    }

    @Test func aKeyFrameForgetsWhatWasBefore() {
        var generator = NACKGenerator()
        generator.receive(0xfff0, at: milliseconds(0))
        generator.receive(0xfffe, at: milliseconds(0))
        generator.receive(2, at: milliseconds(0), startsKeyFrame: true)
        #expect(generator.missingCount == 0)
        generator.receive(4, at: milliseconds(0))
        #expect(due(&generator, at: milliseconds(10)) == ([3], false))
    }

    @Test func aBrokenLinkIsNotAskedFor() {
        var generator = NACKGenerator()
        generator.receive(1, at: milliseconds(0))
        generator.receive(2_000, at: milliseconds(0))
        #expect(due(&generator, at: milliseconds(50)) == ([], true))
        #expect(generator.givenUp == 1_998 && generator.missingCount == 0)
        generator.receive(2_002, at: milliseconds(60))
        #expect(due(&generator, at: milliseconds(70)).sequences == [2_001], "and goes on")
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>) func recoversRandomSchedules(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var generator = NACKGenerator()
        generator.roundTrip = .milliseconds(40)
        let start = try #require(wrapPoints.randomElement(using: &random))
        var arrivals: [Int: [Int]] = [:]
        var delivered: Set<Int> = []
        var firstArrival: Int?
        var requested: [Int: Int] = [:]
        let count = 3_000
        for step in 0..<count where step == 0 || step == count - 1 || Int.random(in: 0..<10, using: &random) >= 2 {
            arrivals[step * 5 + Int.random(in: 0..<30, using: &random), default: []].append(step)
            if Int.random(in: 0..<20, using: &random) == 0 { arrivals[step * 5 + 25, default: []].append(step) }
        }
        for time in 0..<count * 5 + 2_000 {
            for step in arrivals[time] ?? [] {
                generator.receive(start &+ UInt16(truncatingIfNeeded: step), at: milliseconds(Int64(time)))
                delivered.insert(step)
                firstArrival = firstArrival ?? step
            }
            var sequences: [UInt16] = []
            _ = generator.requests(at: milliseconds(Int64(time)), into: &sequences)
            for sequence in sequences {
                // Requests are for the recent past only.
                let near = time / 5
                let step = near + Int(Int16(bitPattern: sequence &- start &- UInt16(truncatingIfNeeded: near)))
                #expect(!delivered.contains(step), "seed \(seed): asked for what has come")
                requested[step, default: 0] += 1
                if Int.random(in: 0..<10, using: &random) >= 2 { arrivals[time + 40, default: []].append(step) }
            }
            #expect(generator.missingCount <= generator.policy.capacity)
        }
        #expect(requested.values.allSatisfy { $0 <= generator.policy.attempts }, "seed \(seed)")
        // What was sent before the first that came is not known to be missing.
        let first = try #require(firstArrival)
        #expect((first..<count).filter { !delivered.contains($0) }.count <= Int(generator.givenUp), "seed \(seed)")
        #expect(delivered.count >= count - 12, "seed \(seed): \(delivered.count)")
    }
}
