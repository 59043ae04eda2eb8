/// What the recorder needs of a disk. The tests have one in memory that fills up, fails and forgets what was not synchronised.
public protocol RecordingFiles: Sendable {
    /// Also makes the folders above it; one that is there already is fine.
    func makeFolder(_ path: String) throws(RecordingError)
    func open(_ path: String, _ access: FileAccess) throws(RecordingError) -> any RecordingFile
    /// The new name is on disk when this returns.
    func rename(_ path: String, to newPath: String) throws(RecordingError)
    func remove(_ path: String) throws(RecordingError)
    /// The names of what lies in a folder, sorted.
    func list(_ folder: String) throws(RecordingError) -> [String]
}

public enum FileAccess: Sendable {
    case read
    /// Reading too.
    case write
    /// Writing; a file that is there already is an error.
    case create
}

/// An open file. Used by one thread at a time.
public protocol RecordingFile: AnyObject {
    func size() throws(RecordingError) -> Int64
    /// All of it or an error; an error may leave a part.
    func write(_ bytes: [UInt8], at offset: Int64) throws(RecordingError)
    /// Fewer bytes than asked for at the end of the file only.
    func read(_ count: Int, at offset: Int64) throws(RecordingError) -> [UInt8]
    func truncate(to size: Int64) throws(RecordingError)
    /// What was written survives a power failure once this has returned.
    func synchronize() throws(RecordingError)
    func close()
}

extension RecordingFiles {
    /// A whole small file.
    func contents(of path: String, limit: Int) throws(RecordingError) -> [UInt8] {
        let file = try open(path, .read)
        defer { file.close() }
        let size = try file.size()
        guard size <= Int64(limit) else { throw RecordingError(.tooLarge, path) }
        return try file.read(Int(size), at: 0)
    }
}
