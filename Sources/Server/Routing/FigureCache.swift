import Domain
import Foundation
import Storage
import Synchronization

/// Today's figures of the queues, counted by the database at most every few seconds however many supervisors look.
final class FigureCache: Sendable {
    private struct Held {
        var at: Instant
        var targets: [QueueName: Duration]
        var figures: [QueueName: ServiceFigures]
    }

    private static let pause = Duration.seconds(5)

    private let held = Mutex<Held?>(nil)

    /// `targets`: the wait that each queue's service level counts as kept. "Today" is the day of the server's time zone.
    func figures(_ targets: [QueueName: Duration], from store: any Store, at now: Instant) throws(StorageError)
        -> [QueueName: ServiceFigures]
    {
        let known = held.withLock { $0 }
        if let known, now - known.at < Self.pause, known.targets == targets { return known.figures }
        let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1_000)
        let midnight = Calendar.current.startOfDay(for: date)
        let figures = try store.serviceFigures(
            since: Instant(milliseconds: Int64(midnight.timeIntervalSince1970 * 1_000)), targets: targets)
        held.withLock { $0 = Held(at: now, targets: targets, figures: figures) }
        return figures
    }
}
