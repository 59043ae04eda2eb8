import CWebSockets

/// Peers that let the loop wait. They are looked through every second while there are any, which costs less than a timer
/// for each: libwebsockets keeps its timers in a list that is walked to insert one.
extension TransportLoop {
    private static let sweepInterval: UInt64 = 1000

    /// Starts, or starts again after progress, the time that `link` is given.
    func holdUp(_ link: LinkID) {
        guard let timers else { return }
        links[link].heldUpSince = max(1, timers.now)
        startSweep()
        if heldUp.insert(link).inserted { links[link].acknowledged = acknowledged(link) }
    }

    func letGo(_ link: LinkID) {
        links[link].heldUpSince = 0
        heldUp.remove(link)
    }

    /// Gives `socket` up in `seconds`, unless it is said otherwise before.
    func expire(_ socket: OpaquePointer, after seconds: UInt32) {
        guard let timers else { return }
        startSweep()
        unsafe expiries[socket] = timers.now + UInt64(seconds) * 1000
    }

    private func startSweep() {
        if unsafe heldUp.isEmpty && expiries.isEmpty { timers?.sweep.start(after: Self.sweepInterval) }
    }

    /// The sweep's timer fired.
    func sweep() {
        guard let timers else { return }
        let patience = UInt64(configuration.slowReaderTimeout) * 1000
        for link in heldUp {
            noteProgress(of: link, at: timers.now)
            if links[link].heldUpSince + patience <= timers.now { end(link, because: .slowReader) }
        }
        for unsafe(socket, expiry) in unsafe expiries where expiry <= timers.now {
            unsafe expiries[socket] = nil
            unsafe kill(socket)
        }
        if unsafe !heldUp.isEmpty || !expiries.isEmpty { timers.sweep.start(after: Self.sweepInterval) }
    }

    /// A large message may be on its way for minutes, to a reader that takes some of it every second. Nobody else says so: libwebsockets
    /// calls when all of what it keeps is out, and the kernel when a third of its buffer is free.
    private func noteProgress(of link: LinkID, at now: UInt64) {
        let acknowledged = acknowledged(link)
        guard acknowledged != links[link].acknowledged else { return }
        links[link].acknowledged = acknowledged
        links[link].heldUpSince = now
    }

    private func acknowledged(_ link: LinkID) -> UInt64 {
        guard let socket = unsafe links[link].socket else { return 0 }
        return unsafe visavis_tcp_acknowledged(lws_get_socket_fd(socket))
    }

    /// Closes a socket once the current event is done with.
    func kill(_ socket: OpaquePointer) {
        unsafe lws_set_timeout(socket, PENDING_TIMEOUT_KILLED_BY_PARENT, Int32(LWS_TO_KILL_ASYNC))
        // libwebsockets looks at its timers after events of its own only, and this may be called from libuv's.
        unsafe lws_cancel_service(lws_get_context(socket))
    }
}
