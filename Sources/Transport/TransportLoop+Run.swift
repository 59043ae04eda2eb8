import CWebSockets
import Synchronization

extension TransportLoop {
    /// Listens, and drives the loop on the calling thread until `stop` is called on it.
    ///
    /// - Parameters:
    ///   - inbox: Where other threads post commands, before, during and after. It serves one run.
    ///   - ready: Told the port once connections are accepted.
    ///   - makeOwner: Makes the owner, on this thread, before anything is accepted. The loop keeps it until `run` returns.
    ///
    /// Signals stay the process's business, but for `SIGPIPE`, which is ignored.
    public static func run<Owner: TransportHandler>(
        _ configuration: TransportConfiguration, inbox: Inbox<Owner.Command>, ready: (UInt16) -> Void = { _ in },
        makeOwner: (TransportLoop) -> Owner
    ) throws(TransportError) {
        defer { inbox.end() }
        let socket = try ListeningSocket(host: configuration.host, port: configuration.port)
        if let tls = configuration.tls { try check(tls) }
        let loop = TransportLoop(configuration)
        let library = try Library(for: loop)
        loop.start(library, on: socket)

        let owner = makeOwner(loop)
        loop.owner = owner
        var batch: [Owner.Command] = []
        var pieces: [BodyStreams.Piece] = []
        loop.drainInbox = { [unowned loop, unowned owner] in
            loop.streams.arrivals.take(into: &pieces)
            for piece in pieces { loop.streams.exchange(of: piece.stream)?.received(piece.bytes) }
            inbox.take(into: &batch)
            for command in batch {
                loop.isDirty = true
                owner.handle(command)
            }
        }
        unsafe inbox.attach(waking: library.context)
        unsafe loop.streams.arrivals.attach(waking: library.context)
        ready(socket.port)
        if !loop.isStopping { library.run() }

        // The context goes next: nobody may wake it any more.
        inbox.end()
        loop.streams.arrivals.end()
        loop.isStopping = true
        loop.listener?.close()
        loop.timers?.close()
        library.end()
        loop.listener = nil
        loop.timers = nil
        unsafe loop.uvLoop = nil
        loop.drainInbox = {}
        loop.owner = nil
    }

    private func start(_ library: Library, on socket: ListeningSocket) {
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe uvLoop = unsafe library.uvLoop
        timers = unsafe LoopTimers(on: library.uvLoop, owner: this)
        let listener = unsafe Listener(socket, on: library.uvLoop, for: library.host, owner: this)
        self.listener = listener
        listener.resume()
    }
}
