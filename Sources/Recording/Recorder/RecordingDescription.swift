internal import Media

/// What a recording is about.
public struct RecordingDescription: Hashable, Sendable {
    public let id: String
    /// Milliseconds since 1970.
    public let startedAt: Int64
    public let interaction: String
    public let session: String

    public init(id: String, startedAt: Int64, interaction: String, session: String) {
        self.id = id
        self.startedAt = startedAt
        self.interaction = interaction
        self.session = session
    }
}

/// Somebody who is recorded.
public struct RecordedParticipant: Hashable, Sendable, Codable {
    /// The service's own.
    public let id: String
    /// For the files' names: anything but a–z and digits becomes a hyphen. Two participants with one label get numbers.
    public let label: String
    /// `customer`, `agent`, `guest` …
    public let role: String

    public init(id: String, label: String, role: String) {
        self.id = id
        self.label = label
        self.role = role
    }

    /// Safe as a part of a file's name.
    var fileLabel: String {
        var text: [UInt8] = []
        for byte in label.lowercased().utf8.prefix(60) {
            let isPlain = (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39)
            if isPlain { text.append(byte) } else if !text.isEmpty, text.last != UInt8(ascii: "-") { text.append(UInt8(ascii: "-")) }
        }
        if text.last == UInt8(ascii: "-") { text.removeLast() }
        return text.isEmpty ? "participant" : String(decoding: text, as: UTF8.self)
    }
}

public enum RecordedKind: String, Hashable, Sendable, Codable {
    case microphone, camera, screen, mix

    init(_ kind: FeedKind) {
        switch kind {
        case .microphone: self = .microphone
        case .camera: self = .camera
        case .screen: self = .screen
        }
    }
}

/// `recording` and `paused` while it lasts. Afterwards `completed`: nothing of ours went wrong; `partial`: something is missing or was
/// repaired, the rest is good; `failed`: there is nothing to play.
public enum RecordingState: String, Hashable, Sendable, Codable {
    case recording, paused, completed, partial, failed
}

/// How recordings are made.
public struct RecordingPolicy: Hashable, Sendable {
    /// A cluster is written when its first frame is this old, or earlier at a key frame. With `tick` it bounds what a crash costs.
    public var clusterAge: Duration = .milliseconds(1_700)
    /// The same for the very first of a voice alone: the participants wait to be told that they are recorded, and a disk that refuses is to show at once.
    public var firstClusterAge: Duration = .milliseconds(600)
    /// A key frame is asked for when the last one is this old, so that clusters begin with one.
    public var keyFrameInterval: Duration = .milliseconds(1_400)
    /// A key frame sooner than this does not end a cluster.
    public var shortestCluster: Duration = .milliseconds(500)
    public var tick: Duration = .milliseconds(200)
    /// How long a lost picture packet is waited for.
    public var picturePatience: Duration = .milliseconds(700)
    public var soundPatience: Duration = .milliseconds(250)
    /// How far the mix stays behind; more than `soundPatience` and the network's delay together.
    public var mixDelay: Duration = .milliseconds(800)
    public var mixBitsPerSecond = 32_000
    public var mixComplexity = 5
    /// Nothing for longer than this is a gap.
    public var gapThreshold: Duration = .seconds(1)

    public init() {}
}
