import Glibc
import Testing

@testable import Recording

@Suite struct TalkTests {
    @Test func spansAddUp() {
        let spans = [
            TalkSpan(participant: "a", startMs: 0, endMs: 4_000), TalkSpan(participant: "b", startMs: 3_000, endMs: 5_000),
            TalkSpan(participant: "a", startMs: 7_000, endMs: 8_000), TalkSpan(participant: "b", startMs: 8_000, endMs: 9_000),
        ]
        let measures = TalkMeasures(spans, participants: ["a", "b", "c"], durationMs: 10_000)
        #expect(measures.silenceMs == 3_000 && measures.longestSilenceMs == 2_000 && measures.overlapMs == 1_000)
        let (a, b, c) = (measures.participants[0], measures.participants[1], measures.participants[2])
        #expect(
            a.talkMs == 5_000 && a.talkRatio == 0.5 && a.overlapMs == 1_000 && a.turns == 2 && a.longestTurnMs == 4_000
                && a.interruptions == 0)
        #expect(b.talkMs == 3_000 && b.interruptions == 1 && b.turns == 2)
        #expect(c.talkMs == 0 && c.talkShare == 0)
        #expect(abs(a.talkShare - 0.625) < 1e-9)
    }

    @Test func pausesDoNotCount() {
        let spans = [TalkSpan(participant: "a", startMs: 0, endMs: 2_000)]
        let measures = TalkMeasures(spans, participants: ["a"], durationMs: 10_000, excluded: [4_000..<8_000])
        #expect(measures.durationMs == 6_000 && measures.silenceMs == 4_000)
        #expect(TalkMeasures([], participants: [], durationMs: 0).silenceMs == 0)
    }

    /// Syllables of a loud voice over the noise of a fan: the fan is no voice, the voice is.
    @Test func aVoiceIsHeardOverAFan() {
        var activity = VoiceActivity()
        var meter = TalkMeter()
        var random = SeededGenerator(seed: 80)
        var spans: [TalkSpan] = []
        for index in 0..<1_000 {
            let speaks = (300..<500).contains(index) && index % 15 < 11
            let frame = (0..<960).map { sample -> Float in
                let fan = Float.random(in: -0.012...0.012, using: &random)
                return fan + (speaks ? 0.2 * sinf(Float(index * 960 + sample) * 2 * .pi * 180 / 48_000) : 0)
            }
            if let span = meter.note("a", isVoice: activity.isVoice(frame), at: Int64(index) * 20) { spans.append(span) }
        }
        spans += meter.finish()
        let late = spans.filter { $0.startMs > 4_000 }
        #expect(late.count == 1)
        #expect(late.first.map { abs($0.startMs - 6_000) <= 40 && abs($0.endMs - 9_900) <= 200 } ?? false, "\(spans)")
    }

    @Test func silenceIsNoVoiceAndAClickNeither() {
        var activity = VoiceActivity()
        var meter = TalkMeter()
        for index in 0..<500 {
            let frame = [Float](repeating: index == 250 ? 0.5 : 0, count: 960)
            #expect(meter.note("a", isVoice: activity.isVoice(frame), at: Int64(index) * 20) == nil)
        }
        #expect(meter.finish().isEmpty)
    }
}
