/// All that a player's page has to know of a recording. Times are milliseconds since the recording began.
public struct RecordingIndex: Hashable, Sendable, Codable {
    /// A stretch on the timeline; `endMs` is the recording's end when it was never ended.
    public struct Stretch: Hashable, Sendable, Codable {
        public let startMs: Int64
        public let endMs: Int64
        public let participant: String?
        public let detail: String?
    }

    /// How a picture lies in its file from a time on.
    public struct Picture: Hashable, Sendable, Codable {
        public let at: Int64
        public let width: Int
        public let height: Int
        /// Quarter turns clockwise that it needs to stand upright.
        public let rotation: Int
    }

    public struct File: Hashable, Sendable, Codable {
        public let file: RecordedFile
        public let pictures: [Picture]
    }

    public let id: String
    public let interaction: String
    public let session: String
    /// Milliseconds since 1970.
    public let startedAt: Int64
    public let durationMs: Int64
    /// nil: it still records, or a crash ended it and nobody has repaired it.
    public let state: RecordingState?
    public let participants: [RecordedParticipant]
    /// Those that are closed; the mix among them, with `participant` nil.
    public let files: [File]
    public let gaps: [RecordingGap]
    public let pauses: [Stretch]
    public let holds: [Stretch]
    /// Everything else that happened: chat, transfers, consent, mutes.
    public let markers: [RecordingNote]
    public let talk: [TalkSpan]
    public let measures: TalkMeasures
}

extension RecordingIndex {
    /// - Parameter folder: A recording's folder.
    public init(folder: String, files: some RecordingFiles, key: RecordingKey? = nil) throws(RecordingError) {
        try self.init(SidecarReader(folder: folder, files: files, key: key).lines)
    }

    /// - Throws: `damaged` when the first line is missing.
    public init(_ lines: [SidecarLine]) throws(RecordingError) {
        var content = IndexContent()
        for line in lines { content.take(line) }
        guard let begin = content.begin else { throw RecordingError(.damaged, "the sidecar has no beginning") }
        let duration = content.end?.at ?? content.latest
        id = begin.id
        interaction = begin.interaction
        session = begin.session
        startedAt = begin.startedAt
        durationMs = duration
        state = content.end?.state
        participants = content.participants
        files = content.closed.map { closed in
            File(file: closed.result, pictures: content.pictures[closed.file] ?? [])
        }.sorted { $0.file.name < $1.file.name }
        gaps = content.gaps
        pauses = content.pauses.map { Stretch(startMs: $0.start, endMs: $0.end ?? duration, participant: nil, detail: $0.reason) }
        holds = content.holds.map { Stretch(startMs: $0.start, endMs: $0.end ?? duration, participant: $0.participant, detail: $0.detail) }
        markers = content.markers
        talk = content.talk.sorted { ($0.startMs, $0.participant) < ($1.startMs, $1.participant) }
        measures = TalkMeasures(
            talk, participants: participants.map(\.id), durationMs: duration,
            excluded: pauses.map { $0.startMs..<max($0.startMs, $0.endMs) })
    }
}

/// What the lines say, collected.
private struct IndexContent {
    var begin: SidecarLine.Begin?
    var end: SidecarLine.End?
    var latest: Int64 = 0
    var participants: [RecordedParticipant] = []
    var closed: [SidecarLine.Closed] = []
    var pictures: [String: [RecordingIndex.Picture]] = [:]
    var gaps: [RecordingGap] = []
    var pauses: [(start: Int64, end: Int64?, reason: String)] = []
    var holds: [(start: Int64, end: Int64?, participant: String?, detail: String?)] = []
    var markers: [RecordingNote] = []
    var talk: [TalkSpan] = []

    mutating func take(_ line: SidecarLine) {
        switch line {
        case .begin(let line): begin = begin ?? line
        case .participant(let participant):
            if !participants.contains(where: { $0.id == participant.id }) { participants.append(participant) }
        case .file(let line): see(line.at)
        case .track, .chunk, .damaged: break
        case .picture(let line):
            see(line.at)
            pictures[line.file, default: []].append(.init(at: line.at, width: line.width, height: line.height, rotation: line.rotation))
        case .gap(let gap):
            see(gap.endMs)
            gaps.append(gap)
        case .pause(let line):
            see(line.at)
            pauses.append((line.at, nil, line.reason))
        case .resume(let line):
            see(line.at)
            if let last = pauses.indices.last, pauses[last].end == nil { pauses[last].end = line.at }
        case .note(let note): take(note)
        case .talk(let span):
            see(span.endMs)
            talk.append(span)
        case .closed(let line):
            see(line.result.startMs + line.result.durationMs)
            // A repair may find a file closed already.
            closed.removeAll { $0.file == line.file }
            closed.append(line)
        case .end(let line): end = line
        }
    }

    private mutating func take(_ note: RecordingNote) {
        see(note.at)
        switch note.kind {
        case .holdStarted: holds.append((note.at, nil, note.participant, note.detail))
        case .holdEnded:
            if let open = holds.lastIndex(where: { $0.end == nil && $0.participant == note.participant }) { holds[open].end = note.at }
        default: markers.append(note)
        }
    }

    private mutating func see(_ time: Int64) { latest = max(latest, time) }
}
