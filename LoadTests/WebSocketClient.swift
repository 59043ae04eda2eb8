import Glibc

/// What a connection tells the phase that uses it.
protocol WebSocketDelegate: AnyObject {
    func opened(_ client: WebSocketClient)
    /// One text message; the bytes are only there during the call.
    func received(_ message: Span<UInt8>, on client: WebSocketClient)
}

/// Where a WebSocket is opened.
struct WebSocketTarget {
    let port: UInt16
    let path: String
    let subprotocol: String
    let origin: String
}

/// One non-blocking WebSocket connection (RFC 6455) over loopback. An end that nobody asked for is a failure of the run.
final class WebSocketClient {
    private(set) var descriptor: Int32 = -1
    var delegate: (any WebSocketDelegate)?

    private enum State { case closed, connecting, upgrading, open }
    private var state = State.closed
    private let loop: EventLoop
    private let target: WebSocketTarget
    private var frames: FrameWriter
    private var incomplete: [UInt8] = []
    private var isDirty = false
    private var waitsForRoom = false

    init(loop: EventLoop, target: WebSocketTarget, maskKey: UInt32) {
        self.loop = loop
        self.target = target
        frames = FrameWriter(maskKey: maskKey)
    }

    func open() throws {
        descriptor = try SystemCalls.tcpSocket(nonBlocking: true)
        let result = SystemCalls.connect(descriptor, toLoopbackPort: target.port)
        guard result == 0 || result == EINPROGRESS else { throw LoadError.system("connect", result) }
        state = .connecting
        loop.add(self)
    }

    /// Sends one text message with the current batch.
    func send(_ message: Span<UInt8>) {
        frames.append(.text, message)
        markDirty()
    }

    /// Ends the connection the way a vanished network does: a reset, no closing handshake and no TIME_WAIT.
    func cut() {
        guard state != .closed else { return }
        SystemCalls.setOption(descriptor, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
        close()
    }

    func ready(writable: Bool, readable: Bool) {
        if writable {
            if state == .connecting { finishConnecting() } else { flush() }
        }
        if readable, state != .closed { receive() }
    }

    func flush() {
        isDirty = false
        guard state == .open || state == .upgrading else { return }
        let finished: Bool
        do { finished = try frames.write(to: descriptor) } catch { return fail("\(error)") }
        if waitsForRoom == finished {
            waitsForRoom = !finished
            loop.watch(self, writable: !finished)
        }
    }

    private func close() {
        loop.remove(self)
        Glibc.close(descriptor)
        state = .closed
        frames.clear()
        incomplete.removeAll()
        waitsForRoom = false
    }

    private func fail(_ reason: String) {
        loop.fail(LoadError("WebSocket to port \(target.port): \(reason)"))
        close()
    }

    private func markDirty() {
        guard !isDirty else { return }
        isDirty = true
        loop.flushLater(self)
    }

    private func finishConnecting() {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        // getsockopt(socket, level, option, value, size of the value)
        unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        guard code == 0 else { return fail("connect: \(SystemCalls.describe(code))") }
        state = .upgrading
        waitsForRoom = true
        frames.append(raw: Handshake.request(for: target))
        flush()
    }

    private func receive() {
        // recv(socket, buffer, length, flags)
        let count = unsafe recv(descriptor, loop.receiveBuffer.baseAddress, loop.receiveBuffer.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return fail(count == 0 ? "closed by the server" : SystemCalls.describe(errno)) }
        let received = unsafe UnsafeBufferPointer(rebasing: loop.receiveBuffer[..<count])
        if incomplete.isEmpty {
            let rest = unsafe consume(received.span)
            if rest < count { incomplete = Array(bytes: unsafe received.span.extracting(rest..<count)) }
        } else {
            unsafe incomplete.append(contentsOf: received)
            let whole = incomplete
            let rest = consume(whole.span)
            incomplete = Array(whole[rest...])
        }
    }

    /// - Returns: how many bytes were understood.
    private func consume(_ bytes: Span<UInt8>) -> Int {
        var position = 0
        if state == .upgrading {
            switch Handshake.answer(in: bytes) {
            case .incomplete: return 0
            case .refused: fail("not upgraded: \(bytes.shown)"); return bytes.count
            case .accepted(let length): position = length
            }
            state = .open
            delegate?.opened(self)
        }
        while state == .open, let frame = FrameHeader(bytes, at: position) {
            let payload = bytes.extracting(frame.payload)
            switch frame.kind {
            case .text: delegate?.received(payload, on: self)
            case .ping: frames.append(.pong, payload); markDirty()
            case .pong: break
            case .close: fail("close frame: \(payload.shown)")
            case nil: fail("unexpected frame: \(bytes.extracting(position..<bytes.count).shown)")
            }
            position = frame.payload.upperBound
        }
        return state == .closed ? bytes.count : position
    }
}
