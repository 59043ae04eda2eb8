public import Domain

/// The row of a recording: what was promised, what became of it, and where it is.
public struct RecordingRecord: Hashable, Sendable {
    public enum Location: String, Sendable, Codable {
        /// In the data folder.
        case local
        /// In the object storage alone.
        case uploaded
    }

    public let recording: Recording
    public var state: Recording.State = .expected
    /// When the first packet was kept; every offset in `contents` counts from it.
    public var startedAt: Instant?
    public var endedAt: Instant?
    /// When it is erased by itself; `nil` while it is being made, and where the policy keeps it for good.
    public var retainUntil: Instant?
    public var contents = RecordingContents()
    /// The key of its files, wrapped with the server's; `nil`: the files are plain, or were erased.
    public var wrappedKey: [UInt8]?
    public var location = Location.local
    /// When every file was found whole in the object storage.
    public var uploadedAt: Instant?
    public var uploadAttempts = 0
    /// Why something, or all, is missing.
    public var missing: RecordingLoss?
    public var erasedAt: Instant?
    /// Of the customer's and the agent's own records, for those who read lists.
    public var customerName: String?
    public var agentName: String?

    public init(_ recording: Recording) { self.recording = recording }

    public var id: RecordingID { recording.id }
    public var isFinished: Bool { state.isFinal }
}

extension Recording.State {
    /// Nothing follows but its erasure.
    public var isFinal: Bool {
        switch self {
        case .expected, .recording, .paused: false
        case .completed, .partial, .failed: true
        }
    }
}

/// Why a recording is not whole.
public enum RecordingLoss: String, Sendable, Codable {
    /// It was agreed to, but no packet came.
    case nothingCaptured = "nothing_captured"
    /// The process ended before anything was kept.
    case serverStopped = "server_stopped"
    /// The process ended in the middle: the last two seconds at most are gone.
    case interrupted
    /// The row names files that are not there.
    case filesMissing = "files_missing"
    case diskFull = "disk_full"
    case diskError = "disk_error"
    /// Packets came faster than they could be written.
    case overloaded
    /// What is there cannot be read.
    case damaged
}
