public import Glibc

/// The system's files.
public struct POSIXFiles: RecordingFiles {
    private let folderMode: mode_t
    private let fileMode: mode_t

    /// Recordings are personal data: nobody but the service's own user may read them.
    public init(folderMode: mode_t = 0o700, fileMode: mode_t = 0o600) {
        self.folderMode = folderMode
        self.fileMode = fileMode
    }

    public func makeFolder(_ path: String) throws(RecordingError) {
        if unsafe mkdir(path, folderMode) == 0 || errno == EEXIST { return }
        let failure = errno
        guard failure == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw .system("make folder \(path)", failure)
        }
        try makeFolder(String(path[..<slash]))
        guard unsafe mkdir(path, folderMode) == 0 || errno == EEXIST else { throw .system("make folder \(path)", errno) }
    }

    public func open(_ path: String, _ access: FileAccess) throws(RecordingError) -> any RecordingFile {
        let flags =
            switch access {
            case .read: O_RDONLY
            case .write: O_RDWR
            case .create: O_RDWR | O_CREAT | O_EXCL
            }
        let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, fileMode)
        guard descriptor >= 0 else { throw .system("open \(path)", errno) }
        if access == .create { try? synchronizeFolder(of: path) }
        return POSIXFile(descriptor: descriptor, path: path)
    }

    public func rename(_ path: String, to newPath: String) throws(RecordingError) {
        guard unsafe Glibc.rename(path, newPath) == 0 else { throw .system("rename \(path)", errno) }
        try synchronizeFolder(of: newPath)
    }

    public func remove(_ path: String) throws(RecordingError) {
        guard unsafe unlink(path) == 0 else { throw .system("remove \(path)", errno) }
    }

    public func list(_ folder: String) throws(RecordingError) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw .system("list \(folder)", errno) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let length = Int(unsafe entry.pointee.d_reclen)
            let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19
            let bytes = unsafe UnsafeRawBufferPointer(start: entry, count: length)[offset...]
            let name = unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// A new name is durable only when the folder that holds it is.
    private func synchronizeFolder(of path: String) throws(RecordingError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = unsafe Glibc.open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else { throw .system("open \(folder)", errno) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("synchronize \(folder)", errno) }
    }
}

extension RecordingError {
    static func system(_ context: String, _ number: Int32) -> RecordingError {
        switch number {
        case ENOSPC, EDQUOT: RecordingError(.diskFull, context, systemError: number)
        case ENOENT: RecordingError(.notFound, context, systemError: number)
        default: RecordingError(.inputOutput, context, systemError: number)
        }
    }
}
