/// Who spoke from when to when, in milliseconds since the recording began.
public struct TalkSpan: Hashable, Sendable, Codable {
    public let participant: String
    public let startMs: Int64
    public let endMs: Int64

    public init(participant: String, startMs: Int64, endMs: Int64) {
        self.participant = participant
        self.startMs = startMs
        self.endMs = endMs
    }
}

/// Collects frames with voice into spans. A pause below 300 ms does not end a span, and a noise below 100 ms is none.
struct TalkMeter {
    static let shortestPauseMs: Int64 = 300
    static let shortestSpanMs: Int64 = 100
    private static let frameMs: Int64 = 20

    private(set) var spans: [TalkSpan] = []
    private var open: [String: (start: Int64, end: Int64)] = [:]

    /// - Returns: The span that ended, if one did.
    mutating func note(_ participant: String, isVoice: Bool, at time: Int64) -> TalkSpan? {
        guard let span = open[participant] else {
            if isVoice { open[participant] = (time, time + Self.frameMs) }
            return nil
        }
        if isVoice {
            open[participant] = (span.start, time + Self.frameMs)
            return nil
        }
        return time - span.end >= Self.shortestPauseMs ? close(participant) : nil
    }

    /// Ends what is open. - Returns: The spans that ended.
    mutating func finish() -> [TalkSpan] { open.keys.sorted().compactMap { close($0) } }

    private mutating func close(_ participant: String) -> TalkSpan? {
        guard let (start, end) = open.removeValue(forKey: participant) else { return nil }
        guard end - start >= Self.shortestSpanMs + Self.frameMs * Int64(VoiceActivity.hangoverFrames) else { return nil }
        // The last frames are the hangover, not voice.
        let span = TalkSpan(participant: participant, startMs: start, endMs: end - Self.frameMs * Int64(VoiceActivity.hangoverFrames))
        spans.append(span)
        return span
    }
}
