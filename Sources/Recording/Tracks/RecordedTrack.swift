internal import Media

/// A feed that is recorded: its packets in order, its place on the recording's clock.
final class RecordedTrack {
    let participant: RecordedParticipant
    let kind: RecordedKind
    let isVideo: Bool

    var gaps: GapMeter
    /// A key frame was asked for then.
    var requestedAt: MediaTime?
    var lastKeyFrame: MediaTime?
    /// When its source began to be tapped.
    var startedAt: MediaTime?

    private let policy: RecordingPolicy
    private var clock: TrackClock
    private var sound: SoundSequencer
    private var pictures: VideoFrameAssembler
    private(set) var codec: RecordedCodec
    private(set) var rotation: UInt8 = 0
    private var ssrc: UInt32?

    init(_ participant: RecordedParticipant, kind: FeedKind, policy: RecordingPolicy, begin: Int64) {
        self.participant = participant
        self.kind = RecordedKind(kind)
        self.policy = policy
        isVideo = kind.isVideo
        codec = kind.isVideo ? .vp8 : .opus
        gaps = GapMeter(threshold: policy.gapThreshold, begin: begin)
        clock = TrackClock(rate: kind.isVideo ? 90_000 : 48_000)
        sound = SoundSequencer(patience: policy.soundPatience)
        pictures = Self.assembler(.vp8, policy)
    }

    /// Nothing can be written before a key frame.
    var needsKeyFrame: Bool { isVideo && pictures.needsKeyFrame }

    /// Another source follows, or the same after a break: what waits is void.
    /// - Parameters:
    ///   - keepsClock: The source is the same.
    ///   - source: The SSRC that follows, if it is known: its reports may come before its packets.
    func restart(codec newCodec: RecordedCodec? = nil, keepsClock: Bool, source: UInt32? = nil) {
        if let newCodec { codec = newCodec }
        sound = SoundSequencer(patience: policy.soundPatience)
        pictures = Self.assembler(codec == .h264 ? .h264 : .vp8, policy)
        lastKeyFrame = nil
        requestedAt = nil
        guard !keepsClock else { return }
        clock = TrackClock(rate: isVideo ? 90_000 : 48_000)
        ssrc = source
    }

    /// - Parameter packet: An RTP packet in the clear.
    /// - Returns: Whether it is a new source.
    func insert(_ packet: UnsafeRawBufferPointer, codec tapCodec: TapCodec, rotation: UInt8, at arrival: MediaTime) -> Bool {
        guard let header = unsafe RTPHeader(packet) else { return false }
        let codec = RecordedCodec(tapCodec)
        guard codec.isVideo == isVideo else { return false }
        let isNew = ssrc.map { $0 != header.ssrc } ?? false || codec != self.codec
        if isNew { restart(codec: codec, keepsClock: false) }
        ssrc = header.ssrc
        if isVideo {
            self.rotation = rotation & 3
            unsafe pictures.insert(packet, header: header, at: arrival)
        } else if !header.payload.isEmpty {
            sound.insert(header, payload: unsafe Array(packet[header.payload]), at: arrival)
        }
        return isNew
    }

    func observe(ntp: UInt64, rtp: UInt32, ssrc reported: UInt32) {
        if ssrc == reported { clock.observe(ntp: ntp, rtp: rtp) }
    }

    /// - Returns: By how many nanoseconds what was placed last has to be moved.
    func rebase(sender: SenderClock) -> Int64 { clock.rebase(sender: sender) }

    func nextSound(at time: MediaTime) -> (packet: SoundSequencer.Packet, followsLoss: Bool)? { sound.next(at: time) }

    func nextPicture(at time: MediaTime) -> VideoFrame? { pictures.next(at: time) }

    /// - Parameter arrival: Nanoseconds since the recording began.
    /// - Returns: The time stamp without wraps, and where it belongs in nanoseconds since the recording began.
    func place(_ timestamp: UInt32, arrival: Int64, sender: SenderClock) -> (rtp: Int64, time: Int64) {
        let rtp = clock.unwrap(timestamp)
        return (rtp, clock.place(rtp, arrival: arrival, sender: sender))
    }

    private static func assembler(_ codec: VideoCodec, _ policy: RecordingPolicy) -> VideoFrameAssembler {
        var limits = VideoFrameAssembler.Limits()
        limits.patience = policy.picturePatience
        return VideoFrameAssembler(codec: codec, limits: limits)
    }
}

extension RecordedCodec {
    init(_ codec: TapCodec) {
        switch codec {
        case .opus: self = .opus
        case .vp8: self = .vp8
        case .h264: self = .h264
        }
    }
}
