internal import CDatagrams
internal import Synchronization

/// How the thread that starts a loop learns what became of it.
final class StartOutcome: Sendable {
    private let result = Mutex<Result<DatagramEndpoint, any Error>?>(nil)
    private let event: WakeEvent

    init() throws(DatagramError) { event = try WakeEvent() }

    func set(_ outcome: Result<DatagramEndpoint, any Error>) {
        result.withLock { $0 = outcome }
        event.signal()
    }

    func wait() throws -> DatagramEndpoint {
        while true {
            if let outcome = result.withLock({ $0 }) { return try outcome.get() }
            _ = visavis_wait(-1, event.descriptor, -1)
        }
    }
}
