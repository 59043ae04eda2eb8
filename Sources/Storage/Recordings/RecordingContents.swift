/// What a finished recording holds, and what it does not; kept in its row so that it can be shown wherever the files are.
/// Milliseconds count from the start of the recording.
public struct RecordingContents: Hashable, Sendable, Codable {
    public var durationMs: Int64 = 0
    public var files: [StoredFile] = []
    public var gaps: [Gap] = []
    public var pauses: [Pause] = []
    public var events: [Event] = []
    public var talk: [Talk] = []
    public var silenceMs: Int64?
    public var overlapMs: Int64?

    public init() {}

    public var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }

    /// A stretch that should be there and is not.
    public struct Gap: Hashable, Sendable, Codable {
        /// `nil`: of everybody.
        public let participant: String?
        public let kind: String?
        public let fromMs: Int64
        public let toMs: Int64
        public let reason: String

        public init(participant: String?, kind: String?, fromMs: Int64, toMs: Int64, reason: String) {
            self.participant = participant
            self.kind = kind
            self.fromMs = fromMs
            self.toMs = toMs
            self.reason = reason
        }
    }

    /// A stretch that was left out on purpose.
    public struct Pause: Hashable, Sendable, Codable {
        public let fromMs: Int64
        public let toMs: Int64
        public let reason: String

        public init(fromMs: Int64, toMs: Int64, reason: String) {
            self.fromMs = fromMs
            self.toMs = toMs
            self.reason = reason
        }
    }

    /// Something that happened in the session: a hold, a consent, a transfer.
    public struct Event: Hashable, Sendable, Codable {
        public let atMs: Int64
        public let kind: String
        public let participant: String?
        public let detail: String?

        public init(atMs: Int64, kind: String, participant: String? = nil, detail: String? = nil) {
            self.atMs = atMs
            self.kind = kind
            self.participant = participant
            self.detail = detail
        }
    }

    /// How much of it one voice was heard.
    public struct Talk: Hashable, Sendable, Codable {
        public let participant: String
        public let role: String
        public let name: String?
        public let talkMs: Int64
        /// Of the duration, 0 … 1.
        public let ratio: Double
        /// When: pairs of beginning and end, in milliseconds.
        public let spans: [[Int64]]

        public init(participant: String, role: String, name: String?, talkMs: Int64, ratio: Double, spans: [[Int64]]) {
            self.participant = participant
            self.role = role
            self.name = name
            self.talkMs = talkMs
            self.ratio = ratio
            self.spans = spans
        }
    }
}

/// One file of a recording.
public struct StoredFile: Hashable, Sendable, Codable {
    /// Its name inside the recording's folder.
    public let file: String
    public let participant: String
    public let role: String
    public let name: String?
    public let kind: String
    public let startMs: Int64
    public let durationMs: Int64
    public let contentType: String
    /// Of what is played.
    public let bytes: Int64
    /// On the disk, where a sealed file takes a little more.
    public let diskBytes: Int64
    /// SHA-256 of what lies on the disk, in hexadecimal; `nil`: it could not be read to the end.
    public let sha256: String?
    public let codec: String?
    public let width: Int?
    public let height: Int?
    /// Quarter turns clockwise that the picture needs to stand upright.
    public let rotation: Int?

    public init(
        file: String, participant: String, role: String, name: String?, kind: String, startMs: Int64, durationMs: Int64,
        contentType: String, bytes: Int64, diskBytes: Int64, sha256: String?, codec: String?, width: Int?, height: Int?,
        rotation: Int? = nil
    ) {
        self.file = file
        self.participant = participant
        self.role = role
        self.name = name
        self.kind = kind
        self.startMs = startMs
        self.durationMs = durationMs
        self.contentType = contentType
        self.bytes = bytes
        self.diskBytes = diskBytes
        self.sha256 = sha256
        self.codec = codec
        self.width = width
        self.height = height
        self.rotation = rotation
    }
}
