import Domain
import Signaling
import Storage
import Synchronization

/// Who may see which recordings, and what the API does with them.
struct RecordingAccess: Sendable {
    let service: RecordingService
    let agentsMayView: Bool
    /// Asks the hub to pause or resume the recording of a session.
    let pauseRecording: @Sendable (RecordingPause) async -> Result<Void, SignalingError>
    let viewings = ViewingLedger()

    func maySee(_ record: RecordingRecord, _ account: Account) -> Bool {
        account.oversees(record.recording.queue) || agentsMayView && record.recording.agent == account.id
    }

    /// What the account sees of a list; `nil`: no list at all.
    func limit(_ query: RecordingQuery, to account: Account) -> RecordingQuery? {
        var query = query
        if account.role == .agent {
            guard agentsMayView else { return nil }
            guard query.agent == nil || query.agent == account.id else { return nil }
            query.agent = account.id
            return query
        }
        if let scope = account.queues { query.queues = query.queues.map { $0.filter(scope.contains) } ?? scope }
        return query
    }
}

/// Who is watching what, so that every viewing stands in the audit log once, not once for each piece that a player asks for.
final class ViewingLedger: Sendable {
    private static let capacity = 10_000
    private static let span = Duration.seconds(3_600)

    private struct Viewing: Hashable {
        let account: AccountID
        let recording: RecordingID
    }

    private let viewings = Mutex<[Viewing: Instant]>([:])

    /// Whether this viewing stands in the log already.
    func isKnown(_ account: AccountID, _ recording: RecordingID, at now: Instant) -> Bool {
        viewings.withLock { viewings in
            guard let until = viewings[Viewing(account: account, recording: recording)] else { return false }
            return until > now
        }
    }

    func note(_ account: AccountID, _ recording: RecordingID, at now: Instant) {
        viewings.withLock { viewings in
            if viewings.count >= Self.capacity { viewings = viewings.filter { $0.value > now } }
            // A full ledger only means that more is written than need be.
            if viewings.count >= Self.capacity { viewings = [:] }
            viewings[Viewing(account: account, recording: recording)] = now + Self.span
        }
    }
}
