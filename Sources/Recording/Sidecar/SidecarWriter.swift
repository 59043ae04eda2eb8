internal import Foundation

/// Appends lines to the sidecar; they are collected and written as one piece.
final class SidecarWriter {
    static let name = "index.jsonl"
    static let sealedSuffix = ".sealed"

    private let writer: ChunkWriter
    private let encoder = JSONEncoder()
    private var pending: [UInt8] = []

    init(folder: String, files: any RecordingFiles, key: RecordingKey?) throws(RecordingError) {
        let path = folder + "/" + Self.name + (key == nil ? "" : Self.sealedSuffix)
        writer = try ChunkWriter(creating: path, files: files, key: key)
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Goes on behind the whole lines of a sidecar that a crash left.
    init(continuing path: String, files: any RecordingFiles, key: RecordingKey?) throws(RecordingError) {
        let reader = try ChunkReader(path, files: files, key: key)
        writer = try ChunkWriter(continuing: path, files: files, key: key, from: reader)
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try cutTornLine(reader)
    }

    func append(_ line: SidecarLine) { pending += line.encoded(encoder) }

    /// What was appended is on disk afterwards.
    func flush() throws(RecordingError) {
        guard !pending.isEmpty else { return }
        try writer.append(pending)
        pending = []
        try writer.synchronize()
    }

    func finish() throws(RecordingError) {
        try flush()
        try writer.finish()
    }

    func close() { writer.close() }

    private func cutTornLine(_ reader: ChunkReader) throws(RecordingError) {
        if reader.isSealed {
            // The end of a finished file makes room for what follows.
            let chunks = reader.isFinished ? reader.chunkCount - 1 : reader.chunkCount
            let onDisk = reader.bytesOnDisk - (reader.isFinished ? Int64(SealedChunk.overhead) : 0)
            return try writer.cut(toChunks: chunks, length: reader.length, onDisk: onDisk)
        }
        var end = reader.length
        while end > 0 {
            let start = max(0, end - 4_096)
            let piece = try reader.read(Int(end - start), at: start)
            if let newline = piece.lastIndex(of: UInt8(ascii: "\n")) {
                end = start + Int64(newline) + 1
                break
            }
            end = start
        }
        try writer.cut(toChunks: 1, length: end, onDisk: end)
    }
}
