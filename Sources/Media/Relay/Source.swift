/// One incoming stream: an SSRC of a sender, with what is needed to repair it, renumber it and hand it on.
final class Source {
    /// How the sender's description names it.
    struct Format: Equatable {
        var codec: TapCodec
        var payloadType: UInt8
        var retransmissionType: UInt8?
        var clockRate: UInt32
        var extensions: [HeaderExtension: UInt8]
        var canNACK: Bool
    }

    unowned(unsafe) let peer: Peer
    let feed: FeedID
    let ssrc: UInt32
    let isVideo: Bool
    var format: Format {
        didSet { takeIdentifiers() }
    }

    // What a packet needs of `format`, without its dictionary and without asking whether somebody changes it.
    private(set) var canNACK = false
    private(set) var payloadType: UInt8 = 0
    private(set) var codec = TapCodec.opus
    private(set) var sendTimeID: UInt8 = 0
    private(set) var orientationID: UInt8 = 0

    private let confined: Confined<SourceState>
    /// Forwarders that get its packets; added and taken away by `Relay.relink` alone.
    var links: [Uncounted<Forwarder>] = []
    /// How many of them wait for a key frame.
    var gatedCount = 0
    var tapTrack: TapTrack?
    var rotation: UInt8 = 0
    var report: SenderReport?
    var quality = IntervalLoss()

    init(peer: Peer, feed: FeedID, ssrc: UInt32, format: Format, policy: RelayPolicy) {
        unsafe self.peer = peer
        self.feed = feed
        self.ssrc = ssrc
        self.format = format
        isVideo = feed.kind.isVideo
        confined = Confined(SourceState(clockRate: format.clockRate, policy: policy))
        takeIdentifiers()
    }

    var state: SourceState {
        @inline(__always) _read { yield confined.value }
        @inline(__always) _modify { yield &confined.value }
    }

    func add(to footprint: inout Footprint) {
        footprint.add(self, bytes: 320)
        confined.add(to: &footprint)
        unsafe links.withUnsafeBytes { if let start = $0.baseAddress { unsafe footprint.add(start, bytes: $0.count) } }
    }

    private func takeIdentifiers() {
        canNACK = format.canNACK
        payloadType = format.payloadType
        codec = format.codec
        sendTimeID = format.extensions[.absSendTime] ?? 0
        orientationID = format.extensions[.videoOrientation] ?? 0
    }

    /// The first packet has come.
    var isStarted: Bool { state.highest != .min }

    /// When lost packets are asked for again; nil while none is missing, or the sender would not answer.
    var repairDeadline: MediaTime? { canNACK && state.nack.missingCount > 0 ? state.nack.nextDeadline : nil }

    /// Whether anybody wants to know where a key frame begins.
    @inline(__always)
    var mustLook: Bool { isVideo && (gatedCount > 0 || state.requests.isWanted || state.nack.missingCount > 0 || !isStarted) }

    /// Whether the picture of a payload can be looked at by somebody who has seen nothing before.
    @inline(__always)
    func startsKeyFrame(_ payload: UnsafeRawBufferPointer) -> Bool {
        switch codec {
        case .opus: false
        case .vp8: unsafe VP8FrameHeader.startsKeyFrame(payload)
        case .h264: unsafe H264.startsKeyFrame(payload)
        }
    }
}

/// Loss over an interval, from two running totals.
struct IntervalLoss {
    private var expected: Int64
    private var lost: Int64 = 0

    /// - Parameter start: The total at the beginning: sequence numbers do not begin at zero.
    init(from start: Int64 = 0) { expected = start }

    /// - Returns: What was expected and lost since the last call.
    mutating func advance(expected newExpected: Int64, lost newLost: Int64) -> (expected: Int64, lost: Int64) {
        defer {
            expected = newExpected
            lost = newLost
        }
        // A new beginning counts from zero.
        guard newExpected >= expected else { return (max(newExpected, 0), max(newLost, 0)) }
        return (newExpected - expected, max(0, newLost - lost))
    }
}
