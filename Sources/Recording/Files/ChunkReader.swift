/// Random access to a file of the recorder, in the clear or sealed. Of a sealed file it looks at the chunks' heads once and opens what
/// is read; the chunk opened last is kept.
public final class ChunkReader {
    /// Of the plaintext, as far as chunks are whole.
    public private(set) var length: Int64 = 0
    /// The file is sealed and has its last chunk; a file in the clear cannot tell.
    public private(set) var isFinished = false
    public private(set) var isSealed = false

    private(set) var fileName: [UInt8] = []
    private(set) var bytesOnDisk: Int64 = 0
    private(set) var chunkCount = 0
    private(set) var firstChunkBytes = 0

    private let path: String
    private let file: any RecordingFile
    private let key: RecordingKey?
    private var chunks: [(head: SealedChunk.Head, position: Int64)] = []
    private var opened: (index: Int, bytes: [UInt8])?

    public init(_ path: String, files: some RecordingFiles, key: RecordingKey? = nil) throws(RecordingError) {
        self.path = path
        file = try files.open(path, .read)
        let size = try file.size()
        let head = try file.read(SealedChunk.fileHeadBytes, at: 0)
        isSealed = head.starts(with: SealedChunk.magic) && head.count == SealedChunk.fileHeadBytes
        self.key = isSealed ? key : nil
        guard isSealed else {
            length = size
            bytesOnDisk = size
            return
        }
        guard key != nil else { throw RecordingError(.wrongKey, "\(path) is sealed") }
        fileName = Array(head[8..<24])
        try findChunks(size: size)
    }

    deinit { file.close() }

    /// Plaintext; fewer bytes than asked for at the end only.
    public func read(_ count: Int, at offset: Int64) throws(RecordingError) -> [UInt8] {
        guard count > 0, offset >= 0, offset < length else { return [] }
        guard isSealed else { return try file.read(count, at: offset) }
        var bytes: [UInt8] = []
        var position = offset
        let end = min(length, offset + Int64(count))
        var index = chunk(at: position)
        while position < end {
            let chunk = try open(index)
            let start = Int(position - Int64(chunks[index].head.offset))
            let part = chunk[start..<min(chunk.count, start + Int(end - position))]
            bytes += part
            position += Int64(part.count)
            index += 1
        }
        return bytes
    }

    /// Where chunk `count` of the file begins, on disk and in the plaintext: the place to cut at.
    func boundary(at offset: Int64) -> (chunks: Int, onDisk: Int64, length: Int64) {
        guard isSealed else { return (1, offset, offset) }
        let index = chunks.firstIndex { $0.head.offset >= UInt64(offset) } ?? chunks.count
        guard index < chunks.count else { return (chunks.count, bytesOnDisk, length) }
        return (index, chunks[index].position, Int64(chunks[index].head.offset))
    }

    private func findChunks(size: Int64) throws(RecordingError) {
        var position = Int64(SealedChunk.fileHeadBytes)
        while position + Int64(SealedChunk.overhead) <= size, !isFinished {
            guard let head = SealedChunk.Head(try file.read(SealedChunk.headBytes, at: position)) else { break }
            let end = position + Int64(SealedChunk.overhead) + Int64(head.length)
            guard end <= size, head.number == chunks.count, head.offset == UInt64(length) else { break }
            chunks.append((head, position))
            length += Int64(head.length)
            position = end
            isFinished = head.isLast
        }
        // A torn write can leave a whole head before half a chunk: the end is whole only if it opens.
        while let last = chunks.last, try !opens(chunks.count - 1) {
            if chunks.count == 1 { break }
            chunks.removeLast()
            length = Int64(last.head.offset)
            position = last.position
            isFinished = false
        }
        chunkCount = chunks.count
        firstChunkBytes = Int(chunks.first?.head.length ?? 0)
        bytesOnDisk = position
    }

    private func chunk(at offset: Int64) -> Int {
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low + high) / 2
            if chunks[middle].head.offset + UInt64(chunks[middle].head.length) <= UInt64(offset) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func opens(_ index: Int) throws(RecordingError) -> Bool {
        try RecordingError.unlessDamaged { () throws(RecordingError) in try open(index) } != nil
    }

    private func open(_ index: Int) throws(RecordingError) -> [UInt8] {
        if let opened, opened.index == index { return opened.bytes }
        guard let key else { throw RecordingError(.wrongKey, "\(path) is sealed") }
        let (head, position) = chunks[index]
        let sealed = try file.read(Int(head.length) + SealedChunk.tagBytes, at: position + Int64(SealedChunk.headBytes))
        guard sealed.count == Int(head.length) + SealedChunk.tagBytes else { throw RecordingError(.damaged, path) }
        let bytes = try SealedChunk.open(sealed, head: head, file: fileName, key: key)
        opened = (index, bytes)
        return bytes
    }
}
