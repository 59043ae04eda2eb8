/// Why a socket, or the loop that needs it, did not come to be.
public enum DatagramError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The port belongs to somebody else, or needs rights that the process does not have.
    case cannotBind(address: String, errno: Int32)
    case system(call: String, errno: Int32)
    case alreadyStarted

    /// A stable name for logs and answers.
    public var code: String {
        switch self {
        case .cannotBind: "cannot_bind"
        case .system: "system"
        case .alreadyStarted: "already_started"
        }
    }

    public var description: String {
        switch self {
        case .cannotBind(let address, let errno): "cannot listen for datagrams at \(address): \(Self.text(errno))"
        case .system(let call, let errno): "\(call): \(Self.text(errno))"
        case .alreadyStarted: "the loop has been started before"
        }
    }
}
