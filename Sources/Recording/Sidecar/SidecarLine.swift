internal import Foundation

/// One line of `index.jsonl`: all that is known of a recording beside the media itself. Times are milliseconds since the recording began.
/// A reader leaves out lines whose `t` it does not know.
public enum SidecarLine: Hashable, Sendable {
    case begin(Begin)
    case participant(RecordedParticipant)
    case file(File)
    case track(Track)
    case picture(Picture)
    case chunk(Chunk)
    case gap(RecordingGap)
    case pause(Pause)
    case resume(Resume)
    case note(RecordingNote)
    case talk(TalkSpan)
    case closed(Closed)
    case damaged(Damaged)
    case end(End)

    public struct Begin: Hashable, Sendable, Codable {
        public var version = 1
        public let id: String
        /// Milliseconds since 1970.
        public let startedAt: Int64
        public let interaction: String
        public let session: String
    }

    /// A file was begun.
    public struct File: Hashable, Sendable, Codable {
        public let file: String
        /// nil: the mix.
        public let participant: String?
        public let at: Int64
    }

    /// What a damaged file's header is made of again.
    public struct Track: Hashable, Sendable, Codable {
        public let file: String
        public let codec: RecordedCodec
        /// Hexadecimal digits.
        public let configuration: String
        public let width: Int
        public let height: Int
    }

    /// The picture's size or how it has to be turned changed.
    public struct Picture: Hashable, Sendable, Codable {
        public let file: String
        public let at: Int64
        public let width: Int
        public let height: Int
        /// Quarter turns clockwise.
        public let rotation: Int
    }

    /// A piece of a file as it lies on disk; the last line about a piece counts.
    public struct Chunk: Hashable, Sendable, Codable {
        public let file: String
        public let number: Int
        public let offset: Int64
        public let bytes: Int
        public let sha256: String
    }

    public struct Pause: Hashable, Sendable, Codable {
        public let at: Int64
        public let reason: String
    }

    public struct Resume: Hashable, Sendable, Codable {
        public let at: Int64
    }

    /// A file is whole and gets its name, which it may not have yet: this line is on disk before.
    public struct Closed: Hashable, Sendable, Codable {
        /// The name it was begun under.
        public let file: String
        public let result: RecordedFile
    }

    /// A repair could make no sense of the file; it stays as it is.
    public struct Damaged: Hashable, Sendable, Codable {
        public let file: String
    }

    public struct End: Hashable, Sendable, Codable {
        public let at: Int64
        public let state: RecordingState
        public let error: String?
    }
}

extension SidecarLine: Codable {
    private enum Key: String, CodingKey { case t }

    private enum Kind: String, Codable {
        case begin, participant, file, track, picture, chunk, gap, pause, resume, note, talk, closed, damaged, end
    }

    public init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .t) {
        case .begin: self = .begin(try Begin(from: decoder))
        case .participant: self = .participant(try RecordedParticipant(from: decoder))
        case .file: self = .file(try File(from: decoder))
        case .track: self = .track(try Track(from: decoder))
        case .picture: self = .picture(try Picture(from: decoder))
        case .chunk: self = .chunk(try Chunk(from: decoder))
        case .gap: self = .gap(try RecordingGap(from: decoder))
        case .pause: self = .pause(try Pause(from: decoder))
        case .resume: self = .resume(try Resume(from: decoder))
        case .note: self = .note(try RecordingNote(from: decoder))
        case .talk: self = .talk(try TalkSpan(from: decoder))
        case .closed: self = .closed(try Closed(from: decoder))
        case .damaged: self = .damaged(try Damaged(from: decoder))
        case .end: self = .end(try End(from: decoder))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(kind, forKey: .t)
        try content.encode(to: encoder)
    }

    private var kind: Kind {
        switch self {
        case .begin: .begin
        case .participant: .participant
        case .file: .file
        case .track: .track
        case .picture: .picture
        case .chunk: .chunk
        case .gap: .gap
        case .pause: .pause
        case .resume: .resume
        case .note: .note
        case .talk: .talk
        case .closed: .closed
        case .damaged: .damaged
        case .end: .end
        }
    }

    private var content: any Encodable {
        switch self {
        case .begin(let line): line
        case .participant(let line): line
        case .file(let line): line
        case .track(let line): line
        case .picture(let line): line
        case .chunk(let line): line
        case .gap(let line): line
        case .pause(let line): line
        case .resume(let line): line
        case .note(let line): line
        case .talk(let line): line
        case .closed(let line): line
        case .damaged(let line): line
        case .end(let line): line
        }
    }
}

extension SidecarLine {
    /// The line with its line feed.
    func encoded(_ encoder: JSONEncoder) -> [UInt8] {
        // Strings and numbers cannot fail to encode.
        guard let data = try? encoder.encode(self) else { return [] }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    /// Whole lines only: what a crash left of the last one is no line. Neither is one with numbers that were never written: whoever
    /// calculates with a line may rely on it.
    static func parse(_ bytes: [UInt8]) -> [SidecarLine] {
        let decoder = JSONDecoder()
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        return bytes[..<end].split(separator: UInt8(ascii: "\n"))
            .compactMap { try? decoder.decode(SidecarLine.self, from: Data($0)) }.filter(\.isPlausible)
    }
}
