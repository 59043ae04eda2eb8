import Crypto
import Foundation

/// The key shared with the receiver, by which it knows that a message comes from us.
public struct WebhookSecret: Sendable {
    public static let minimumBytes = 24

    private let key: SymmetricKey

    /// `whsec_` and base64 as the Standard Webhooks convention writes it, or any other text, whose bytes are the key.
    /// `nil`: not base64 after all, or shorter than `minimumBytes`.
    public init?(_ text: String) {
        let prefix = "whsec_"
        let bytes = text.hasPrefix(prefix) ? Data(base64Encoded: String(text.dropFirst(prefix.count))) : Data(text.utf8)
        guard let bytes, bytes.count >= Self.minimumBytes else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`.
    /// - Parameter timestamp: seconds since 1970.
    public func signature(id: String, timestamp: Int64, body: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(timestamp).\(body)".utf8), using: key)
        return "v1," + Data(code).base64EncodedString()
    }
}
