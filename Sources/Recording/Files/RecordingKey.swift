internal import Crypto

/// The AES-256 key of one recording. The key of a deleted key is a deleted recording.
public struct RecordingKey: Sendable {
    let key: SymmetricKey

    /// A new one.
    public init() { key = SymmetricKey(size: .bits256) }

    /// - Parameter bytes: 32 of them; nil otherwise.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// For whoever keeps it (wrapped by a master key, away from the recording).
    public var bytes: [UInt8] { unsafe key.withUnsafeBytes { unsafe Array($0) } }
}
