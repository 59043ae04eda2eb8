/// All voices in one: takes packets, gives 20 ms Opus packets without a break from the recording's beginning on, and notices who speaks.
final class VoiceMixer {
    struct Output {
        var packets: [[UInt8]] = []
        var spans: [TalkSpan] = []
    }

    var preSkip: Int { encoder.lookahead }
    /// Samples mixed so far.
    private(set) var position: Int64 = 0
    private(set) var talk = TalkMeter()
    var participants: [String] { voices.map(\.participant) }

    private struct Voice {
        let participant: String
        let source: VoiceSource
        var activity = VoiceActivity()
    }

    private var voices: [Voice] = []
    private let encoder: OpusEncoding
    private var limiter = SoftLimiter()
    private var frame = [Float](repeating: 0, count: OpusEncoding.frame)
    private var voice = [Float](repeating: 0, count: OpusEncoding.frame)

    init(bitsPerSecond: Int, complexity: Int) throws(RecordingError) {
        encoder = try OpusEncoding(bitsPerSecond: bitsPerSecond, complexity: complexity)
    }

    /// The participant's voice, made when it is first asked for.
    func source(_ participant: String) throws(RecordingError) -> VoiceSource {
        if let voice = voices.first(where: { $0.participant == participant }) { return voice.source }
        let source = try VoiceSource()
        voices.append(Voice(participant: participant, source: source))
        return source
    }

    /// Mixes all whole frames before `end`, in samples.
    func advance(to end: Int64) throws(RecordingError) -> Output {
        var output = Output()
        while position + Int64(OpusEncoding.frame) <= end { try mixFrame(&output) }
        return output
    }

    /// The packets that push the encoder's delay out, and the spans that were open.
    func finish() throws(RecordingError) -> Output {
        var output = Output()
        output.spans = talk.finish()
        let silence = [Float](repeating: 0, count: OpusEncoding.frame)
        output.packets.append(try encoder.encode(silence))
        return output
    }

    private func mixFrame(_ output: inout Output) throws(RecordingError) {
        Self.clear(&frame)
        for index in voices.indices {
            voices[index].source.take(at: position, into: &voice)
            Self.add(voice, to: &frame)
            let isVoice = voices[index].activity.isVoice(voice)
            if let span = talk.note(voices[index].participant, isVoice: isVoice, at: position / 48) { output.spans.append(span) }
        }
        limiter.apply(to: &frame)
        output.packets.append(try encoder.encode(frame))
        position += Int64(OpusEncoding.frame)
    }

    // On arrays that nobody else holds the compiler adds eight samples at a time; on properties of a class it asks, for each sample, whether
    // somebody changes them.

    private static func clear(_ frame: inout [Float]) {
        for index in frame.indices { frame[index] = 0 }
    }

    private static func add(_ voice: [Float], to frame: inout [Float]) {
        for index in 0..<min(voice.count, frame.count) { frame[index] += voice[index] }
    }
}
