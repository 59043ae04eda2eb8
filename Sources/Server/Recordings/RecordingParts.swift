import Dispatch
import Domain
import Logging
import Recording
import Storage
import Synchronization

/// What the threads that deal with recordings share.
final class RecordingParts: Sendable {
    let vault: RecordingVault
    let store: any Store
    let clock: ServerClock
    let log: Logger
    let retention: RetentionPolicy
    /// Where closed recordings are read once more for their digests.
    let finishing = DispatchQueue(label: "visavis.recordings.finishing", qos: .utility)

    private let commits: CommitQueue
    private let minimumFreeBytes: Int64
    /// Tells whoever delivers notices how many were stored; `nil`: nobody wants any.
    private let announce: (@Sendable (Int) -> Void)?
    private let held = Mutex(RecordingFigures())
    /// Being made, closed, repaired or erased: nobody else may touch them meanwhile.
    private let taken = Mutex(Set<RecordingID>())
    /// Called when there is something new to look after.
    private let onClosed = Mutex<(@Sendable () -> Void)?>(nil)

    init(
        _ settings: RecordingSettings, vault: RecordingVault, store: any Store, commits: CommitQueue, clock: ServerClock, log: Logger,
        announce: (@Sendable (Int) -> Void)?
    ) {
        self.vault = vault
        self.store = store
        self.commits = commits
        self.clock = clock
        self.log = log
        self.announce = announce
        retention = settings.retention
        minimumFreeBytes = settings.minimumFreeBytes
        count { $0.freeBytes = vault.freeBytes ?? 0 }
    }

    var figures: RecordingFigures { held.withLock(\.self) }

    func count(_ change: (inout RecordingFigures) -> Void) { held.withLock { change(&$0) } }

    func whenClosed(_ body: @escaping @Sendable () -> Void) { onClosed.withLock { $0 = body } }

    /// `false`: somebody else is at it.
    func take(_ id: RecordingID) -> Bool { taken.withLock { $0.insert(id).inserted } }

    func release(_ id: RecordingID) { taken.withLock { _ = $0.remove(id) } }

    /// Whether a recording may begin. A system that does not say is believed to have room.
    func hasRoom() -> Bool {
        guard let free = vault.freeBytes else { return true }
        count { $0.freeBytes = free }
        return free >= minimumFreeBytes
    }

    /// Stores one step; `completion` runs once it is stored, and not at all when it never will be.
    func write(_ id: RecordingID, _ update: RecordingUpdate, then completion: @escaping @Sendable () -> Void = {}) {
        commit(CommitBatch(records: [.recordingUpdate(id, update)]), about: id, then: completion)
    }

    func commit(_ batch: CommitBatch, about id: RecordingID, then completion: @escaping @Sendable () -> Void = {}) {
        commits.submit(batch) { [log, announce] result in
            switch result {
            case .success:
                if !batch.outbox.isEmpty { announce?(batch.outbox.count) }
                completion()
            case .failure(let error):
                log.critical("what became of a recording could not be stored", metadata: ["recording": "\(id)", "error": "\(error)"])
            }
        }
    }

    /// Stores and waits for it; `false`: it could not be stored.
    func commitNow(_ batch: CommitBatch, about id: RecordingID) -> Bool {
        let done = DispatchSemaphore(value: 0)
        let isStored = Mutex(false)
        let signal: @Sendable (Bool) -> Void = { stored in
            isStored.withLock { $0 = stored }
            done.signal()
        }
        commits.submit(batch) { [log, announce] result in
            switch result {
            case .success:
                if !batch.outbox.isEmpty { announce?(batch.outbox.count) }
                signal(true)
            case .failure(let error):
                log.error("a recording's row could not be changed", metadata: ["recording": "\(id)", "error": "\(error)"])
                signal(false)
            }
        }
        done.wait()
        return isStored.withLock(\.self)
    }

    /// Stores the end of a recording, with the word to other systems, and lets go of it.
    func close(_ recording: Domain.Recording, _ ending: RecordingEnding, then completion: @escaping @Sendable () -> Void = {}) {
        count { figures in
            switch ending.state {
            case .completed: figures.completed += 1
            case .partial: figures.partial += 1
            case .expected, .recording, .paused, .failed:
                figures.failed += 1
                figures.missing += 1
            }
        }
        var metadata: Logger.Metadata = [
            "recording": "\(recording.id)", "session": "\(recording.session)", "state": "\(ending.state.rawValue)",
        ]
        if let missing = ending.missing { metadata["missing"] = "\(missing.rawValue)" }
        log.log(
            level: ending.state == .failed ? .error : ending.state == .partial ? .warning : .info,
            ending.state == .failed ? "a recording was expected and is missing" : "a recording is closed", metadata: metadata)
        commit(
            CommitBatch(
                outbox: notices(about: recording, ending, ending.state == .failed ? .missing : .finished),
                records: [.recordingUpdate(recording.id, .finished(ending))]),
            about: recording.id
        ) { [self] in
            release(recording.id)
            completion()
            onClosed.withLock(\.self)?()
        }
    }

    func notices(about recording: Domain.Recording, _ ending: RecordingEnding, _ topic: RecordingNotice.Topic) -> [OutboxMessage] {
        announce == nil ? [] : [RecordingNotice.message(about: recording, ending, topic, at: clock.now)]
    }
}
