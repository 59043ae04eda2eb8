/// The pieces that files are made of on disk, by the lines that tell them. What is written in a place later counts: a header is written
/// anew, a repair cuts and goes on.
struct NotedChunks {
    private(set) var files: [String: [SidecarLine.Chunk]] = [:]

    init(_ lines: [SidecarLine]) {
        for case .chunk(let chunk) in lines { take(chunk) }
    }

    /// In their order on disk.
    func pieces(of file: String) -> [SidecarLine.Chunk] { (files[file] ?? []).sorted { $0.offset < $1.offset } }

    /// Media was written into it: chunk 0 is the header.
    func holdsMedia(_ file: String) -> Bool { files[file]?.contains { $0.number > 0 } ?? false }

    private mutating func take(_ chunk: SidecarLine.Chunk) {
        files[chunk.file, default: []].removeAll {
            $0.offset < chunk.offset + Int64(chunk.bytes) && chunk.offset < $0.offset + Int64($0.bytes)
        }
        files[chunk.file, default: []].append(chunk)
    }
}
