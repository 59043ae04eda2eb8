import CWebSockets
import Glibc

/// The two protocols that libwebsockets is given, and their one callback.
///
/// The table and its names are C memory that outlives the context, which keeps pointing at them.
@safe final class CallbackTable {
    /// The protocol that plain HTTP is bound to. A name that is no token (RFC 9110 §5.6.2): no client can ask for it.
    static let httpName = "http/plain"

    let entries: UnsafeMutablePointer<lws_protocols>
    private let names: [UnsafeMutablePointer<CChar>]

    init(subprotocol: String) {
        var names: [UnsafeMutablePointer<CChar>] = unsafe []
        for name in [Self.httpName, subprotocol] {
            guard let copy = unsafe strdup(name) else { preconditionFailure("out of memory") }
            unsafe names.append(copy)
        }
        unsafe self.names = names
        unsafe entries = .allocate(capacity: 3)
        // An all-zero entry ends the table.
        unsafe entries.initialize(repeating: lws_protocols(), count: 3)
        for index in 0..<2 {
            unsafe entries[index].name = UnsafePointer(names[index])
            unsafe entries[index].callback = transportCallback
        }
        // The link's identifier, as a plain integer. Every other state is ours, by that identifier.
        unsafe entries[1].per_session_data_size = MemoryLayout<UInt64>.size
        // Allocated for each link, idle or not. A longer message comes in pieces and is put together here.
        unsafe entries[1].rx_buffer_size = 1024
        // Otherwise the same number: what is longer would go out in pieces, one for each time that the socket is said to be writable.
        unsafe entries[1].tx_packet_size = 1024 * 1024
    }

    deinit {
        unsafe entries.deallocate()
        unsafe names.forEach { unsafe free($0) }
    }
}

/// Feeds `lws_protocols.callback`. The context's `user` is the loop, unretained: `TransportLoop.run` holds it until the
/// context is destroyed. `session` is the memory of `per_session_data_size`, `input` and `length` depend on the reason.
private func transportCallback(
    _ socket: OpaquePointer?, _ reason: lws_callback_reasons, _ session: UnsafeMutableRawPointer?, _ input: UnsafeMutableRawPointer?,
    _ length: Int
) -> Int32 {
    guard let socket = unsafe socket, let context = unsafe lws_get_context(socket), let user = unsafe lws_context_user(context) else {
        return 0
    }
    let loop = unsafe Unmanaged<TransportLoop>.fromOpaque(user).takeUnretainedValue()
    let bytes = unsafe UnsafeBufferPointer(start: input?.assumingMemoryBound(to: UInt8.self), count: input == nil ? 0 : length)
    var link: LinkID { unsafe LinkID(rawValue: session?.load(as: UInt64.self) ?? 0) }

    switch reason {
    case LWS_CALLBACK_RECEIVE: return unsafe loop.received(link, socket, bytes)
    case LWS_CALLBACK_SERVER_WRITEABLE: return unsafe loop.writeQueue(of: link, socket)
    case LWS_CALLBACK_ESTABLISHED: return unsafe session.map { unsafe loop.opened(socket, $0) } ?? -1
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: return unsafe loop.peerCloses(link, bytes)
    case LWS_CALLBACK_CLOSED: loop.closed(link)

    case LWS_CALLBACK_HTTP: return unsafe loop.headReceived(socket)
    case LWS_CALLBACK_HTTP_BODY: return unsafe loop.bodyReceived(socket, bytes)
    case LWS_CALLBACK_HTTP_BODY_COMPLETION: return unsafe loop.bodyCompleted(socket)
    case LWS_CALLBACK_HTTP_WRITEABLE: return unsafe loop.writeResponse(socket)
    case LWS_CALLBACK_CLOSED_HTTP: unsafe loop.forgetExchange(socket)
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: return unsafe loop.confirmUpgrade(socket)

    // Asked of the protocol that the handshake chose: only the one that `confirmUpgrade` accepted may go on.
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return loop.acceptedUpgrade == nil ? -1 : 0
    // CONNECT, and whatever else is not HTTP.
    case LWS_CALLBACK_RAW_ADOPT, LWS_CALLBACK_RAW_RX: return -1

    case LWS_CALLBACK_WSI_DESTROY:
        unsafe loop.forgetExchange(socket)
        loop.connectionEnded()
    // Comes once for each protocol; draining an empty inbox does nothing.
    case LWS_CALLBACK_EVENT_WAIT_CANCELLED: loop.drainInbox()
    case LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS: unsafe loop.prepareTLS(session)
    default: break
    }
    return 0
}
