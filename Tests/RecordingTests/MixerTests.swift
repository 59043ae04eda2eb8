import Glibc
import Testing

@testable import Recording

@Suite struct MixerTests {
    private static let frame = OpusEncoding.frame

    /// A tone in packets of 20 ms.
    private func packets(_ count: Int, hertz: Float, redundancy: Int = 0) throws -> [[UInt8]] {
        let encoder = try OpusEncoding(bitsPerSecond: 32_000, complexity: 5)
        if redundancy > 0 { encoder.enableRedundancy(expectedLossPercent: redundancy) }
        return try (0..<count).map { index in
            // A voice is not one tone: libopus keeps redundancy for what sounds like speech.
            try encoder.encode(
                (0..<Self.frame).map { sample in
                    let time = Float(index * Self.frame + sample) / 48_000
                    return 0.3 * sinf(2 * .pi * hertz * time) + 0.1 * sinf(2 * .pi * hertz * 2 * time)
                })
        }
    }

    private func level(_ sound: [Float]) -> Float { VoiceActivity.level(sound) }

    private func play(_ source: VoiceSource, frames: Int, from start: Int = 0) -> [[Float]] {
        (start..<start + frames).map { index in
            var frame = [Float](repeating: 0, count: Self.frame)
            source.take(at: Int64(index * Self.frame), into: &frame)
            return frame
        }
    }

    @Test func soundIsWhereItBelongs() throws {
        let source = try VoiceSource()
        for (index, packet) in try packets(50, hertz: 300).enumerated() {
            source.append(.init(rtpTime: Int64(index * 960), position: 48_000 + Int64(index * 960), followsLoss: false, payload: packet))
        }
        let frames = play(source, frames: 150)
        #expect(frames[..<50].allSatisfy { level($0) < -80 })
        #expect(frames[52..<99].allSatisfy { level($0) > -20 })
        #expect(frames[110...].allSatisfy { level($0) < -60 })
    }

    @Test func aLostPacketIsRecoveredFromTheNextOne() throws {
        let source = try VoiceSource()
        for (index, packet) in try packets(100, hertz: 200, redundancy: 30).enumerated() where index % 10 != 9 {
            source.append(
                .init(rtpTime: Int64(index * 960), position: Int64(index * 960), followsLoss: index % 10 == 0 && index > 0, payload: packet)
            )
        }
        let frames = play(source, frames: 99)
        #expect(source.recoveredSamples == 9 * 960)
        #expect(frames[2...].allSatisfy { level($0) > -25 }, "\(frames.map { level($0) })")
    }

    @Test func shortLossIsConcealedLongLossIsSilence() throws {
        let source = try VoiceSource()
        let all = try packets(100, hertz: 200)
        for index in all.indices where !(20..<23).contains(index) && !(50..<80).contains(index) {
            source.append(
                .init(
                    rtpTime: Int64(index * 960), position: Int64(index * 960), followsLoss: index == 23 || index == 80, payload: all[index])
            )
        }
        let frames = play(source, frames: 100)
        #expect(level(frames[20]) > -40)
        #expect(frames[55..<79].allSatisfy { level($0) < -60 })
        #expect(frames[83...].allSatisfy { level($0) > -25 })
    }

    @Test func nothingComesForAWhileAndThenItGoesOn() throws {
        let source = try VoiceSource()
        let all = try packets(100, hertz: 200)
        for index in 0..<30 {
            source.append(.init(rtpTime: Int64(index * 960), position: Int64(index * 960), followsLoss: false, payload: all[index]))
        }
        let first = play(source, frames: 60)
        for index in 60..<100 {
            source.append(.init(rtpTime: Int64(index * 960), position: Int64(index * 960), followsLoss: true, payload: all[index]))
        }
        let second = play(source, frames: 40, from: 60)
        #expect(first[40...].allSatisfy { level($0) < -60 })
        #expect(second[3...].allSatisfy { level($0) > -25 })
    }

