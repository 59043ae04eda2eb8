import CWebSockets
import Glibc

/// Accepts connections on the loop and gives them to libwebsockets.
@safe final class Listener {
    let socket: ListeningSocket
    private let handle: UnsafeMutablePointer<uv_poll_t>
    private let host: OpaquePointer

    /// `owner` is the `TransportLoop`, unretained: `run` holds it until the handles are closed.
    init(_ socket: ListeningSocket, on loop: UnsafeMutablePointer<uv_loop_t>, for host: OpaquePointer, owner: UnsafeMutableRawPointer) {
        self.socket = socket
        unsafe self.host = host
        unsafe handle = .allocate(capacity: 1)
        unsafe handle.initialize(to: uv_poll_t())
        unsafe uv_poll_init(loop, handle, socket.descriptor)
        unsafe handle.pointee.data = owner
    }

    deinit { unsafe handle.deallocate() }

    func resume() { unsafe _ = uv_poll_start(handle, Int32(UV_READABLE.rawValue), acceptCallback) }
    func pause() { unsafe _ = uv_poll_stop(handle) }
    func close() { unsafe visavis_uv_close(handle) }

    /// libwebsockets closes the descriptor itself when it cannot take it.
    func adopt(_ descriptor: Int32) -> Bool { unsafe lws_adopt_socket_vhost(host, descriptor) != nil }
}

/// Feeds `uv_poll_start`.
private func acceptCallback(_ handle: UnsafeMutablePointer<uv_poll_t>?, _ status: Int32, _ events: Int32) {
    guard let data = unsafe handle?.pointee.data else { return }
    unsafe Unmanaged<TransportLoop>.fromOpaque(data).takeUnretainedValue().acceptConnections()
}

extension TransportLoop {
    /// Few enough at once that a flood of connections does not keep the open ones waiting.
    private static let acceptBatch = 64

    func acceptConnections() {
        guard let listener else { return }
        for _ in 0..<Self.acceptBatch {
            guard let descriptor = listener.socket.accept() else {
                // Out of descriptors: the socket stays readable, and polling it would spin.
                if errno != EAGAIN && errno != EWOULDBLOCK {
                    listener.pause()
                    timers?.acceptAgain.start(after: 100)
                }
                return
            }
            guard openConnections < configuration.maxConnections else {
                counters.refusedConnections += 1
                _ = CWebSockets.close(descriptor)
                continue
            }
            openConnections += 1
            if listener.adopt(descriptor) { counters.acceptedConnections += 1 }
        }
    }

    /// `LWS_CALLBACK_WSI_DESTROY`.
    func connectionEnded() { openConnections -= 1 }
}
