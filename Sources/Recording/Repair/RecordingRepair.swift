/// Finishes what a crash left unfinished: every `.part` file is cut back to its last whole cluster or page, gets its length and its
/// places to jump to, and its name. Running it twice, or on a recording that is whole, changes nothing.
public struct RecordingRepair {
    public struct Report: Hashable, Sendable {
        /// Files that were finished now.
        public let repaired: [RecordedFile]
        /// Files with nothing playable in them; they are gone.
        public let removed: [String]
        /// Files that are there and cannot be made sense of; they stay as they are.
        public let damaged: [String]
        /// Bytes that were cut off.
        public let lostBytes: Int64
        public let index: RecordingIndex
    }

    private let folder: String
    private let files: any RecordingFiles
    private let key: RecordingKey?

    public init(folder: String, files: some RecordingFiles, key: RecordingKey? = nil) {
        self.folder = folder
        self.files = files
        self.key = key
    }

    /// Whether there is anything to do.
    public func isNeeded() throws(RecordingError) -> Bool {
        let names = try files.list(folder)
        if names.contains(where: Self.isPart) { return true }
        return try index().state == nil
    }

    /// - Throws: What kept it from being repaired, when nothing of it could be.
    public func repair() throws(RecordingError) -> Report {
        let before = try lines()
        guard try isNeeded() else { return Report(repaired: [], removed: [], damaged: [], lostBytes: 0, index: try RecordingIndex(before)) }
        let path = folder + "/" + SidecarWriter.name
        let isPlain = try files.list(folder).contains(SidecarWriter.name)
        let sidecar = try SidecarWriter(continuing: isPlain ? path : path + SidecarWriter.sealedSuffix, files: files, key: key)
        defer { sidecar.close() }
        let known = RepairKnowledge(before)
        var repaired: [RecordedFile] = []
        var removed: [String] = []
        var damaged: [String] = []
        var damage: RecordingError?
        var lost: Int64 = 0
        for name in try files.list(folder) where Self.isPart(name) {
            do throws(RecordingError) {
                let outcome = try finish(name, known, sidecar)
                lost += outcome.lost
                if let file = outcome.file { repaired.append(file) } else { removed.append(name) }
            } catch {
                // One file does not cost the others. A disk that fails is another matter: it can be tried again.
                guard error.code == .damaged || error.code == .wrongKey else { throw error }
                damaged.append(name)
                damage = damage ?? error
            }
            try sidecar.flush()
        }
        if let damage, !(known.closed + repaired).contains(where: { $0.kind != .mix }) { throw damage }
        try end(known, repaired, sidecar)
        return Report(repaired: repaired, removed: removed, damaged: damaged, lostBytes: lost, index: try index())
    }

    private static func isPart(_ name: String) -> Bool { name.hasSuffix(".part") || name.hasSuffix(".part" + SidecarWriter.sealedSuffix) }

    private func finish(_ name: String, _ known: RepairKnowledge, _ sidecar: SidecarWriter) throws(RecordingError) -> PartRepair.Outcome {
        let repair = PartRepair(folder: folder, name: name, files: files, key: key, known: known, sidecar: sidecar)
        return try name.hasPrefix(MixFile.baseName + ".part") ? repair.finishMix() : repair.finishMatroska()
    }

    /// What has no end gets one: something is missing, for nobody finished it.
    private func end(_ known: RepairKnowledge, _ repaired: [RecordedFile], _ sidecar: SidecarWriter) throws(RecordingError) {
        let all = known.closed + repaired
        let duration = max(known.latest, all.map { $0.startMs + $0.durationMs }.max() ?? 0)
        let state: RecordingState = all.contains { $0.kind != .mix } ? .partial : .failed
        sidecar.append(.end(.init(at: duration, state: state, error: "interrupted")))
        try sidecar.finish()
    }

    private func index() throws(RecordingError) -> RecordingIndex { try RecordingIndex(lines()) }

    private func lines() throws(RecordingError) -> [SidecarLine] {
        func read(_ files: some RecordingFiles) throws(RecordingError) -> [SidecarLine] {
            try SidecarReader(folder: folder, files: files, key: key).lines
        }
        return try read(files)
    }
}

/// What the sidecar says of files that are to be repaired.
struct RepairKnowledge {
    private(set) var startedAt: Int64 = 0
    private(set) var latest: Int64 = 0
    private(set) var closed: [RecordedFile] = []
    private(set) var files: [String: SidecarLine.File] = [:]
    private(set) var tracks: [String: [MatroskaTrack]] = [:]
    private(set) var sizes: [String: (width: Int, height: Int)] = [:]

    init(_ lines: [SidecarLine]) {
        for line in lines {
            switch line {
            case .begin(let line): startedAt = line.startedAt
            case .file(let line): files[line.file] = line
            case .closed(let line): closed.append(line.result)
            case .gap(let gap): latest = max(latest, gap.endMs)
            case .talk(let span): latest = max(latest, span.endMs)
            case .picture(let line):
                let size = sizes[line.file] ?? (0, 0)
                if line.width * line.height > size.width * size.height { sizes[line.file] = (line.width, line.height) }
            case .track(let line):
                guard let configuration = HexDigits.decode(line.configuration) else { continue }
                tracks[line.file, default: []].removeAll { $0.codec == line.codec }
                tracks[line.file, default: []].append(
                    MatroskaTrack(codec: line.codec, codecPrivate: configuration, width: line.width, height: line.height))
            default: break
            }
        }
    }
}
