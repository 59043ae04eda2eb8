public import Media

/// What a media loop runs. Everything is called on the loop's thread, one call at a time; nothing may block.
///
/// `now` is the same during one turn. What is written to `batch` leaves at the end of the turn, or earlier when the batch is full.
public protocol MediaHandler: AnyObject, SendableMetatype {
    associatedtype Command: Sendable

    /// The first call.
    func started(at now: MediaTime, batch: DatagramBatch)
    /// The bytes may be changed where they lie, and are gone after the call.
    func received(_ datagram: UnsafeMutableRawBufferPointer, path: DatagramPath, now: MediaTime, batch: DatagramBatch)
    /// The datagram will be received in a moment: the place to have memory brought that it will need. First told from afar, then near.
    func approaching(_ datagram: UnsafeMutableRawBufferPointer, isNear: Bool)
    /// What one call took from the kernel. Not meant to be implemented: the default passes each datagram to `received`, and being a
    /// requirement it is compiled for the handler, in the handler's module, and called once a batch.
    func receive(_ arrivals: Arrivals, now: MediaTime, batch: DatagramBatch)
    func handle(_ command: Command, now: MediaTime, batch: DatagramBatch)
    /// `nextDeadline` has come. It must lie in the future afterwards, or the loop spins.
    func deadline(now: MediaTime, batch: DatagramBatch)
    /// All that arrived together, commands and datagrams, has been seen; the place for work that is done once a batch.
    func turnEnded(now: MediaTime, batch: DatagramBatch)
    /// Asked after each turn.
    var nextDeadline: MediaTime? { get }
    /// The last call; what is written to `batch` still leaves.
    func stopped(at now: MediaTime, batch: DatagramBatch)
}

extension MediaHandler {
    @inlinable
    public func receive(_ arrivals: Arrivals, now: MediaTime, batch: DatagramBatch) {
        // Memory takes a tenth of a packet's time, and twice in a row.
        let (far, near) = (6, 3)
        for index in 0..<min(far, arrivals.count) { unsafe approaching(arrivals.datagram(index), isNear: false) }
        for index in 0..<min(near, arrivals.count) { unsafe approaching(arrivals.datagram(index), isNear: true) }
        for index in 0..<arrivals.count {
            if index + far < arrivals.count { unsafe approaching(arrivals.datagram(index + far), isNear: false) }
            if index + near < arrivals.count { unsafe approaching(arrivals.datagram(index + near), isNear: true) }
            unsafe received(arrivals.datagram(index), path: arrivals.path(index), now: now, batch: batch)
        }
    }

    @inlinable public func approaching(_ datagram: UnsafeMutableRawBufferPointer, isNear: Bool) {}
    public func started(at now: MediaTime, batch: DatagramBatch) {}
    public func turnEnded(now: MediaTime, batch: DatagramBatch) {}
    public func stopped(at now: MediaTime, batch: DatagramBatch) {}
}
