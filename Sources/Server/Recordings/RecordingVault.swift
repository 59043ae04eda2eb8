import Crypto
import Domain
import Foundation
import Glibc
import Recording
import Storage

/// Where recordings lie, and the keys to them: a folder each, and a key each that only the server's own key opens.
struct RecordingVault: Sendable {
    let root: String
    let isEncrypted: Bool
    private let master: SymmetricKey

    init(root: String, isEncrypted: Bool, key: ServerKey) {
        self.root = root
        self.isEncrypted = isEncrypted
        master = key.key(for: .recordings)
    }

    /// An id is 32 hexadecimal digits: no path can be made of it.
    func folder(_ id: RecordingID) -> String { "\(root)/\(id)" }

    /// A key for a new recording, and what is stored of it; `nil`: recordings are not encrypted.
    func newKey(for id: RecordingID) throws(RecordingError) -> (key: RecordingKey, wrapped: [UInt8])? {
        guard isEncrypted else { return nil }
        let key = RecordingKey()
        // Bound to its recording: a row's key opens no other one's files.
        guard let box = try? AES.GCM.seal(Data(key.bytes), using: master, authenticating: Data(id.description.utf8)).combined else {
            // Never in the clear instead.
            throw RecordingError(.wrongKey, "a key for \(id) could not be sealed")
        }
        return (key, [UInt8](box))
    }

    /// - Returns: `nil` for a plain recording.
    /// - Throws: `RecordingError` when the key does not open, as with another `server.key`.
    func key(of record: RecordingRecord) throws(RecordingError) -> RecordingKey? {
        guard let wrapped = record.wrappedKey else { return nil }
        guard let box = try? AES.GCM.SealedBox(combined: Data(wrapped)),
            let bytes = try? AES.GCM.open(box, using: master, authenticating: Data(record.id.description.utf8)),
            let key = RecordingKey(bytes: [UInt8](bytes))
        else { throw RecordingError(.wrongKey, "the key of \(record.id): server.key is another one than when it was recorded") }
        return key
    }

    /// Removes everything of a recording from the disk.
    func remove(_ id: RecordingID) throws {
        let path = folder(id)
        guard FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.removeItem(atPath: path)
    }

    /// Recordings that have a folder.
    func folders() -> [RecordingID] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { RecordingID($0) }.sorted()
    }

    /// The size of a file on the disk; `nil`: it is not there.
    func size(of file: String, in id: RecordingID) -> Int64? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder(id))/\(file)")
        return (attributes?[.size] as? NSNumber)?.int64Value
    }

    /// Bytes that this user may still write; `nil` when the system does not say.
    var freeBytes: Int64? {
        var status = statvfs()
        guard unsafe statvfs(root, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }
}
