import Recording
import Storage

extension RecordingContents {
    /// More of a kind than this is not kept in the row; the sidecar has all of it.
    private static let maximumEntries = 2_000

    /// What a closed recording holds, as its row keeps it. Reads every file once, for its digest.
    /// - Parameter names: of participants, by their ids.
    init(_ index: RecordingIndex, folder: String, key: RecordingKey?, names: [String: String?]) {
        self.init()
        durationMs = index.durationMs
        files = index.files.map { StoredFile($0, in: folder, key: key, participants: index.participants, names: names) }
        gaps = index.gaps.prefix(Self.maximumEntries).map {
            Gap(participant: $0.participant, kind: $0.kind.rawValue, fromMs: $0.startMs, toMs: $0.endMs, reason: $0.reason.rawValue)
        }
        pauses = index.pauses.prefix(Self.maximumEntries).map { Pause(fromMs: $0.startMs, toMs: $0.endMs, reason: $0.detail ?? "") }
        let holds = index.holds.flatMap { hold in
            [
                Event(atMs: hold.startMs, kind: "hold_started", participant: hold.participant),
                Event(atMs: hold.endMs, kind: "hold_ended", participant: hold.participant),
            ]
        }
        let markers = index.markers.map { Event(atMs: $0.at, kind: $0.kind.rawValue, participant: $0.participant, detail: $0.detail) }
        events = Array((holds + markers).sorted { $0.atMs < $1.atMs }.prefix(Self.maximumEntries))
        let roles = Dictionary(index.participants.map { ($0.id, $0.role) }) { first, _ in first }
        let spans = Dictionary(grouping: index.talk.prefix(Self.maximumEntries), by: \.participant)
        talk = index.measures.participants.map { measure in
            Talk(
                participant: measure.participant, role: roles[measure.participant] ?? "", name: names[measure.participant] ?? nil,
                talkMs: measure.talkMs, ratio: measure.talkRatio,
                spans: (spans[measure.participant] ?? []).map { [$0.startMs, $0.endMs] })
        }
        silenceMs = index.measures.silenceMs
        overlapMs = index.measures.overlapMs
    }
}

extension StoredFile {
    init(_ entry: RecordingIndex.File, in folder: String, key: RecordingKey?, participants: [RecordedParticipant], names: [String: String?])
    {
        let file = entry.file
        let path = "\(folder)/\(file.name)"
        let person = participants.first { $0.id == file.participant }
        self.init(
            file: file.name, participant: file.participant ?? "mix", role: person?.role ?? "mix",
            name: file.participant.flatMap { names[$0] ?? nil }, kind: file.kind.rawValue, startMs: file.startMs,
            durationMs: file.durationMs, contentType: Self.contentType(file),
            bytes: (try? ChunkReader(path, files: POSIXFiles(), key: key))?.length ?? file.bytes, diskBytes: file.bytes,
            sha256: try? RecordingDigest.sha256(of: path, files: POSIXFiles()), codec: file.codecs.map(\.rawValue).joined(separator: ","),
            width: file.width > 0 ? file.width : nil,
            height: file.height > 0 ? file.height : nil, rotation: entry.pictures.first.map(\.rotation))
    }

    /// Of what is played: a sealed file is opened on its way out.
    private static func contentType(_ file: RecordedFile) -> String {
        if file.kind == .mix { return "audio/ogg" }
        let hasPicture = file.codecs.contains { $0 != .opus }
        guard file.name.contains(".webm") else { return "video/x-matroska" }
        return hasPicture ? "video/webm" : "audio/webm"
    }
}
