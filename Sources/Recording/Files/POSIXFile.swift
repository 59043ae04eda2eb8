import Glibc

/// An open file descriptor, closed once.
final class POSIXFile: RecordingFile {
    private var descriptor: Int32
    private let path: String

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close() }

    func size() throws(RecordingError) -> Int64 {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .system("stat \(path)", errno) }
        return Int64(status.st_size)
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws(RecordingError) {
        var written = 0
        while written < bytes.count {
            let result = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written, off_t(offset) + off_t(written))
            }
            if result > 0 {
                written += result
            } else if result == 0 || errno != EINTR {
                throw .system("write \(path)", result == 0 ? EIO : errno)
            }
        }
    }

    func read(_ count: Int, at offset: Int64) throws(RecordingError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
            filled = 0
            while filled < count {
                let target = unsafe buffer.baseAddress.map { unsafe $0 + filled }
                let result = unsafe pread(descriptor, target, count - filled, off_t(offset) + off_t(filled))
                if result > 0 {
                    filled += result
                } else if result == 0 {
                    return
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
        guard failure == 0 else { throw .system("read \(path)", failure) }
        return bytes
    }

    func truncate(to size: Int64) throws(RecordingError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw .system("truncate \(path)", errno) }
    }

    func synchronize() throws(RecordingError) {
        guard fdatasync(descriptor) == 0 else { throw .system("synchronize \(path)", errno) }
    }

    func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }
}
