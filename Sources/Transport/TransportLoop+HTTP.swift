import CWebSockets
import HTTPTypes

/// What libwebsockets reports of HTTP. Results are its own: 0 goes on, -1 closes the connection.
///
/// One request a connection. libwebsockets 4.1.6 parses a further request out of bytes it kept back, and when that one has a
/// body and more bytes follow it, lws_http_action() never returns: one pipelined POST would stop the loop. Nothing public
/// tells whether bytes were kept back, and rx flow control holds up writing too, so no second request is ever begun.
extension TransportLoop {
    /// Bytes of a body given to libwebsockets at once; what the kernel does not take of them is copied.
    private static let writeChunk = 64 * 1024

    func isEncrypted(_ socket: OpaquePointer) -> Bool { unsafe lws_is_ssl(socket) != 0 }

    func client(of socket: OpaquePointer, _ head: RequestHead) -> ForwardedAddress {
        let peer = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            unsafe buffer.initialize(repeating: 0)
            guard let name = unsafe lws_get_peer_simple(socket, buffer.baseAddress, buffer.count) else { return "" }
            return unsafe String(cString: name)
        }
        return ForwardedAddress.resolve(
            peer: peer, isSecure: unsafe isEncrypted(socket), forwardedFor: head.forwardedFor, forwardedProto: head.forwardedProto,
            trusting: configuration.trustedProxies)
    }

    /// `LWS_CALLBACK_HTTP`: the head is complete.
    func headReceived(_ socket: OpaquePointer) -> Int32 {
        guard let head = unsafe headReader.read(socket, isSecure: isEncrypted(socket)) else {
            return unsafe refuse(socket, .badRequest)
        }
        let fields = head.request.headerFields
        // libwebsockets does not decode chunks: it would take them for the next request.
        if fields[.transferEncoding] != nil { return unsafe refuse(socket, .notImplemented) }
        // The strict form only, and once: two readings of a length are how a request is smuggled in.
        guard let length = Self.bodyLength(fields[.contentLength]) else { return unsafe refuse(socket, .badRequest) }
        guard length <= configuration.maxBodyBytes else { return unsafe refuse(socket, .contentTooLarge) }

        let exchange = unsafe HTTPExchange(
            head: head, client: client(of: socket, head), bodyLength: length, loop: self, socket: socket)
        unsafe exchanges[socket] = exchange
        guard length > 0 else {
            unsafe hand(exchange, over: socket)
            return 0
        }
        if fields[.expect]?.lowercased() == "100-continue" { unsafe write("HTTP/1.1 100 Continue\r\n\r\n", to: socket) }
        exchange.body.reserveCapacity(length)
        unsafe expire(socket, after: configuration.bodyTimeout)
        return 0
    }

    /// `LWS_CALLBACK_HTTP_BODY`: a piece of the body.
    func bodyReceived(_ socket: OpaquePointer, _ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard let exchange = unsafe exchanges[socket], case .receiving(let remaining) = exchange.phase else { return 0 }
        guard bytes.count <= remaining else { return -1 }
        unsafe exchange.body.append(contentsOf: bytes)
        exchange.phase = .receiving(remaining: remaining - bytes.count)
        return 0
    }

    /// `LWS_CALLBACK_HTTP_BODY_COMPLETION`.
    func bodyCompleted(_ socket: OpaquePointer) -> Int32 {
        guard let exchange = unsafe exchanges[socket], case .receiving(let remaining) = exchange.phase else { return 0 }
        guard remaining == 0 else { return -1 }
        exchange.phase = .answering
        unsafe hand(exchange, over: socket)
        return 0
    }

    private func hand(_ exchange: HTTPExchange, over socket: OpaquePointer) {
        unsafe expiries[socket] = nil
        unsafe lws_set_timeout(socket, NO_PENDING_TIMEOUT, 0)
        counters.requests += 1
        isDirty = true
        owner?.request(exchange)
    }

    /// `LWS_CALLBACK_HTTP_WRITEABLE`: writes the answer until the kernel takes no more.
    func writeResponse(_ socket: OpaquePointer) -> Int32 {
        guard let exchange = unsafe exchanges[socket], exchange.phase == .responding else { return 0 }
        if !exchange.output.isHeadWritten {
            exchange.output.isHeadWritten = true
            guard unsafe write(exchange.output.head, to: socket, LWS_WRITE_HTTP_HEADERS) else { return -1 }
        }
        // The kernel has to take all of it before the exchange counts as done: a rest that libwebsockets still holds would
        // be nobody's to time.
        while true {
            let start = exchange.output.written
            if unsafe (start > 0 || exchange.output.body.isEmpty) && lws_send_pipe_choked(socket) != 0 {
                unsafe expire(socket, after: configuration.slowReaderTimeout)
                unsafe wantsToWrite(socket)
                return 0
            }
            guard start < exchange.output.body.count else {
                if exchange.output.isWhole { break }
                unsafe readOn(exchange, socket)
                return 0
            }
            let end = min(start + Self.writeChunk, exchange.output.body.count)
            let isLast = exchange.output.isWhole && end == exchange.output.body.count
            guard unsafe write(exchange.output.body[start..<end], to: socket, isLast) else { return -1 }
            exchange.output.written = end
        }
        unsafe forgetExchange(socket)
        return -1
    }

    /// Asks for the next piece of a body. Waiting for it is not the client's fault: no time runs.
    private func readOn(_ exchange: HTTPExchange, _ socket: OpaquePointer) {
        unsafe expiries[socket] = nil
        guard let source = exchange.output.source, let stream = exchange.output.stream, let (offset, count) = exchange.output.nextPiece()
        else { return }
        streams.read(source, at: offset, count: count, for: stream)
    }

    /// The socket is closed, or became a WebSocket.
    func forgetExchange(_ socket: OpaquePointer) {
        unsafe expiries[socket] = nil
        guard let exchange = unsafe exchanges.removeValue(forKey: socket) else { return }
        exchange.phase = .gone
        if let stream = exchange.output.stream { streams.end(stream) }
    }

    /// Writes a whole answer with an empty body, for a connection that is closed next.
    func answerAtOnce(_ socket: OpaquePointer, _ status: HTTPResponse.Status) {
        let output = ResponseOutput(HTTPResponse(status: status), body: [], to: .get)
        unsafe _ = write(output.head, to: socket, LWS_WRITE_HTTP_HEADERS)
    }

    private func refuse(_ socket: OpaquePointer, _ status: HTTPResponse.Status) -> Int32 {
        unsafe answerAtOnce(socket, status)
        return -1
    }

    private func write(_ text: String, to socket: OpaquePointer) { unsafe _ = write(Array(text.utf8), to: socket, LWS_WRITE_HTTP_HEADERS) }

    private func write(_ slice: ArraySlice<UInt8>, to socket: OpaquePointer, _ isLast: Bool) -> Bool {
        unsafe slice.withUnsafeBufferPointer { unsafe write($0, to: socket, isLast ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) }
    }

    private func write(_ bytes: [UInt8], to socket: OpaquePointer, _ kind: lws_write_protocol) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { unsafe write($0, to: socket, kind) }
    }

    /// HTTP/1 bytes go out as they are: libwebsockets neither needs headroom in front of them nor changes them.
    private func write(_ bytes: UnsafeBufferPointer<UInt8>, to socket: OpaquePointer, _ kind: lws_write_protocol) -> Bool {
        unsafe lws_write(socket, UnsafeMutablePointer(mutating: bytes.baseAddress), bytes.count, kind) >= 0
    }

    private static func bodyLength(_ field: String?) -> Int? {
        guard let field else { return 0 }
        guard !field.isEmpty, field.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return Int(field) ?? Int.max
    }
}
