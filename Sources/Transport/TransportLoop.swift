import CWebSockets

/// One libwebsockets context on one libuv loop on one thread: HTTP/1.1 and WebSockets on one port, a timer, an inbox.
///
/// `run` makes it, hands it to its owner and drives it on the calling thread. Everything here belongs to that thread;
/// other threads post commands to the `Inbox`.
@safe public final class TransportLoop {
    let configuration: TransportConfiguration
    let headReader: RequestHeadReader

    /// Set by `run` before the first event.
    var owner: (any TransportEvents)?
    /// Hands waiting commands to the owner; knows the type of the commands.
    var drainInbox: () -> Void = {}

    var links = LinkTable()
    var exchanges: [OpaquePointer: HTTPExchange] = unsafe [:]
    let streams = BodyStreams()
    /// The upgrade that `opening` accepted. libwebsockets opens the link, or gives up, before it looks at another socket.
    var acceptedUpgrade: UpgradeRequest?
    /// Links that were last seen unable to take more, or that are saying goodbye.
    var heldUp: Set<LinkID> = []
    /// When HTTP sockets are given up: the end of a body, or progress of a response, is due (`uv_now` in milliseconds).
    var expiries: [OpaquePointer: UInt64] = unsafe [:]
    /// Where frames are put together.
    let frames: FrameBuffer
    /// Links whose queues were empty when something was queued, since the last batch ended.
    var freshlyQueued: [LinkID] = []
    /// Something happened since `batchEnded` was called.
    var isDirty = false
    var isStopping = false

    var openConnections = 0
    var tlsContext: OpaquePointer?
    var timers: LoopTimers?
    var listener: Listener?
    var uvLoop: UnsafeMutablePointer<uv_loop_t>?

    /// What was done so far.
    public internal(set) var counters = TransportCounters()

    init(_ configuration: TransportConfiguration) {
        self.configuration = configuration
        headReader = RequestHeadReader(extraHeaderFields: configuration.extraHeaderFields)
        frames = FrameBuffer(burst: 16 * 1024)
    }

    /// Open WebSockets.
    public var linkCount: Int { links.count }

    /// Sockets of both kinds.
    public var connectionCount: Int { openConnections }

    /// Bytes that wait on all links together.
    public var queuedBytes: Int { counters.queuedBytes }

    /// Bytes that wait on `link`.
    public func queuedBytes(of link: LinkID) -> Int { links.contains(link) ? links[link].queue?.bytes ?? 0 : 0 }

    /// Queues a text message. It is shared, not copied, until it is written: send one array to many links.
    ///
    /// A link whose queue overflows is dropped, and `closed` with `.slowReader` follows.
    public func send(_ message: [UInt8], to link: LinkID) {
        guard links.contains(link), links[link].ending == nil else { return }
        let queue = links.queue(of: link)
        guard queue.count < configuration.maxQueuedMessages, queue.bytes + message.count <= configuration.maxQueuedBytes else {
            end(link, because: .slowReader)
            return
        }
        let isFirst = queue.count == 0
        queue.append(message)
        counters.queuedBytes += message.count
        if isFirst { freshlyQueued.append(link) }
    }

    /// Writes what is queued, then sends a close frame with `code` and at most 120 bytes of `reason`.
    ///
    /// A peer that does not read, or does not answer the close frame, is dropped after `slowReaderTimeout`.
    public func close(_ link: LinkID, code: UInt16 = 1000, reason: String = "") {
        guard links.contains(link), links[link].ending == nil, let socket = unsafe links[link].socket else { return }
        links[link].ending = .local
        links[link].farewell = LinkTable.Farewell(code: code, reason: reason)
        holdUp(link)
        unsafe wantsToWrite(socket)
    }

    /// Closes the connection without a word. `closed` follows, never from inside this call.
    public func drop(_ link: LinkID) { end(link, because: .local) }

    /// Asks for one call of `deadline()` after `delay`, in place of what was asked before; `nil` asks for none.
    public func setDeadline(in delay: Duration?) {
        guard let delay else {
            timers?.deadline.stop()
            return
        }
        // Rounded up: a deadline that comes early would find nothing due and be set again.
        let (seconds, attoseconds) = delay.components
        let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        timers?.deadline.start(after: UInt64(max(0, milliseconds)))
    }

    /// Leaves `run` after the current batch. Open links are closed without a word, each `closed` with `.stopped`.
    public func stop() {
        isStopping = true
        if let uvLoop = unsafe uvLoop { unsafe uv_stop(uvLoop) }
    }

    func wantsToWrite(_ socket: OpaquePointer) { unsafe _ = lws_callback_on_writable(socket) }

    /// Gives a link up: nothing more is sent, and its socket is closed once the current event is done with.
    func end(_ link: LinkID, because reason: LinkCloseReason) {
        guard links.contains(link), let socket = unsafe links[link].socket else { return }
        // A polite close may be cut short, but its reason stays.
        if links[link].ending == nil {
            links[link].ending = reason
            if reason == .slowReader { counters.slowReaders += 1 }
        }
        links[link].farewell = nil
        heldUp.remove(link)
        forgetQueue(of: link)
        unsafe kill(socket)
    }

    func forgetQueue(of link: LinkID) {
        counters.queuedBytes -= links[link].queue?.bytes ?? 0
        links.reclaimQueue(of: link)
    }
}
