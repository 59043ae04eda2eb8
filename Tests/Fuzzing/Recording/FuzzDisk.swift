import Recording

/// A disk in memory for one thread.
///
/// Unchecked: the protocol asks for `Sendable`; the fuzzer has one thread and hands its disks to no other.
final class FuzzDisk: RecordingFiles, @unchecked Sendable {
    static let folder = "/r"

    fileprivate var contents: [String: [UInt8]] = [:]

    init() {}

    init(_ files: [String: [UInt8]]) {
        for (name, bytes) in files { contents[Self.folder + "/" + name] = bytes }
    }

    /// As it is now: what a crash would leave.
    var copy: FuzzDisk {
        let copy = FuzzDisk()
        copy.contents = contents
        return copy
    }

    /// The files by name.
    var files: [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for (path, bytes) in contents { files[String(path.dropFirst(Self.folder.count + 1))] = bytes }
        return files
    }

    func makeFolder(_ path: String) throws(RecordingError) {}

    func open(_ path: String, _ access: FileAccess) throws(RecordingError) -> any RecordingFile {
        let isThere = contents[path] != nil
        if isThere == (access == .create) { throw RecordingError(isThere ? .inputOutput : .notFound, path) }
        if !isThere { contents[path] = [] }
        return FuzzFile(self, path)
    }

    func rename(_ path: String, to newPath: String) throws(RecordingError) {
        guard let bytes = contents.removeValue(forKey: path) else { throw RecordingError(.notFound, path) }
        contents[newPath] = bytes
    }

    func remove(_ path: String) throws(RecordingError) {
        guard contents.removeValue(forKey: path) != nil else { throw RecordingError(.notFound, path) }
    }

    func list(_ folder: String) throws(RecordingError) -> [String] {
        contents.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }.sorted()
    }
}

private final class FuzzFile: RecordingFile {
    private let disk: FuzzDisk
    private let path: String

    init(_ disk: FuzzDisk, _ path: String) {
        self.disk = disk
        self.path = path
    }

    func size() throws(RecordingError) -> Int64 { Int64(disk.contents[path]?.count ?? 0) }

    func write(_ bytes: [UInt8], at offset: Int64) throws(RecordingError) {
        guard offset >= 0, offset < 1 << 26 else { throw RecordingError(.inputOutput, path) }
        let (start, end) = (Int(offset), Int(offset) + bytes.count)
        let size = disk.contents[path]?.count ?? 0
        if size < end { disk.contents[path, default: []] += [UInt8](repeating: 0, count: end - size) }
        disk.contents[path]?.replaceSubrange(start..<end, with: bytes)
    }

    func read(_ count: Int, at offset: Int64) throws(RecordingError) -> [UInt8] {
        // As `pread` would.
        guard count >= 0, offset >= 0 else { throw RecordingError(.inputOutput, path) }
        let bytes = disk.contents[path] ?? []
        guard offset < bytes.count else { return [] }
        return Array(bytes[Int(offset)...].prefix(count))
    }

    func truncate(to size: Int64) throws(RecordingError) {
        guard size >= 0, size < 1 << 26 else { throw RecordingError(.inputOutput, path) }
        let bytes = disk.contents[path] ?? []
        disk.contents[path] = bytes.prefix(Int(size)) + [UInt8](repeating: 0, count: max(0, Int(size) - bytes.count))
    }

    func synchronize() throws(RecordingError) {}
    func close() {}
}
