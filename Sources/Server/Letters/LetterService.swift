import Domain
import Logging
import Storage

/// Sends the letters that were stored with what they are about: `RecordChange.letter` in a batch, then `wake(stored:)`.
///
/// It always runs: what waits for an adapter that is not configured any more is forgotten in its time, too.
final class LetterService: Sendable {
    private let pumps: [ContactAddress.Kind: OutboxPump<LetterCourier>]

    /// - Throws: `ConfigurationError` when a secret cannot be used, `StorageError`.
    init(_ settings: LetterSettings, store: any Store, commits: CommitQueue, clock: ServerClock, log: Logger) throws {
        var pumps: [ContactAddress.Kind: OutboxPump<LetterCourier>] = [:]
        for kind in ContactAddress.Kind.allCases {
            let courier = LetterCourier(kind: kind, store: store, sender: try settings.sender(of: kind), clock: clock, log: log)
            pumps[kind] = try OutboxPump(courier, commits: commits, clock: clock, log: log)
        }
        self.pumps = pumps
    }

    func figures(of kind: ContactAddress.Kind) -> OutboxFigures { pumps[kind]?.figures ?? OutboxFigures() }

    var isIdle: Bool { pumps.values.allSatisfy(\.isIdle) }

    /// Looks for what is due, as at the start.
    func wake() { for pump in pumps.values { pump.wake() } }

    /// These have been stored.
    func wake(stored letters: [Letter]) {
        for (kind, added) in Dictionary(grouping: letters, by: \.to.kind) { pumps[kind]?.wake(stored: added.count) }
    }

    /// Starts nothing any more; ends what is being sent after `grace`. Returns at once.
    func windDown(within grace: Duration) { for pump in pumps.values { pump.windDown(within: grace) } }

    /// Returns once nothing is sent and every result is with the writer, which must still run.
    func stop() { for pump in pumps.values { pump.stop() } }
}

extension [RecordChange] {
    /// The letters that are stored with them.
    var letters: [Letter] { compactMap { if case .letter(let letter) = $0 { letter } else { nil } } }
}
