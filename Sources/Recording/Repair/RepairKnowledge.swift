/// What the sidecar says of files that are to be repaired.
struct RepairKnowledge {
    private(set) var startedAt: Int64 = 0
    private(set) var latest: Int64 = 0
    /// By the names they were begun under.
    private(set) var results: [String: RecordedFile] = [:]
    /// Of which a repair could make no sense.
    private(set) var damaged: Set<String> = []
    /// Why it ended, if it did.
    private(set) var error: String?
    private(set) var gaps: Set<RecordingGap> = []
    let chunks: NotedChunks
    private(set) var files: [String: SidecarLine.File] = [:]
    private(set) var tracks: [String: [MatroskaTrack]] = [:]
    private(set) var sizes: [String: (width: Int, height: Int)] = [:]

    var closed: [RecordedFile] { Array(results.values) }

    init(_ lines: [SidecarLine]) {
        chunks = NotedChunks(lines)
        for line in lines {
            switch line {
            case .begin(let line): startedAt = line.startedAt
            case .file(let line): files[line.file] = line
            case .closed(let line): results[line.file] = line.result
            case .damaged(let line): damaged.insert(line.file)
            case .end(let line): error = line.error
            case .gap(let gap):
                latest = max(latest, gap.endMs)
                gaps.insert(gap)
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

    /// Files that have their names although no line closed them, by the names they were begun under.
    func unclosed(among names: [String]) -> [(part: String, name: String)] {
        let taken = Set(results.values.map(\.name))
        return files.keys.sorted().compactMap { part in
            guard results[part] == nil, !names.contains(part) else { return nil }
            return Self.names(of: part).first { names.contains($0) && !taken.contains($0) }.map { (part, $0) }
        }
    }

    /// What a file may be called once it is closed.
    static func names(of part: String) -> [String] {
        let suffix = part.hasSuffix(SidecarWriter.sealedSuffix) ? SidecarWriter.sealedSuffix : ""
        guard part.hasSuffix(".part" + suffix), !part.contains("/") else { return [] }
        let stem = String(part.dropLast(".part".count + suffix.count))
        if stem == MixFile.baseName { return [stem + ".ogg" + suffix] }
        var names = [stem + ".webm" + suffix, stem + ".mkv" + suffix]
        if stem.hasSuffix("-camera") { names.append(stem.dropLast("-camera".count) + "-microphone.webm" + suffix) }
        return names
    }
}
