/// A file of a recording.
public struct RecordedFile: Hashable, Sendable, Codable {
    /// In the recording's folder.
    public let name: String
    /// nil: the mix.
    public let participant: String?
    /// Of the picture, if there is one: what lies in it beside the sound.
    public let kind: RecordedKind
    public let codecs: [RecordedCodec]
    public let bytes: Int64
    /// Of the whole file on disk, in hexadecimal digits; nil while it was not computed.
    public var sha256: String?
    /// Where the file's time 0 lies in the recording.
    public let startMs: Int64
    public let durationMs: Int64
    /// The largest picture; 0 without one.
    public let width: Int
    public let height: Int
    /// It is closed and has its name; false only when closing failed. A repair finishes it.
    public let isFinished: Bool

    public init(
        name: String, participant: String?, kind: RecordedKind, codecs: [RecordedCodec], bytes: Int64, sha256: String?, startMs: Int64,
        durationMs: Int64, width: Int, height: Int, isFinished: Bool
    ) {
        self.name = name
        self.participant = participant
        self.kind = kind
        self.codecs = codecs
        self.bytes = bytes
        self.sha256 = sha256
        self.startMs = startMs
        self.durationMs = durationMs
        self.width = width
        self.height = height
        self.isFinished = isFinished
    }
}

/// What a recording came to.
public struct RecordingSummary: Hashable, Sendable {
    public let state: RecordingState
    /// Why it is not `completed`.
    public let error: RecordingError?
    public let durationMs: Int64
    public let files: [RecordedFile]
    public let gaps: [RecordingGap]
    public let talk: TalkMeasures
    /// Tap records that found no room.
    public let lostRecords: Int
}

/// What whoever owns a recorder has to know.
public enum RecorderEvent: Hashable, Sendable {
    /// The first piece of media is on disk: from here on something is recorded.
    case capturing
    /// A picture of this track cannot go on, or a cluster would not begin, without a key frame.
    case keyFrameWanted(UInt32)
    /// Capturing has stopped; `state` says what there is.
    case failed(RecordingError)
}
