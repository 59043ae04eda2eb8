import Foundation
import Glibc

/// The folder that holds everything this server must not lose; for this user alone.
enum DataFolder {
    /// Creates the folder (mode 0700), and lets nothing that is made later be read by others.
    static func prepare(_ path: String) throws {
        umask(0o077)
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ConfigurationError("VISAVIS_DATA: the folder \(path) cannot be created: \(error.localizedDescription)")
        }
    }

    /// - Throws: `ConfigurationError` when another server uses the folder.
    static func lock(_ path: String) throws -> DataLock {
        let descriptor = unsafe open(path + "/server.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ConfigurationError("VISAVIS_DATA: \(path) cannot be written: check its owner and permissions") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw ConfigurationError("another server uses the folder \(path): end it, or give this one a folder of its own (VISAVIS_DATA)")
        }
        return DataLock(descriptor: descriptor)
    }
}

/// Held while the server runs; the system lets go of it when the process dies.
struct DataLock {
    let descriptor: Int32

    func release() { close(descriptor) }
}
