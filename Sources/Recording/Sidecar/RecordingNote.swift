/// Something that happened during a recording and belongs on its timeline.
public struct RecordingNote: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        case consentGiven = "consent_given"
        case consentWithdrawn = "consent_withdrawn"
        case consentRefused = "consent_refused"
        case holdStarted = "hold_started"
        case holdEnded = "hold_ended"
        case muted
        case unmuted
        case joined
        case left
        case transferred
        case chat
        case supervisorJoined = "supervisor_joined"
        case supervisorLeft = "supervisor_left"
        /// The recorder was too slow and lost packets.
        case overflow
    }

    public let at: Int64
    public let kind: Kind
    public let participant: String?
    /// An identifier, or a few words; never what was said.
    public let detail: String?

    public init(at: Int64, kind: Kind, participant: String? = nil, detail: String? = nil) {
        self.at = at
        self.kind = kind
        self.participant = participant
        self.detail = detail
    }
}

/// A time of which a feed has nothing.
public struct RecordingGap: Hashable, Sendable, Codable {
    public enum Reason: String, Hashable, Sendable, Codable {
        /// Nothing came, or too little of it to be decoded.
        case missing
        case paused
        /// It could not be written.
        case disk
        /// It was written, and cannot be read any more.
        case damaged
    }

    public let participant: String
    public let kind: RecordedKind
    public let startMs: Int64
    public let endMs: Int64
    public let reason: Reason
}
