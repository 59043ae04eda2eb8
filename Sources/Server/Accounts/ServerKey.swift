import Crypto
import Domain
import Foundation

/// The server's one secret, made at the first start and kept in the data folder (mode 0600). Every use has a key of its own (HKDF, RFC 5869).
struct ServerKey: Sendable {
    enum Use: String {
        case signalingTokens, identities, visitorCookie, csrf, recordings, callbacks
    }

    let path: String
    /// It was not there, and was made now.
    let isNew: Bool
    private let master: SymmetricKey

    init(path: String) throws {
        self.path = path
        if FileManager.default.fileExists(atPath: path) {
            guard let data = FileManager.default.contents(atPath: path), data.count == 32 else {
                throw ConfigurationError(
                    """
                    \(path) is damaged or cannot be read: restore it from a backup. Without it sealed recordings are lost; only if there are \
                    none, remove it, which signs everybody out
                    """)
            }
            master = SymmetricKey(data: data)
            isNew = false
            return
        }
        let key = SymmetricKey(size: .bits256)
        let data = unsafe key.withUnsafeBytes { unsafe Data($0) }
        do {
            try Self.write(data, to: path)
        } catch {
            throw ConfigurationError("\(path) cannot be written: check the data folder's permissions")
        }
        master = key
        isNew = true
    }

    /// Whole or not at all, also when the power fails.
    private static func write(_ data: Data, to path: String) throws {
        let draft = path + ".new"
        guard FileManager.default.createFile(atPath: draft, contents: data, attributes: [.posixPermissions: 0o600]) else {
            throw CocoaError(.fileWriteUnknown)
        }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: draft))
        try file.synchronize()
        try file.close()
        try FileManager.default.moveItem(atPath: draft, toPath: path)
    }

    func key(for use: Use) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: master, info: Data("visavis \(use.rawValue)".utf8), outputByteCount: 32)
    }
}

/// A random text of 256 bits, base64url without padding (RFC 4648 §5), and what is stored of it.
struct RandomToken {
    let text: String
    var digest: String { Self.digest(text) }

    init() {
        var generator = SystemRandomNumberGenerator()
        let bytes = Data((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
        text = Self.base64url(bytes)
    }

    /// SHA-256 in hexadecimal.
    static func digest(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }

    static func base64url(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
