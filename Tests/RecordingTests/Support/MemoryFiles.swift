import Recording
import Synchronization

/// A disk in memory. It can fill up, fail, and lose power: then only what was synchronised is there.
final class MemoryFiles: RecordingFiles {
    struct Faults {
        /// Bytes that fit on the disk.
        var capacity = Int.max
        /// Calls to `synchronize` until they fail.
        var synchronizationsLeft = Int.max
        /// Calls to `write` until they fail; the failing one leaves half of its bytes.
        var writesLeft = Int.max
        /// Calls to `read` until they fail.
        var readsLeft = Int.max
    }

    struct Content {
        var bytes: [UInt8] = []
        var durable: [UInt8] = []

        mutating func put(_ part: ArraySlice<UInt8>, at offset: Int) {
            let end = offset + part.count
            if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
            bytes.replaceSubrange(offset..<end, with: part)
        }
    }

    struct Disk {
        var files: [String: Content] = [:]
        var faults = Faults()
        var synchronizations = 0
        /// What a kill before each change would have left, a half write included; nil: nobody asks.
        var past: [[String: Content]]?

        mutating func remember() { past?.append(files) }
    }

    private let disk = Mutex(Disk())

    var synchronizations: Int { disk.withLock { $0.synchronizations } }
    func set(_ change: (inout Faults) -> Void) { disk.withLock { change(&$0.faults) } }
    /// So many bytes more fit on the disk.
    func leaveRoom(_ bytes: Int) {
        disk.withLock { disk in disk.faults.capacity = disk.files.values.reduce(bytes) { $0 + $1.bytes.count } }
    }
    func bytes(_ path: String) -> [UInt8]? { disk.withLock { $0.files[path]?.bytes } }
    func put(_ bytes: [UInt8], at path: String) { disk.withLock { $0.files[path] = Content(bytes: bytes, durable: bytes) } }
    /// From now on every state of the disk is kept.
    func rememberPast() { disk.withLock { $0.past = [] } }
    /// The disk after each change, up to now: as a kill and as a power failure leaves it.
    var past: [MemoryFiles] {
        disk.withLock { ($0.past ?? []) + [$0.files] }.flatMap { files in
            let (killed, failed) = (MemoryFiles(), MemoryFiles())
            killed.disk.withLock { $0.files = files }
            failed.disk.withLock { $0.files = files.mapValues { Content(bytes: $0.durable, durable: $0.durable) } }
            return [killed, failed]
        }
    }
    var paths: [String] { disk.withLock { $0.files.keys.sorted() } }

    /// Copies everything as it is now (or, after a power failure, as it is on the platter).
    func copy(afterPowerFailure: Bool = false) -> MemoryFiles {
        let copy = MemoryFiles()
        let files = disk.withLock { $0.files }
        copy.disk.withLock { target in
            target.files = files.mapValues { afterPowerFailure ? Content(bytes: $0.durable, durable: $0.durable) : $0 }
        }
        return copy
    }

    func makeFolder(_ path: String) throws(RecordingError) {}

    func open(_ path: String, _ access: FileAccess) throws(RecordingError) -> any RecordingFile {
        let isThere = disk.withLock { disk in
            let isThere = disk.files[path] != nil
            if access == .create, !isThere {
                disk.remember()
                disk.files[path] = Content()
            }
            return isThere
        }
        if isThere == (access == .create) { throw RecordingError(isThere ? .inputOutput : .notFound, path) }
        return File(disk: self, path: path)
    }

    func rename(_ path: String, to newPath: String) throws(RecordingError) {
        let isDone = disk.withLock { disk in
            disk.remember()
            guard let content = disk.files.removeValue(forKey: path) else { return false }
            disk.files[newPath] = content
            return true
        }
        guard isDone else { throw RecordingError(.notFound, path) }
    }

    func remove(_ path: String) throws(RecordingError) {
        let isDone = disk.withLock { disk in
            disk.remember()
            return disk.files.removeValue(forKey: path) != nil
        }
        guard isDone else { throw RecordingError(.notFound, path) }
    }

    func list(_ folder: String) throws(RecordingError) -> [String] {
        paths.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
    }

    private final class File: RecordingFile {
        private let owner: MemoryFiles
        /// Followed through a rename by whoever holds it, like a descriptor.
        private var path: String

        init(disk: MemoryFiles, path: String) {
            owner = disk
            self.path = path
        }

        func size() throws(RecordingError) -> Int64 { Int64(owner.disk.withLock { $0.files[path]?.bytes.count ?? 0 }) }

        func write(_ bytes: [UInt8], at offset: Int64) throws(RecordingError) {
            let failure: RecordingError? = owner.disk.withLock { disk in
                var part = bytes[...]
                var failure: RecordingError?
                disk.faults.writesLeft -= 1
                if disk.faults.writesLeft < 0 {
                    part = bytes[..<(bytes.count / 2)]
                    failure = RecordingError(.inputOutput, path)
                }
                let others = disk.files.reduce(0) { $0 + ($1.key == path ? 0 : $1.value.bytes.count) }
                let room = max(0, disk.faults.capacity - others - Int(offset))
                if part.count > room, Int(offset) + part.count > disk.files[path]?.bytes.count ?? 0 {
                    part = part.prefix(room)
                    failure = RecordingError(.diskFull, path)
                }
                disk.remember()
                disk.files[path]?.put(part.prefix(part.count / 2), at: Int(offset))
                disk.remember()
                disk.files[path]?.put(part, at: Int(offset))
                return failure
            }
            if let failure { throw failure }
        }

        func read(_ count: Int, at offset: Int64) throws(RecordingError) -> [UInt8] {
            let read: [UInt8]? = owner.disk.withLock { disk in
                disk.faults.readsLeft -= 1
                guard disk.faults.readsLeft >= 0 else { return nil }
                let bytes = disk.files[path]?.bytes ?? []
                let start = min(Int(offset), bytes.count)
                return Array(bytes[start..<min(bytes.count, start + count)])
            }
            guard let read else { throw RecordingError(.inputOutput, path) }
            return read
        }

        func truncate(to size: Int64) throws(RecordingError) {
            owner.disk.withLock { disk in
                disk.remember()
                let bytes = disk.files[path]?.bytes ?? []
                disk.files[path]?.bytes = Array(bytes.prefix(Int(size)))
            }
        }

        func synchronize() throws(RecordingError) {
            let isDone = owner.disk.withLock { disk in
                disk.faults.synchronizationsLeft -= 1
                guard disk.faults.synchronizationsLeft >= 0 else { return false }
                disk.remember()
                disk.synchronizations += 1
                if let content = disk.files[path] { disk.files[path]?.durable = content.bytes }
                return true
            }
            if !isDone { throw RecordingError(.inputOutput, path) }
        }

        func close() {}
    }
}
