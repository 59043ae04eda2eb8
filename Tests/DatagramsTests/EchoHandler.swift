import Datagrams
import Glibc
import Media
import Synchronization

/// What happened on the loop's thread, for the test's thread to look at.
final class Diary: Sendable {
    struct Entries: Sendable {
        var notes: [Int] = []
        var alarms: [MediaTime] = []
        var ended = false
        var released = false
    }

    private let state = Mutex(Entries())

    var entries: Entries { state.withLock { $0 } }
    func write(_ body: (inout Entries) -> Void) { state.withLock { body(&$0) } }

    /// Yields until it is so; gives up after a time that no healthy run needs.
    func wait(until holds: (Entries) -> Bool) {
        let end = MonotonicClock.now() + .seconds(10)
        while !holds(entries), MonotonicClock.now() < end { sched_yield() }
    }
}

/// Sends back what it gets, reversed.
final class EchoHandler: MediaHandler {
    enum Command: Sendable {
        case note(Int)
        case alarm(after: Duration)
    }

    private(set) var nextDeadline: MediaTime?
    private let diary: Diary
    private let farewell: DatagramPath?

    init(_ diary: Diary, farewell: DatagramPath? = nil) { (self.diary, self.farewell) = (diary, farewell) }

    deinit { diary.write { $0.released = true } }

    func received(_ datagram: UnsafeMutableRawBufferPointer, path: DatagramPath, now: MediaTime, batch: DatagramBatch) {
        batch.append(unsafe Array(datagram.reversed()), to: path)
    }

    func handle(_ command: Command, now: MediaTime, batch: DatagramBatch) {
        switch command {
        case .note(let number): diary.write { $0.notes.append(number) }
        case .alarm(let delay): nextDeadline = now + delay
        }
    }

    func deadline(now: MediaTime, batch: DatagramBatch) {
        nextDeadline = nil
        diary.write { $0.alarms.append(now) }
    }

    func stopped(at now: MediaTime, batch: DatagramBatch) {
        diary.write { $0.ended = true }
        if let farewell { batch.append(Array("bye".utf8), to: farewell) }
    }
}
