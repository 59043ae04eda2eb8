internal import Crypto

/// A file written in whole chunks, in the clear or sealed. What an append leaves behind when it fails is cut off again, so that the
/// file always ends with a whole chunk.
final class ChunkWriter {
    /// A chunk as it lies on disk.
    struct Written {
        let number: Int
        let offset: Int64
        let bytes: Int
        let sha256: String
    }

    private(set) var path: String
    /// Of the plaintext.
    private(set) var length: Int64 = 0
    /// On disk.
    private(set) var bytesOnDisk: Int64 = 0

    private let files: any RecordingFiles
    private let file: any RecordingFile
    private let key: RecordingKey?
    private let fileName: [UInt8]
    private var count = 0
    private var firstChunkBytes = 0

    init(creating path: String, files: any RecordingFiles, key: RecordingKey?) throws(RecordingError) {
        self.path = path
        self.files = files
        self.key = key
        fileName = key == nil ? [] : Array(AES.GCM.Nonce()) + Array(AES.GCM.Nonce()).prefix(4)
        file = try files.open(path, .create)
        guard key != nil else { return }
        let head = SealedChunk.magic + fileName + [UInt8](repeating: 0, count: 8)
        do {
            try file.write(head, at: 0)
        } catch {
            file.close()
            try? files.remove(path)
            throw error
        }
        bytesOnDisk = Int64(head.count)
    }

    /// Goes on behind what `reader` found to be whole.
    init(continuing path: String, files: any RecordingFiles, key: RecordingKey?, from reader: ChunkReader) throws(RecordingError) {
        self.path = path
        self.files = files
        self.key = reader.isSealed ? key : nil
        fileName = reader.fileName
        file = try files.open(path, .write)
        length = reader.length
        bytesOnDisk = reader.bytesOnDisk
        count = reader.chunkCount
        firstChunkBytes = reader.firstChunkBytes
    }

    /// - Returns: What was written. It is durable after `synchronize`.
    @discardableResult
    func append(_ plaintext: [UInt8], isLast: Bool = false) throws(RecordingError) -> Written {
        let bytes = try onDisk(plaintext, SealedChunk.Head(length: plaintext.count, number: count, offset: length, isLast: isLast))
        do {
            try file.write(bytes, at: bytesOnDisk)
        } catch {
            try? file.truncate(to: bytesOnDisk)
            throw error
        }
        let written = Written(number: count, offset: bytesOnDisk, bytes: bytes.count, sha256: ChunkDigest.hex(bytes))
        if count == 0 { firstChunkBytes = plaintext.count }
        count += 1
        length += Int64(plaintext.count)
        bytesOnDisk += Int64(bytes.count)
        return written
    }

    /// Writes the first chunk anew in its place. - Throws: `damaged` when it is not as long as it was.
    func replaceFirst(_ plaintext: [UInt8]) throws(RecordingError) -> Written {
        let isInPlace = key == nil ? Int64(plaintext.count) <= length : plaintext.count == firstChunkBytes
        guard isInPlace else { throw RecordingError(.damaged, "\(path) has no room for its header") }
        let bytes = try onDisk(plaintext, SealedChunk.Head(length: plaintext.count, number: 0, offset: 0))
        let offset = Int64(key == nil ? 0 : SealedChunk.fileHeadBytes)
        try file.write(bytes, at: offset)
        return Written(number: 0, offset: offset, bytes: bytes.count, sha256: ChunkDigest.hex(bytes))
    }

    /// Writes emptiness where a chunk that cannot be read any more lies.
    /// - Parameter offset: Where its plaintext begins.
    func blank(_ chunk: SidecarLine.Chunk, at offset: Int64) throws(RecordingError) -> Written {
        let length = chunk.bytes - (key == nil ? 0 : SealedChunk.overhead)
        guard length >= 2 else { throw RecordingError(.damaged, "\(path): chunk \(chunk.number) is too short") }
        var void = EBMLWriter(reserving: length)
        void.void(total: length)
        let bytes = try onDisk(void.bytes, SealedChunk.Head(length: length, number: chunk.number, offset: offset))
        try file.write(bytes, at: chunk.offset)
        return Written(number: chunk.number, offset: chunk.offset, bytes: bytes.count, sha256: ChunkDigest.hex(bytes))
    }

    /// Cuts to the first chunks, which end at `onDisk` on disk and at `length` in the plaintext.
    func cut(toChunks count: Int, length: Int64, onDisk: Int64) throws(RecordingError) {
        try file.truncate(to: onDisk)
        self.count = count
        self.length = length
        bytesOnDisk = onDisk
    }

    func synchronize() throws(RecordingError) { try file.synchronize() }

    func rename(to newPath: String) throws(RecordingError) {
        try files.rename(path, to: newPath)
        path = newPath
    }

    /// A sealed file gets its last chunk.
    func finish() throws(RecordingError) {
        if key != nil { try append([], isLast: true) }
        try synchronize()
    }

    func close() { file.close() }

    private func onDisk(_ plaintext: [UInt8], _ head: @autoclosure () -> SealedChunk.Head) throws(RecordingError) -> [UInt8] {
        guard let key else { return plaintext }
        return try SealedChunk.seal(plaintext, head: head(), file: fileName, key: key)
    }
}
