import Domain
import Storage

/// What is particular to one outbox: which rows it has, how one is carried away, and what is written down of it.
protocol OutboxCourier: Sendable {
    associatedtype Item: Sendable
    associatedtype ID: Hashable, Sendable

    /// For logs and threads: `webhooks`.
    var name: String { get }
    func id(of item: Item) -> ID
    /// Oldest first.
    func due(at now: Instant, limit: Int) throws(StorageError) -> [Item]
    /// When the next one that is not yet due becomes so.
    func nextAttempt(after now: Instant) throws(StorageError) -> Instant?
    /// Those that are neither delivered nor given up.
    func pendingCount() throws(StorageError) -> Int
    /// Blocks while the receiver is asked; logs how it went.
    /// - Parameter isCancelled: asked from time to time.
    func deliver(_ item: Item, isCancelled: @escaping @Sendable () -> Bool) -> OutboxOutcome
    /// What is to be tidied up, asked at the start and each hour.
    func housekeeping(at now: Instant) -> [RecordChange]
}

/// How an attempt went, and the row that says so.
enum OutboxOutcome: Sendable {
    case delivered(RecordChange)
    /// It will be tried again.
    case failed(RecordChange)
    case givenUp(RecordChange)
    /// It was too late to try, or to try again.
    case expired(RecordChange, wasTried: Bool)
    /// As if it had not been tried: it is due when the server is back.
    case cancelled

    var record: RecordChange? {
        switch self {
        case .delivered(let record), .failed(let record), .givenUp(let record), .expired(let record, _): record
        case .cancelled: nil
        }
    }

    func count(in figures: inout OutboxFigures) {
        switch self {
        case .delivered: figures.delivered += 1
        case .failed: figures.failed += 1
        case .givenUp:
            figures.failed += 1
            figures.givenUp += 1
        case .expired(_, let wasTried):
            figures.failed += wasTried ? 1 : 0
            figures.expired += 1
        case .cancelled: return
        }
        if case .failed = self { return }
        figures.pending -= 1
    }
}
