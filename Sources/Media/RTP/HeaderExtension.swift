/// The header extensions that are negotiated and rewritten; every other one is dropped on the way.
public enum HeaderExtension: UInt8, Hashable, Sendable, CaseIterable {
    /// RFC 9143: which section of the session description a packet belongs to.
    case mid
    /// 24 bits of the sender's clock; what a receiver without transport-wide feedback estimates bandwidth from.
    case absSendTime
    /// RFC 6464: how loud the packet is, so that nobody has to decode it.
    case audioLevel
    /// 3GPP TS 26.114: how a telephone is held.
    case videoOrientation

    public var uri: String {
        switch self {
        case .mid: "urn:ietf:params:rtp-hdrext:sdes:mid"
        case .absSendTime: "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
        case .audioLevel: "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
        case .videoOrientation: "urn:3gpp:video-orientation"
        }
    }

    public init?(uri: some StringProtocol) {
        guard let known = Self.allCases.first(where: { $0.uri == uri }) else { return nil }
        self = known
    }

    /// Whether it says anything about such media.
    public func applies(to kind: SDPSection.Kind) -> Bool {
        switch self {
        case .mid, .absSendTime: kind != .application
        case .audioLevel: kind == .audio
        case .videoOrientation: kind == .video
        }
    }
}

/// RFC 6464 §3: the one byte of the audio level extension.
public struct AudioLevel: Hashable, Sendable {
    /// The sender believes that somebody speaks.
    public let isVoice: Bool
    /// 0 is the loudest, 127 is silence; −dBov.
    public let attenuation: UInt8

    public init(byte: UInt8) {
        isVoice = byte & 0x80 != 0
        attenuation = byte & 0x7f
    }
}

extension MediaTime {
    /// As the absolute send time extension carries it: 6 bits of seconds, 18 of their fraction.
    @inline(__always)
    public var absoluteSendTime: UInt32 {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let fraction = rest << 18 / 1_000_000_000
        return UInt32(truncatingIfNeeded: seconds << 18 &+ fraction) & 0xff_ffff
    }
}
