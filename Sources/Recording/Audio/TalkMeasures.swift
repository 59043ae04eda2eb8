/// What the talk spans of a recording add up to.
public struct TalkMeasures: Hashable, Sendable, Codable {
    public struct Participant: Hashable, Sendable, Codable {
        public let participant: String
        public let talkMs: Int64
        /// Of all talk, by everybody; 0…1. The shares of all participants add up to 1.
        public let talkShare: Double
        /// Of the recording's length; 0…1.
        public let talkRatio: Double
        /// Spoken while somebody else spoke.
        public let overlapMs: Int64
        public let turns: Int
        public let longestTurnMs: Int64
        /// Turns begun while somebody else spoke.
        public let interruptions: Int
    }

    /// The length of the recording, pauses left out.
    public let durationMs: Int64
    /// Nobody spoke.
    public let silenceMs: Int64
    public let longestSilenceMs: Int64
    /// Two or more spoke.
    public let overlapMs: Int64
    /// In the order of their names.
    public let participants: [Participant]

    /// - Parameters:
    ///   - excluded: Times that do not count (pauses), sorted and apart.
    public init(_ spans: [TalkSpan], participants names: [String], durationMs total: Int64, excluded: [Range<Int64>] = []) {
        let sweep = TalkSweep(spans, total: total, excluded: excluded)
        let length = max(0, total - excluded.reduce(0) { $0 + max(0, min($1.upperBound, total) - $1.lowerBound) })
        let all = max(1, sweep.talk.values.reduce(0, +))
        durationMs = length
        silenceMs = sweep.silence
        longestSilenceMs = sweep.longestSilence
        overlapMs = sweep.overlap
        participants = Set(names + spans.map(\.participant)).sorted().map { name in
            let own = spans.filter { $0.participant == name }
            let talk = sweep.talk[name] ?? 0
            return Participant(
                participant: name, talkMs: talk, talkShare: Double(talk) / Double(all),
                talkRatio: length == 0 ? 0 : min(1, Double(talk) / Double(length)), overlapMs: sweep.overlaps[name] ?? 0,
                turns: own.count, longestTurnMs: own.map { $0.endMs - $0.startMs }.max() ?? 0,
                interruptions: sweep.interruptions[name] ?? 0)
        }
    }
}

/// One pass over the beginnings and ends of all spans.
private struct TalkSweep {
    var talk: [String: Int64] = [:]
    var overlaps: [String: Int64] = [:]
    var interruptions: [String: Int] = [:]
    var overlap: Int64 = 0
    var silence: Int64 = 0
    var longestSilence: Int64 = 0

    init(_ spans: [TalkSpan], total: Int64, excluded: [Range<Int64>]) {
        // Ends come before beginnings at the same time: taking turns is no interruption.
        var edges: [(time: Int64, order: Int, name: String?)] = []
        for span in spans where span.startMs < total {
            edges.append((span.startMs, 1, span.participant))
            edges.append((min(span.endMs, total), 0, span.participant))
        }
        for pause in excluded {
            edges.append((pause.lowerBound, 2, nil))
            edges.append((min(pause.upperBound, total), 3, nil))
        }
        edges.append((total, 4, nil))
        edges.sort { ($0.time, $0.order) < ($1.time, $1.order) }
        var speakers: Set<String> = []
        var isPaused = false
        var last: Int64 = 0
        var quiet: Int64 = 0
        for edge in edges {
            let time = min(max(edge.time, last), total)
            if !isPaused { account(time - last, speakers, &quiet) }
            last = time
            switch (edge.order, edge.name) {
            case (0, let name?): speakers.remove(name)
            case (1, let name?):
                if !speakers.isEmpty { interruptions[name, default: 0] += 1 }
                speakers.insert(name)
            case (2, _): isPaused = true
            case (3, _): isPaused = false
            default: break
            }
        }
    }

    private mutating func account(_ length: Int64, _ speakers: Set<String>, _ quiet: inout Int64) {
        guard length > 0 else { return }
        for name in speakers {
            talk[name, default: 0] += length
            if speakers.count > 1 { overlaps[name, default: 0] += length }
        }
        if speakers.count > 1 { overlap += length }
        quiet = speakers.isEmpty ? quiet + length : 0
        if speakers.isEmpty { silence += length }
        longestSilence = max(longestSilence, quiet)
    }
}
