/// Why a `TransportLoop` could not start, or could not do what was asked.
public enum TransportError: Error, Hashable, Sendable {
    /// Another process listens there.
    case addressInUse(host: String, port: UInt16)
    /// The address could not be listened on, for another reason.
    case cannotListen(host: String, port: UInt16, errno: Int32)
    /// `host` is not a numeric address.
    case invalidHost(String)
    /// libwebsockets was found without its libuv plugin.
    case eventLibraryMissing
    /// The certificate or the key cannot be used; nothing was changed.
    case invalidCertificate(detail: String)
    /// `reloadCertificates` was called on a loop without TLS.
    case notEncrypted
    /// libwebsockets could not be set up.
    case setUpFailed(detail: String)
}

extension TransportError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .addressInUse(let host, let port): "\(host) port \(port): address in use"
        case .cannotListen(let host, let port, let code): "\(host) port \(port): cannot listen (errno \(code))"
        case .invalidHost(let host): "\(host) is not a numeric IPv4 or IPv6 address"
        case .eventLibraryMissing:
            "libwebsockets has no libuv event library: install the Debian package libwebsockets-evlib-uv"
        case .invalidCertificate(let detail): "certificate or key cannot be used: \(detail)"
        case .notEncrypted: "the loop has no TLS configuration"
        case .setUpFailed(let detail): "libwebsockets could not be set up: \(detail)"
        }
    }
}
