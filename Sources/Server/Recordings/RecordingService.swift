import Domain
import Foundation
import Logging
import Media
import Recording
import Storage
import Synchronization

/// Makes recordings, on a thread of its own, and keeps them afterwards. Every call returns at once, from any thread, but for `stop`.
final class RecordingService: Sendable {
    let parts: RecordingParts
    let keeper: RecordingKeeper
    private let mailbox = RecorderMailbox()
    private let hasEnded = DispatchSemaphore(value: 0)
    private let isStopped = Mutex(false)

    /// - Parameters:
    ///   - mediaTime: the clock that packets are stamped with.
    ///   - announce: told how many notices were stored for other systems; `nil`: none are.
    ///   - freeBytes: room on the recordings' disk; `nil`: the system is asked.
    ///   - requestKeyFrame: a track needs one; it may be gone by then.
    ///   - onReport: called on a thread of this service or the writer's.
    /// - Throws: `ConfigurationError` when the folder, `server.key` or the object storage's secret cannot be used.
    init(
        _ settings: RecordingSettings, folder: String, store: any Store, commits: CommitQueue, clock: ServerClock,
        mediaTime: @escaping @Sendable () -> MediaTime, key: ServerKey, announce: (@Sendable (Int) -> Void)?,
        freeBytes: (@Sendable () -> Int64?)? = nil, requestKeyFrame: @escaping @Sendable (TapTrack) -> Void, log: Logger,
        onReport: @escaping @Sendable (RecordingID, RecordingReport) -> Void
    ) throws {
        let vault = RecordingVault(root: folder, isEncrypted: settings.isEncrypted, key: key)
        try vault.prove(key, store)
        try vault.open(store)
        parts = RecordingParts(
            settings, vault: vault, store: store, commits: commits, clock: clock, log: log, announce: announce, freeBytes: freeBytes)
        keeper = try RecordingKeeper(settings, parts)
        let thread = Thread { [parts, mailbox, hasEnded] in
            RecorderThread(parts, mailbox: mailbox, mediaTime: mediaTime, requestKeyFrame: requestKeyFrame, report: onReport).run()
            hasEnded.signal()
        }
        thread.name = "visavis-recorder"
        thread.start()
    }

    var figures: RecordingFigures { parts.figures }

    /// Finishes what an earlier process left, then looks after what is kept, from time to time.
    func start() { keeper.start(before: parts.clock.now) }

    /// The row is stored; from now on tracks may be added.
    func begin(_ recording: Domain.Recording) { mailbox.post(.begin(recording)) }

    /// Adding a track again changes nothing.
    func addTrack(_ track: TapTrack, to id: RecordingID, of person: RecordedPerson, kind: FeedKind) {
        mailbox.post(.addTrack(track, id, person, kind))
    }

    func removeTrack(_ track: TapTrack, from id: RecordingID) { mailbox.post(.removeTrack(track, id)) }

    /// Takes what the relay has tapped, and leaves an empty buffer.
    func ingest(_ tap: inout TapBuffer, at now: MediaTime) { mailbox.swap(&tap, at: now) }

    /// - Parameter reason: a stable word: `agent`, `api`, `consent`, `hold`.
    func pause(_ id: RecordingID, reason: String) { mailbox.post(.pause(id, reason: reason)) }

    func resume(_ id: RecordingID) { mailbox.post(.resume(id)) }

    func note(_ id: RecordingID, _ kind: RecordingNote.Kind, participant: ParticipantID? = nil, detail: String? = nil) {
        mailbox.post(.note(id, kind, participant: participant, detail: detail))
    }

    func finish(_ id: RecordingID) { mailbox.post(.finish(id)) }

    /// Closes every file; what became of each is with the writer when this returns, so the writer must still run.
    func stop() {
        let isFirst = isStopped.withLock { stopped in
            defer { stopped = true }
            return !stopped
        }
        guard isFirst else { return }
        mailbox.post(.stop)
        hasEnded.wait()
        keeper.stop()
        parts.finishing.sync {}
    }
}
