import DequeModule
import Dispatch
import Domain
import Logging
import Storage
import Synchronization

/// Empties an outbox: reads what is due, has it delivered, and writes down what became of it. At least once, whatever happens in between.
///
/// Passes over the outbox run one after the other on `queue`; deliveries block, so they have threads of their own. The loop only ever
/// leaves a word here.
final class OutboxPump<Courier: OutboxCourier>: Sendable {
    struct State {
        /// Read and not yet tried.
        var ready: Deque<Courier.Item> = []
        /// Being tried, or tried and not yet written down.
        var inFlight: Set<Courier.ID> = []
        /// A pass is on its way to `queue`.
        var isWoken = false
        /// The pass that time will bring.
        var alarm: Instant?
        /// The database could not be asked or told: nothing before that time.
        var pausedUntil: Instant?
        var housekeepingAt: Instant
        var isStopping = false
        /// Deliveries under way are to end.
        var isCancelled = false
        var figures = OutboxFigures()
    }

    let courier: Courier
    let commits: CommitQueue
    let clock: ServerClock
    let log: Logger
    let state: Mutex<State>
    let queue: DispatchQueue
    private let senders: DispatchQueue
    private let deliveries = DispatchGroup()

    init(_ courier: Courier, commits: CommitQueue, clock: ServerClock, log: Logger) throws(StorageError) {
        self.courier = courier
        self.commits = commits
        self.clock = clock
        self.log = log
        queue = DispatchQueue(label: "visavis.\(courier.name)")
        senders = DispatchQueue(label: "visavis.\(courier.name).senders", attributes: .concurrent)
        var state = State(housekeepingAt: clock.now)
        state.figures.pending = try courier.pendingCount()
        self.state = Mutex(state)
    }

    var figures: OutboxFigures { state.withLock(\.figures) }

    /// Nothing is being delivered or written down.
    var isIdle: Bool { state.withLock(\.inFlight.isEmpty) }

    /// Makes a pass soon.
    /// - Parameter stored: how many messages were added to the outbox.
    func wake(stored count: Int = 0) {
        let isNews = state.withLock { state in
            state.figures.pending += count
            guard !state.isWoken, !state.isStopping else { return false }
            state.isWoken = true
            return true
        }
        if isNews { queue.async { [self] in pass() } }
    }

    /// Starts nothing any more; ends what is being delivered after `grace`. Returns at once.
    func windDown(within grace: Duration) {
        state.withLock { $0.isStopping = true }
        queue.asyncAfter(deadline: .now() + .milliseconds(Int(grace.wholeMilliseconds))) { [self] in
            state.withLock { $0.isCancelled = true }
        }
    }

    /// Returns once nothing is delivered and every result is with the writer, which must still run.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.isCancelled = true
        }
        queue.sync {}
        deliveries.wait()
    }

    /// Delivers the message on a thread of its own.
    func start(_ item: Courier.Item) {
        senders.async(group: deliveries) { [self] in
            let outcome = courier.deliver(item) { [self] in state.withLock(\.isCancelled) }
            write(outcome, of: courier.id(of: item))
        }
    }

    /// The message stays in flight until its row says what became of it; otherwise the next pass would deliver it again.
    private func write(_ outcome: OutboxOutcome, of id: Courier.ID) {
        guard let record = outcome.record else {
            state.withLock { _ = $0.inFlight.remove(id) }
            return
        }
        commits.submit(CommitBatch(records: [record])) { [self] result in
            state.withLock { state in
                state.inFlight.remove(id)
                if case .success = result { outcome.count(in: &state.figures) }
            }
            if case .failure(let error) = result {
                log.error(
                    "what became of a message could not be stored; it will be delivered again",
                    metadata: ["outbox": "\(courier.name)", "id": "\(id)", "error": "\(error)"])
                rest()
            } else {
                wake()
            }
        }
    }
}