    /// Three minutes of a clock that runs 500 ppm fast: 90 ms too much sound. Nothing jumps, and the end is where it belongs.
    @Test(arguments: [-500.0, 500.0])
    func driftIsStretchedAway(ppm: Double) throws {
        let source = try VoiceSource()
        let packet = try packets(3, hertz: 300)[2]
        let silence = try OpusEncoding(bitsPerSecond: 32_000, complexity: 0).encode([Float](repeating: 0, count: Self.frame))
        var frame = [Float](repeating: 0, count: Self.frame)
        var onsets: [Int] = []
        var wasLoud = false
        var next = 0
        for index in 0..<9_000 {
            // A second of a tone in twenty.
            while Double(next) * 960 / (1 + ppm / 1e6) < Double(index + 3) * 960, next < 9_100 {
                let isTone = next % 1_000 >= 950
                source.append(
                    .init(
                        rtpTime: Int64(next * 960), position: Int64(Double(next) * 960 / (1 + ppm / 1e6)), followsLoss: false,
                        payload: isTone ? packet : silence))
                next += 1
            }
            source.take(at: Int64(index * 960), into: &frame)
            let isLoud = level(frame) > -35
            if isLoud, !wasLoud { onsets.append(index) }
            wasLoud = isLoud
        }
        #expect(onsets.count == 9 || onsets.count == 8)
        for (number, onset) in onsets.enumerated() {
            let expected = Double(number * 1_000 + 950) / (1 + ppm / 1e6)
            #expect(abs(Double(onset) - expected) <= 2)
        }
        #expect(source.concealedSamples == 0)
    }

    @Test func silenceThatIsNotSentIsSilence() throws {
        let encoder = try OpusEncoding(bitsPerSecond: 24_000, complexity: 5)
        encoder.enableSilenceSuppression()
        let source = try VoiceSource()
        for index in 0..<200 {
            let isTone = index < 50 || index >= 150
            let sound = (0..<Self.frame).map { isTone ? 0.3 * sinf(2 * .pi * 250 * Float(index * 960 + $0) / 48_000) : 0 }
            let packet = try encoder.encode(sound)
            // A packet of a byte or two is not sent, but once in 400 ms.
            if packet.count <= 2, index % 20 != 0 { continue }
            source.append(.init(rtpTime: Int64(index * 960), position: Int64(index * 960), followsLoss: false, payload: packet))
        }
        let frames = play(source, frames: 200)
        #expect(frames[70..<149].allSatisfy { level($0) < -50 })
        #expect(frames[153..<199].allSatisfy { level($0) > -25 })
    }

    @Test func manyLoudVoicesDoNotOverflow() throws {
        let mixer = try VoiceMixer(bitsPerSecond: 32_000, complexity: 5)
        for voice in 0..<6 {
            let source = try mixer.source("p\(voice)")
            for (index, packet) in try packets(50, hertz: 200 + Float(voice) * 40).enumerated() {
                source.append(.init(rtpTime: Int64(index * 960), position: Int64(index * 960), followsLoss: false, payload: packet))
            }
        }
        let output = try mixer.advance(to: 48_000)
        #expect(output.packets.count == 50)
        let decoder = try OpusDecoding()
        var sound: [Float] = []
        for packet in output.packets { _ = decoder.decode(packet, to: &sound) }
        #expect(sound.allSatisfy { abs($0) <= 1.2 } && level(sound) > -10)
    }

    @Test func arbitraryPacketsNeverTrap() throws {
        var random = SeededGenerator(seed: 61)
        let source = try VoiceSource()
        var frame = [Float](repeating: 0, count: Self.frame)
        for index in 0..<1_000 {
            let payload = (0..<Int.random(in: 1..<200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            source.append(
                .init(
                    rtpTime: Int64.random(in: -5_000..<5_000, using: &random) + Int64(index * 960),
                    position: Int64.random(in: -50_000..<50_000, using: &random) + Int64(index * 960),
                    followsLoss: Bool.random(using: &random),
                    payload: payload))
            source.take(at: Int64(index * 960), into: &frame)
            #expect(frame.count == Self.frame)
        }
    }
}
