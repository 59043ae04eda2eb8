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
    let keepsFlagged: Bool
    /// Where closed recordings are read once more for their digests.
    let finishing = DispatchQueue(label: "visavis.recordings.finishing", qos: .utility)

    private let commits: CommitQueue
    private let minimumFreeBytes: Int64
    private let freeBytes: @Sendable () -> Int64?
    /// Tells whoever delivers notices how many were stored; `nil`: nobody wants any.
    private let announce: (@Sendable (Int) -> Void)?
    private let held = Mutex(RecordingFigures())
    /// Being made, closed, repaired or erased: nobody else may touch them meanwhile.
    private let taken = Mutex(Set<RecordingID>())
    /// Left as they are because the disk refuses, or a key is missing, and why; they are tried again.
    private let postponed = Mutex<[RecordingID: RecordingLoss]>([:])
    private let waiting = Mutex(Waiting())
    /// Called when there is something new to look after.
    private let onClosed = Mutex<(@Sendable () -> Void)?>(nil)
    private let onPostponed = Mutex<(@Sendable () -> Void)?>(nil)

    /// Those who wait for the writer.
    private struct Waiting {
        var isStopping = false
        var signals: [ObjectIdentifier: DispatchSemaphore] = [:]
    }

    init(
        _ settings: RecordingSettings, vault: RecordingVault, store: any Store, commits: CommitQueue, clock: ServerClock, log: Logger,
        announce: (@Sendable (Int) -> Void)?, freeBytes: (@Sendable () -> Int64?)? = nil
    ) {
        self.vault = vault
        self.store = store
        self.commits = commits
        self.clock = clock
        self.log = log
        self.announce = announce
        retention = settings.retention
        keepsFlagged = settings.keepsFlagged
        minimumFreeBytes = settings.minimumFreeBytes
        self.freeBytes = freeBytes ?? { vault.freeBytes }
        count { $0.freeBytes = self.freeBytes() ?? 0 }
    }

    var figures: RecordingFigures { held.withLock(\.self) }

    func count(_ change: (inout RecordingFigures) -> Void) { held.withLock { change(&$0) } }

    func whenClosed(_ body: @escaping @Sendable () -> Void) { onClosed.withLock { $0 = body } }

    /// `false`: somebody else is at it.
    func take(_ id: RecordingID) -> Bool { taken.withLock { $0.insert(id).inserted } }

    func release(_ id: RecordingID) { taken.withLock { _ = $0.remove(id) } }

    /// Whether a recording may begin. A system that does not say is believed to have room.
    func hasRoom() -> Bool { hasFree(minimumFreeBytes) }

    /// Whether recordings may go on. The database and others may live on the same disk: the last quarter of what a recording needs to begin
    /// is not used up by those that have begun.
    func hasRoomToGoOn() -> Bool { hasFree(minimumFreeBytes / 4) }

    private func hasFree(_ bytes: Int64) -> Bool {
        guard let free = freeBytes() else { return true }
        count { $0.freeBytes = free }
        return free >= bytes
    }

    // MARK: - Stopping

    var isStopping: Bool { waiting.withLock(\.isStopping) }

    /// Nobody waits for the writer any more, who may be unable to store anything.
    func beginStopping() {
        let signals = waiting.withLock { waiting in
            waiting.isStopping = true
            return Array(waiting.signals.values)
        }
        for signal in signals { signal.signal() }
    }

    // MARK: - What cannot be finished yet

    func whenPostponed(_ body: @escaping @Sendable () -> Void) { onPostponed.withLock { $0 = body } }

    var postponedIDs: [RecordingID] { postponed.withLock { $0.keys.sorted() } }

    /// Why it was put off, as far as this process knows.
    func reason(_ id: RecordingID) -> RecordingLoss? { postponed.withLock { $0[id] } }

    /// Lets go of a recording whose row stays open. It is told once.
    func postpone(_ id: RecordingID, _ error: RecordingError) {
        let (isNews, number) = postponed.withLock { postponed in
            let isNews = postponed[id] == nil
            if isNews { postponed[id] = RecordingLoss(error) }
            return (isNews, postponed.count)
        }
        count { $0.unfinished = number }
        release(id)
        guard isNews else { return }
        log.error(
            "a recording cannot be finished for now; it is tried again every minute", metadata: ["recording": "\(id)", "error": "\(error)"])
        onPostponed.withLock(\.self)?()
    }

    private func settle(_ id: RecordingID) {
        let number = postponed.withLock { postponed in
            postponed[id] = nil
            return postponed.count
        }
        count { $0.unfinished = number }
    }

    // MARK: - Storing

    /// Stores one step; `completion` runs once it is stored, and not at all when it never will be.
    /// - Parameter otherwise: runs when it never will be.
    func write(
        _ id: RecordingID, _ update: RecordingUpdate, then completion: @escaping @Sendable () -> Void = {},
        otherwise: @escaping @Sendable () -> Void = {}
    ) {
        commit(CommitBatch(records: [.recordingUpdate(id, update)]), about: id, then: completion, otherwise: otherwise)
    }

    func commit(
        _ batch: CommitBatch, about id: RecordingID, then completion: @escaping @Sendable () -> Void = {},
        otherwise: @escaping @Sendable () -> Void = {}
    ) {
        commits.submit(batch) { [log, announce] result in
            switch result {
            case .success:
                if !batch.outbox.isEmpty { announce?(batch.outbox.count) }
                completion()
            case .failure(let error):
                log.critical("what became of a recording could not be stored", metadata: ["recording": "\(id)", "error": "\(error)"])
                otherwise()
            }
        }
    }

    /// Longer than this nobody waits for the writer: the work comes up again.
    private static let patience = DispatchTimeInterval.seconds(30)

    /// Stores and waits for it; `false`: it could not be stored, or not in time: then it may be stored later.
    func commitNow(_ batch: CommitBatch, about id: RecordingID) -> Bool {
        let done = DispatchSemaphore(value: 0)
        let isStored = Mutex(false)
        let mayWait = waiting.withLock { waiting in
            if !waiting.isStopping { waiting.signals[ObjectIdentifier(done)] = done }
            return !waiting.isStopping
        }
        guard mayWait else { return false }
        defer { waiting.withLock { _ = $0.signals.removeValue(forKey: ObjectIdentifier(done)) } }
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
        _ = done.wait(timeout: .now() + Self.patience)
        return isStored.withLock(\.self)
    }

    // MARK: - The end

    /// Stores the end of a recording, with the word to other systems, and lets go of it.
    func close(_ recording: Domain.Recording, _ ending: RecordingEnding, then completion: @escaping @Sendable () -> Void = {}) {
        settle(recording.id)
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
