import Domain
import Foundation
import Synchronization

/// The one writer: a thread that takes everything submitted since its last commit and stores it in one transaction (group commit).
///
/// Nothing submitted is lost to a passing fault (locked, full, read-only): it is kept, in order, and tried again until it is stored.
public final class CommitQueue: Sendable {
    public typealias Completion = @Sendable (Result<Void, StorageError>) -> Void

    /// What the writer tells about itself, from its own thread.
    public enum Report: Sendable {
        /// A transaction was stored.
        case committed(batches: Int, took: Duration)
        /// Nothing can be stored for now.
        case trouble(StorageError)
        case recovered
    }

    private struct Entry: Sendable {
        let batch: CommitBatch
        let completion: Completion
    }

    private struct State {
        var pending: [Entry] = []
        var isStopping = false
        var isDone = false
    }

    /// The largest number of batches that wait; beyond it `submit` answers `overloaded`.
    public static let capacity = 20_000

    private let store: any Store
    private let report: @Sendable (Report) -> Void
    private let condition = NSCondition()
    private let state = Mutex(State())

    public init(store: any Store, report: @escaping @Sendable (Report) -> Void) {
        self.store = store
        self.report = report
        let thread = Thread { [self] in run() }
        thread.name = "visavis-writer"
        thread.start()
    }

    public var depth: Int { state.withLock { $0.pending.count } }

    /// Stores the batch; `completion` runs on the writer's thread, in the order of submission.
    public func submit(_ batch: CommitBatch, completion: @escaping Completion) {
        let isAccepted = state.withLock { state in
            guard !state.isStopping, state.pending.count < Self.capacity else { return false }
            state.pending.append(Entry(batch: batch, completion: completion))
            return true
        }
        guard isAccepted else {
            completion(.failure(StorageError(.overloaded, "too many writes wait, or the server is stopping")))
            return
        }
        condition.lock()
        condition.signal()
        condition.unlock()
    }

    /// Stores the batch and returns once it is stored.
    public func perform(_ batch: CommitBatch) async throws(StorageError) {
        let result: Result<Void, StorageError> = await withCheckedContinuation { continuation in
            submit(batch) { continuation.resume(returning: $0) }
        }
        try result.get()
    }

    /// Stores what waits, then ends the thread. What cannot be stored by `deadline` seconds is failed.
    public func stop(within deadline: Double) {
        state.withLock { $0.isStopping = true }
        let end = Date(timeIntervalSinceNow: deadline)
        condition.lock()
        condition.broadcast()
        while !state.withLock(\.isDone), condition.wait(until: end) {}
        condition.unlock()
    }

    private func run() {
        while let entries = take() {
            guard !entries.isEmpty else { continue }
            store(entries)
        }
        condition.lock()
        state.withLock { $0.isDone = true }
        condition.broadcast()
        condition.unlock()
    }

    /// Waits for work; `nil`: stopped and nothing left.
    private func take() -> [Entry]? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            let (entries, isStopping) = state.withLock { state in
                defer { state.pending = [] }
                return (state.pending, state.isStopping)
            }
            if !entries.isEmpty { return entries }
            if isStopping { return nil }
            condition.wait()
        }
    }

    private func store(_ entries: [Entry]) {
        var pause = 0.05
        var isInTrouble = false
        while true {
            let start = ContinuousClock.now
            do throws(StorageError) {
                try store.commit(entries.map(\.batch))
                report(.committed(batches: entries.count, took: ContinuousClock.now - start))
                if isInTrouble { report(.recovered) }
                for entry in entries { entry.completion(.success(())) }
                return
            } catch {
                guard error.isPassing else { return storeSingly(entries, after: error) }
                if !isInTrouble { report(.trouble(error)) }
                isInTrouble = true
                if state.withLock(\.isStopping) { return fail(entries, error) }
                rest(pause)
                pause = min(pause * 2, 1)
            }
        }
    }

    /// One batch of the group is refused for good: the others must not suffer for it.
    private func storeSingly(_ entries: [Entry], after error: StorageError) {
        guard entries.count > 1 else { return fail(entries, error) }
        for entry in entries { store([entry]) }
    }

    private func fail(_ entries: [Entry], _ error: StorageError) {
        for entry in entries { entry.completion(.failure(error)) }
    }

    /// Waits before the next try; stopping cuts it short.
    private func rest(_ seconds: TimeInterval) {
        condition.lock()
        defer { condition.unlock() }
        guard !state.withLock(\.isStopping) else { return }
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end, !state.withLock(\.isStopping), condition.wait(until: end) {}
    }
}
