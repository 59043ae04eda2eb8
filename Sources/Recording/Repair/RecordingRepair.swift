/// Finishes what a crash left unfinished: every `.part` file is cut back to its last whole cluster or page, gets its length and its
/// places to jump to, and its name. Running it twice, or on a recording that is whole, changes nothing. Nothing in which media was
/// written is ever removed, and what the disk refuses is thrown: it says nothing about what is there.
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
        let lines = try lines()
        let known = RepairKnowledge(lines)
        let names = try files.list(folder)
        if names.contains(where: { Self.isPart($0) && !known.damaged.contains($0) }) { return true }
        return try RecordingIndex(lines).state == nil || !known.unclosed(among: names).isEmpty
    }

    /// - Throws: What kept it from being repaired, when nothing of it could be.
    public func repair() throws(RecordingError) -> Report {
        let before = try lines()
        guard try isNeeded() else { return Report(repaired: [], removed: [], damaged: [], lostBytes: 0, index: try RecordingIndex(before)) }
        let sidecarPath = path(SidecarWriter.name)
        let isPlain = try files.list(folder).contains(SidecarWriter.name)
        let sidecar = try SidecarWriter(
            continuing: isPlain ? sidecarPath : sidecarPath + SidecarWriter.sealedSuffix, files: files, key: key)
        defer { sidecar.close() }
        let known = RepairKnowledge(before)
        for (part, name) in known.unclosed(among: try files.list(folder)) { try files.rename(path(name), to: path(part)) }
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
                guard error.isDamage else { throw error }
                damaged.append(name)
                if !known.damaged.contains(name) { sidecar.append(.damaged(.init(file: name))) }
                damage = damage ?? error
            }
            try sidecar.flush()
        }
        if let damage, !(known.closed + repaired).contains(where: { $0.kind != .mix }) { throw damage }
        try end(known, repaired, sidecar)
        return Report(repaired: repaired, removed: removed, damaged: damaged, lostBytes: lost, index: try index())
    }

    private static func isPart(_ name: String) -> Bool { name.hasSuffix(".part") || name.hasSuffix(".part" + SidecarWriter.sealedSuffix) }

    private func path(_ name: String) -> String { folder + "/" + name }

    private func finish(_ name: String, _ known: RepairKnowledge, _ sidecar: SidecarWriter) throws(RecordingError) -> PartRepair.Outcome {
        if let result = try renamed(name, known) { return PartRepair.Outcome(file: result, lost: 0) }
        let repair = PartRepair(folder: folder, name: name, files: files, key: key, known: known, sidecar: sidecar)
        return try name.hasPrefix(MixFile.baseName + ".part") ? repair.finishMix() : repair.finishMatroska()
    }

    /// The file was whole, and its line is there: it lacks nothing but its name.
    private func renamed(_ name: String, _ known: RepairKnowledge) throws(RecordingError) -> RecordedFile? {
        guard let result = known.results[name], RepairKnowledge.names(of: name).contains(result.name) else { return nil }
        let file = try files.open(path(name), .read)
        defer { file.close() }
        guard try file.size() == result.bytes else { return nil }
        try files.rename(path(name), to: path(result.name))
        return result
    }

    /// What has no end gets one: something is missing, for nobody finished it.
    private func end(_ known: RepairKnowledge, _ repaired: [RecordedFile], _ sidecar: SidecarWriter) throws(RecordingError) {
        let all = known.closed + repaired
        let duration = max(known.latest, all.map { $0.startMs + $0.durationMs }.max() ?? 0)
        let state: RecordingState = all.contains { $0.kind != .mix } ? .partial : .failed
        sidecar.append(.end(.init(at: duration, state: state, error: known.error ?? "interrupted")))
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
