import Domain
import Foundation
import Outbound
import Recording
import Storage
import Synchronization
import Transport

/// What people and systems may do with what is kept.
extension RecordingService {
    /// Opens a file for reading from any place. Blocks while it looks at the file.
    /// - Throws: `RecordingError`.
    func open(_ file: StoredFile, of record: RecordingRecord) throws -> RecordingReading {
        let key = try parts.vault.key(of: record)
        let path = "\(parts.vault.folder(record.id))/\(file.file)"
        return RecordingReading(try ChunkReader(path, files: POSIXFiles(), key: key))
    }

    /// Erases a closed recording, everywhere. Returns once its key and contents are forgotten.
    /// - Returns: `false`: it is still being made or moved, or could not be stored.
    func erase(_ record: RecordingRecord, _ entry: AuditRecord) async -> Bool {
        let isErased = await withCheckedContinuation { continuation in
            keeper.queue.async { [parts] in
                continuation.resume(returning: RecordingEraser(parts: parts).erase(record, entry))
            }
        }
        if isErased { keeper.upload() }
        return isErased
    }
}

/// A file that is being read, sealed or plain; each of its readers has one.
final class RecordingReading: Sendable {
    let length: Int
    private let reader: Mutex<ChunkReader>

    init(_ reader: sending ChunkReader) {
        length = Int(reader.length)
        self.reader = Mutex(reader)
    }

    func read(at offset: Int, count: Int) throws -> [UInt8] { try reader.withLock { try $0.read(count, at: Int64(offset)) } }
}

/// A stretch of a file, on its way to a client.
struct RecordingStretch: ResponseSource {
    let reading: RecordingReading
    let range: Range<Int>

    var length: Int { range.count }

    func read(at offset: Int, count: Int) throws -> [UInt8] { try reading.read(at: range.lowerBound + offset, count: count) }
}
