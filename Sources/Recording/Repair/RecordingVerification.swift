/// Compares what lies in a folder with what the sidecar says was written.
public struct RecordingVerification: Hashable, Sendable {
    public struct Problem: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable {
            /// The sidecar knows the file, the folder does not have it.
            case missing
            /// A file that was never finished.
            case unfinished
            /// A piece is not what was written; `offset` says where on disk.
            case changed
            /// The file is longer or shorter than it was.
            case length
            /// It cannot be read to its end as what it should be.
            case damaged
        }

        public let file: String
        public let kind: Kind
        public let offset: Int64
    }

    public let problems: [Problem]
    public let checkedChunks: Int
    public let checkedBytes: Int64
    public var isGood: Bool { problems.isEmpty }
}

extension RecordingVerification {
    /// Reads every byte of the recording.
    public init(folder: String, files: some RecordingFiles, key: RecordingKey? = nil) throws(RecordingError) {
        let lines = try SidecarReader(folder: folder, files: files, key: key).lines
        let names = Set(try files.list(folder))
        var problems: [Problem] = []
        var results: [String: RecordedFile] = [:]
        for case .closed(let closed) in lines { results[closed.file] = closed.result }
        var checked = 0
        var bytes: Int64 = 0
        for (part, pieces) in NotedChunks(lines).files.sorted(by: { $0.key < $1.key }) {
            let name = results[part]?.name ?? part
            guard names.contains(name) else {
                // A repair removes what has nothing in it.
                if results[part] != nil { problems.append(Problem(file: name, kind: .missing, offset: 0)) }
                continue
            }
            if results[part] == nil { problems.append(Problem(file: name, kind: .unfinished, offset: 0)) }
            let check = FileCheck(path: folder + "/" + name, name: name, pieces: pieces, result: results[part])
            problems += try check.run(files, key)
            checked += pieces.count
            bytes += pieces.reduce(0) { $0 + Int64($1.bytes) }
        }
        self.init(problems: problems, checkedChunks: checked, checkedBytes: bytes)
    }
}

private struct FileCheck {
    let path: String
    let name: String
    let pieces: [SidecarLine.Chunk]
    let result: RecordedFile?

    func run(_ files: some RecordingFiles, _ key: RecordingKey?) throws(RecordingError) -> [RecordingVerification.Problem] {
        var problems: [RecordingVerification.Problem] = []
        let file = try files.open(path, .read)
        defer { file.close() }
        if let result, try file.size() != result.bytes { problems.append(.init(file: name, kind: .length, offset: try file.size())) }
        for piece in pieces {
            guard result.map({ piece.offset < $0.bytes }) ?? true else { continue }
            if ChunkDigest.hex(try file.read(piece.bytes, at: piece.offset)) != piece.sha256 {
                problems.append(.init(file: name, kind: .changed, offset: piece.offset))
            }
        }
        if let result, try !isReadable(files, key, result) { problems.append(.init(file: name, kind: .damaged, offset: 0)) }
        return problems
    }

    private func isReadable(_ files: some RecordingFiles, _ key: RecordingKey?, _ result: RecordedFile) throws(RecordingError) -> Bool {
        let reader = try RecordingError.unlessDamaged { () throws(RecordingError) in try ChunkReader(path, files: files, key: key) }
        guard let reader, !reader.isSealed || reader.isFinished else { return false }
        if result.kind == .mix { return try OggScan(reader).end == reader.length }
        let scan = try MatroskaScan(reader)
        return scan.header != nil && (scan.hasCues || scan.end == reader.length)
    }
}
