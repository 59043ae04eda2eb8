internal import Synchronization

/// What a loop shares with the threads that look at it.
final class LoopState: Sendable {
    private let stopRequested = Atomic(false)
    private let published = Mutex(DatagramCounters())

    var mustStop: Bool { stopRequested.load(ordering: .acquiring) }
    func requestStop() { stopRequested.store(true, ordering: .releasing) }

    var counters: DatagramCounters { published.withLock { $0 } }
    func publish(_ counters: DatagramCounters) { published.withLock { $0 = counters } }
}
