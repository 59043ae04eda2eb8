import Media

/// What every endpoint of the load test sends, and how it is numbered in its descriptions.
enum MediaFormat {
    static let audioPayloadType: UInt8 = 111
    static let videoPayloadType: UInt8 = 96
    static let absSendTimeID: UInt8 = 3
    static let audioLevelID: UInt8 = 1
    static let absSendTimeURI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
    static let audioLevelURI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"

    /// A picture's packets: 30 pictures a second are 170 packets of 1,100 bytes, 1.5 Mbit/s.
    static let picture = [6, 6, 5]
    static let pictureInterval = Clock.second / 30
    /// A picture leaves as a browser's pacer lets it go: two packets every five milliseconds.
    static let burst = 2
    static let burstInterval = 5 * Clock.millisecond
    static let audioInterval = 20 * Clock.millisecond
    /// Of one endpoint, for 30 pictures a second and 50 Opus packets.
    static let packetsPerSecond = 220.0

    static let videoBytes = 1_100
    /// 40 kbit/s.
    static let audioBytes = 100
    /// Where in the payload the packet's own number stands: behind everything that a server may want to look at.
    static let numberOffset = 16
}

/// The two streams of an endpoint.
enum MediaKind: Int, CaseIterable {
    case audio, video

    var payloadType: UInt8 { self == .audio ? MediaFormat.audioPayloadType : MediaFormat.videoPayloadType }
    var clockRate: UInt32 { self == .audio ? 48_000 : 90_000 }
    var name: String { self == .audio ? "audio" : "video" }
}
