import CLinux
import Glibc

/// One level-triggered epoll set. What a batch of events makes its connections say is written after the batch, so that
/// several frames for one connection share a system call.
@safe final class EventLoop {
    /// Shared by all connections: a message is looked at where it was received.
    let receiveBuffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 * 1024)

    /// Called once a turn with the time, for work such as keep-alive that goes on beside every phase.
    var housekeeping: ((UInt64) -> Void)?

    private let epoll: Int32
    private var events = unsafe [epoll_event](repeating: epoll_event(), count: 512)
    private var clients: [WebSocketClient?] = []
    private var dirty: [WebSocketClient] = []
    private var failure: LoadError?
    private let interruption = Interruption()
    private var nextInterruptionCheck: UInt64 = 0

    init() throws {
        epoll = epoll_create1(0)
        guard epoll >= 0 else { throw LoadError.system("epoll_create1", errno) }
    }

    deinit {
        close(epoll)
        unsafe receiveBuffer.deallocate()
    }

    /// Runs until `done`; throws what a connection reported, an interruption, or that `timeout` seconds have passed.
    /// - Parameter busy: never sleep, for work that is due at a microsecond's precision.
    func run(_ what: String, timeout: Int = 60, busy: Bool = false, until done: () -> Bool) throws {
        let deadline = Clock.now() + UInt64(timeout) * Clock.second
        while !done() {
            try turn(milliseconds: busy ? 0 : 5)
            if Clock.now() > deadline { throw LoadError("\(what): not finished after \(timeout) s") }
        }
    }

    /// The first failure is the one to show; what follows is mostly its consequence.
    func fail(_ error: LoadError) {
        if failure == nil { failure = error }
    }

    func add(_ client: WebSocketClient) {
        let descriptor = client.descriptor
        while clients.count <= Int(descriptor) { clients.append(nil) }
        clients[Int(descriptor)] = client
        control(EPOLL_CTL_ADD, descriptor, writable: true)
    }

    func watch(_ client: WebSocketClient, writable: Bool) {
        control(EPOLL_CTL_MOD, client.descriptor, writable: writable)
    }

    /// The kernel drops a closed descriptor from the set by itself.
    func remove(_ client: WebSocketClient) { clients[Int(client.descriptor)] = nil }

    func flushLater(_ client: WebSocketClient) { dirty.append(client) }

    private func turn(milliseconds: Int32) throws {
        flush()
        // epoll_wait(epfd, events, maxevents, timeout in ms)
        let count = unsafe epoll_wait(epoll, &events, Int32(events.count), milliseconds)
        if count < 0, errno != EINTR { throw LoadError.system("epoll_wait", errno) }
        for index in 0..<max(0, Int(count)) {
            let (flags, descriptor) = unsafe (events[index].events, Int(events[index].data.fd))
            clients[descriptor]?.ready(writable: flags & EPOLLOUT.rawValue != 0, readable: flags & ~EPOLLOUT.rawValue != 0)
        }
        let now = Clock.now()
        housekeeping?(now)
        flush()
        if let failure { throw failure }
        if now > nextInterruptionCheck {
            try interruption.check()
            nextInterruptionCheck = now + Clock.second / 10
        }
    }

    private func flush() {
        guard !dirty.isEmpty else { return }
        for client in dirty { client.flush() }
        dirty.removeAll(keepingCapacity: true)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, writable: Bool) {
        var event = unsafe epoll_event()
        unsafe event.events = EPOLLIN.rawValue | (writable ? EPOLLOUT.rawValue : 0)
        unsafe event.data.fd = descriptor
        if unsafe epoll_ctl(epoll, operation, descriptor, &event) != 0 { fail(.system("epoll_ctl", errno)) }
    }
}
