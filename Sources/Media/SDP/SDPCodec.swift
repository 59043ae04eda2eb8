/// One payload type of a section.
public struct SDPCodec: Hashable, Sendable {
    public let payloadType: UInt8
    /// As the offer writes it; compare without case.
    public let name: String
    public let clockRate: UInt32
    public let channels: UInt8
    /// The parameters of `fmtp`, names in lower case; one without a value has the empty one.
    public internal(set) var parameters: [String: String] = [:]
    public internal(set) var feedback: Set<SDPFeedback> = []
    /// Of the retransmissions of this one.
    public internal(set) var rtxPayloadType: UInt8?

    public func isNamed(_ other: String) -> Bool { name.lowercased() == other.lowercased() }

    public var isOpus: Bool { isNamed("opus") && clockRate == 48_000 && channels == 2 }

    /// `nil` when the relay cannot forward it: other codecs, H.264 without fragmentation or beyond the baseline.
    public var video: VideoCodec? {
        guard clockRate == 90_000 else { return nil }
        if isNamed(VideoCodec.vp8.rawValue) { return .vp8 }
        return isNamed(VideoCodec.h264.rawValue) && parameters["packetization-mode"] == "1" && h264Rank != nil ? .h264 : nil
    }

    /// 0: constrained baseline, which everybody decodes; 1: baseline.
    var h264Rank: Int? {
        guard let profile = parameters["profile-level-id"] else { return 1 }
        guard profile.utf8.count == 6, let bits = UInt32(profile, radix: 16), bits >> 16 == 0x42 else { return nil }
        return bits >> 14 & 1 == 1 ? 0 : 1
    }

    /// What the answer says in `fmtp`.
    var answeredParameters: String? {
        if isOpus { return "minptime=10;useinbandfec=1;usedtx=1" }
        guard video == .h264 else { return nil }
        let kept = ["level-asymmetry-allowed", "packetization-mode", "profile-level-id"]
        return kept.compactMap { name in parameters[name].map { "\(name)=\($0)" } }.joined(separator: ";")
    }
}

/// Feedback that the relay understands. Transport-wide congestion control is not among them: negotiated without being sent, it
/// starves the sender.
public enum SDPFeedback: String, Hashable, Sendable, CaseIterable {
    case nack
    case nackPLI = "nack pli"
    case fir = "ccm fir"
    case remb = "goog-remb"
}

/// Which codecs are accepted, best first.
public struct CodecPolicy: Hashable, Sendable {
    public var video: [VideoCodec]

    public init(video: [VideoCodec] = [.vp8, .h264]) { self.video = video }
}

extension SDPSection {
    /// The codecs of the offer that can be accepted, best first; empty when there is nothing in common. Audio is Opus.
    public func codecs(accepting policy: CodecPolicy) -> [SDPCodec] {
        switch kind {
        case .audio: Array(codecs.filter(\.isOpus).prefix(1))
        case .video: policy.video.compactMap(best)
        case .application: []
        }
    }

    private func best(_ codec: VideoCodec) -> SDPCodec? {
        let fitting = codecs.filter { $0.video == codec }
        guard codec == .h264 else { return fitting.first }
        return fitting.first { $0.h264Rank == 0 } ?? fitting.first
    }
}
