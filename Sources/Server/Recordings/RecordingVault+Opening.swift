import Domain
import Foundation
import Recording
import Storage

/// Whether what lies in the folder, and what opens it, is what the database speaks of: asked before anything is done to either.
extension RecordingVault {
    /// A file that says that recordings lie here. The mount point of a disk that is not mounted has none.
    private var marker: String { "\(root)/.visavis-recordings" }

    /// Its disk is mounted.
    var isThere: Bool { FileManager.default.fileExists(atPath: marker) }

    /// Creates the folder (mode 0700) where there is none, and marks it.
    /// - Throws: `ConfigurationError` when recordings should lie there and none do.
    func open(_ store: any Store) throws {
        if !isThere {
            guard try !folders().isEmpty || store.recordings(.onDisk, limit: 1).isEmpty else {
                throw ConfigurationError(
                    """
                    VISAVIS_RECORDING_FOLDER: \(root) is empty, but the database knows recordings that lie there: mount its disk, or restore \
                    the folder. If they are gone for good, create the empty file \(marker): they are then told as missing
                    """)
            }
            try mark()
        }
    }

    private func mark() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data().write(to: URL(fileURLWithPath: marker))
        } catch {
            throw ConfigurationError("VISAVIS_RECORDING_FOLDER: the folder \(root) cannot be used: \(error.localizedDescription)")
        }
    }

    /// - Throws: `ConfigurationError` when `server.key` does not open the newest sealed recording.
    func prove(_ key: ServerKey, _ store: any Store) throws {
        let lost = key.path + ".lost"
        guard let newest = try store.recordings(.sealed, limit: 1).first, !FileManager.default.fileExists(atPath: lost) else { return }
        do throws(RecordingError) { _ = try self.key(of: newest) } catch {
            // The next start is to find it missing again, not made anew.
            if key.isNew { try? FileManager.default.removeItem(atPath: key.path) }
            throw ConfigurationError(
                """
                \(key.path) \(key.isNew ? "is missing" : "is another one than when recording \(newest.id) was sealed"): restore it from a \
                backup. Without it the sealed recordings are lost; if it is gone for good, create the empty file \(lost) to start without them
                """)
        }
    }
}
