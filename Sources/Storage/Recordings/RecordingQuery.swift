public import Domain

/// Which recordings a list shows, newest first.
public struct RecordingQuery: Sendable {
    /// Where a page ended; the next one begins below it.
    public struct Cursor: Hashable, Sendable {
        public let expectedAt: Instant
        public let id: RecordingID

        public init(expectedAt: Instant, id: RecordingID) {
            self.expectedAt = expectedAt
            self.id = id
        }
    }

    /// Of `expectedAt`; `to` is exclusive.
    public var from: Instant?
    public var to: Instant?
    /// `nil`: of all queues.
    public var queues: [QueueName]?
    public var agent: AgentID?
    public var state: Recording.State?
    public var after: Cursor?
    public var limit: Int

    public init(limit: Int) { self.limit = limit }
}

/// Work that the database knows of, for the server's housekeeping.
public enum RecordingDuty: Sendable {
    /// Neither completed, partial nor failed.
    case unfinished
    /// Their time is over.
    case expired(at: Instant)
    /// Finished, here, and not yet in the object storage.
    case toUpload(at: Instant)
    /// In the object storage, and still here.
    case toMoveOut
    /// Erased here, but not yet there.
    case toEraseRemotely
    /// Finished and still here, or last seen here, to be compared with the files.
    case local(after: RecordingID?)
    /// Something of them lies in the recordings' folder.
    case onDisk
    /// Their files are sealed; newest first.
    case sealed
}
