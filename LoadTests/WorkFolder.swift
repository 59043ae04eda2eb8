import Foundation
import Glibc

/// A folder of the run's own, removed with everything in it.
struct WorkFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "visavis-load-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
    }

    func createFolder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
        return file(name)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
