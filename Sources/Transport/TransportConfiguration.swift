public import HTTPTypes

/// How a `TransportLoop` listens, and where its limits are.
public struct TransportConfiguration: Sendable {
    /// Certificate chain and key, both PEM files.
    public struct TLS: Sendable {
        public var certificatePath: String
        public var keyPath: String

        public init(certificatePath: String, keyPath: String) {
            self.certificatePath = certificatePath
            self.keyPath = keyPath
        }
    }

    /// A numeric IPv4 or IPv6 address; `nil` is every address of both families.
    public var host: String?
    /// 0 takes a free port, told to `ready`.
    public var port: UInt16
    /// `nil` speaks plain HTTP.
    public var tls: TLS?
    /// The one path where WebSockets are opened.
    public var webSocketPath: String
    /// The one subprotocol that is spoken there.
    public var subprotocol: String
    /// Peers whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    public var trustedProxies: [AddressRange] = []
    /// Request header fields to hand on besides those that libwebsockets knows by itself, e.g. `X-CSRF-Token`.
    public var extraHeaderFields: [HTTPField.Name] = []

    /// Sockets of both kinds together; a socket above it is closed as soon as it is accepted.
    public var maxConnections = 20_000
    /// Bytes of one request's header fields; above it the connection is closed.
    public var maxHeaderBytes: UInt16 = 8 * 1024
    /// Bytes of one request's body; above it the answer is 413.
    public var maxBodyBytes = 64 * 1024
    /// Responses that are read while they are sent; above it the answer is 503.
    public var maxStreams = 256
    /// Bytes of one WebSocket message; above it the link is closed with 1009.
    public var maxMessageBytes = 64 * 1024
    /// Bytes waiting on one link; above it the reader is too slow.
    public var maxQueuedBytes = 1024 * 1024
    /// Messages waiting on one link; above it the reader is too slow.
    public var maxQueuedMessages = 4096

    /// Seconds for the TLS handshake, and for libwebsockets' other waits on the network.
    public var handshakeTimeout: UInt32 = 10
    /// Seconds from a connection's start to the end of a request's header fields.
    public var headerTimeout: UInt32 = 10
    /// Seconds from the header fields to the end of the body.
    public var bodyTimeout: UInt32 = 20
    /// Seconds without progress after which a peer reads too slowly, on a link or of a response.
    public var slowReaderTimeout: UInt32 = 15

    /// Errors of the libraries below, one line each. Called on the loop's thread.
    public var logError: @Sendable (String) -> Void = { _ in }

    public init(host: String? = nil, port: UInt16, webSocketPath: String = "/ws", subprotocol: String, tls: TLS? = nil) {
        self.host = host
        self.port = port
        self.webSocketPath = webSocketPath
        self.subprotocol = subprotocol
        self.tls = tls
    }
}
