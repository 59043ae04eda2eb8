public import HTTPTypes

/// A client's wish to open a WebSocket.
public struct UpgradeRequest: Sendable {
    /// The head of the request. `path` holds the query too.
    public let head: HTTPRequest
    /// The decoded path, without the query.
    public let path: String
    /// The subprotocol that will be spoken.
    public let subprotocol: String
    /// The client's address, after trusted proxies.
    public let remoteAddress: String
    /// Whether the client's own connection is encrypted, by this loop or by a trusted proxy.
    public let isSecure: Bool

    /// The `Origin` header field, as sent.
    public var origin: String? { head.headerFields[.origin] }
}

/// The answer to an `UpgradeRequest`.
public enum UpgradeDecision: Sendable {
    case accept
    /// Answered with this status and an empty body; the connection is closed.
    case refuse(HTTPResponse.Status)
}
