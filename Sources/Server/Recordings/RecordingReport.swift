import Domain
import Storage

/// What becomes of a recording, told to whoever asked for it.
enum RecordingReport: Hashable, Sendable {
    /// The first cluster is on disk, and the row says so: what is said now is being kept.
    case capturing
    /// Nothing is kept any more, until `resumed`.
    case paused
    case resumed
    /// Capturing has ended by itself; `finished` follows.
    case failed(RecordingLoss)
    /// Nothing follows.
    case finished(Recording.State)
}

/// Somebody whose feeds are recorded.
struct RecordedPerson: Hashable, Sendable {
    let id: ParticipantID
    let role: Participant.Role
    let name: String?
}
