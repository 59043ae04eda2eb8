public import Domain

/// One step in the life of a recording's row. Each touches its own columns, so that the recorder, the uploader and the reconciler never
/// write over one another.
public enum RecordingUpdate: Hashable, Sendable {
    /// Its files are sealed with this key; stored before the first of them holds anything.
    case keyed([UInt8])
    /// The first cluster is on disk.
    case started(at: Instant)
    case paused
    case resumed
    /// It was closed, or found and closed later. A row that is final already stays as it is.
    case finished(RecordingEnding)
    /// A finished one turned out to be less than its row says.
    case reduced(to: Recording.State, RecordingLoss)
    /// Files that were missed are there again.
    case restored(to: Recording.State, RecordingLoss?)
    /// One that had failed was looked at once more, and there was something.
    case reopened(RecordingEnding)
    case uploadFailed(attempts: Int, nextAttemptAt: Instant)
    /// Every file was found whole in the object storage.
    case uploaded(at: Instant)
    /// The local copy is gone.
    case movedOut
    /// It is kept longer than was said; `nil`: for good.
    case retained(until: Instant?)
    /// The key and the contents are forgotten; the files go next.
    case erased(at: Instant)
    /// The copy in the object storage is gone too.
    case erasedRemotely
}

/// How a recording ended.
public struct RecordingEnding: Hashable, Sendable {
    /// `completed`, `partial` or `failed`.
    public let state: Recording.State
    public let startedAt: Instant?
    public let endedAt: Instant
    public let contents: RecordingContents
    public let missing: RecordingLoss?
    /// `nil`: kept for good.
    public let retainUntil: Instant?

    public init(
        state: Recording.State, startedAt: Instant?, endedAt: Instant, contents: RecordingContents = RecordingContents(),
        missing: RecordingLoss? = nil, retainUntil: Instant?
    ) {
        self.state = state
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.contents = contents
        self.missing = missing
        self.retainUntil = retainUntil
    }
}
