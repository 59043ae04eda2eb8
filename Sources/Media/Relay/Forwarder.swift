/// One outgoing stream: a feed on its way to one receiver, under that receiver's numbers.
///
/// The outgoing sequence, time stamp and SSRC go on without a break whatever carries the feed: another transport, another SSRC, or
/// hold music. A *segment* is a run of packets from one source; within it the outgoing numbers are the source's plus an offset, so
/// what was sent can be found again without remembering it.
final class Forwarder {
    /// How the receiver's description names the stream.
    struct Format: Equatable {
        struct Payload: Equatable {
            var type: UInt8
            var retransmission: UInt8?
        }

        var payloads: [TapCodec: Payload]
        var clockRate: UInt32
        var extensions: [HeaderExtension: UInt8]
    }

    unowned(unsafe) let receiver: Peer
    let feed: FeedID
    /// The RTCP name of the member whose stream it is.
    let cname: String
    let ssrc: UInt32
    let retransmissionSSRC: UInt32
    let mid: [UInt8]
    private(set) var format: Format
    private let clockRate: UInt32

    // What a packet needs of the two formats.
    private(set) var payloadType: UInt8 = 0
    private(set) var retransmissionType: UInt8?
    private(set) var map = ExtensionMap()

    /// Whose packets it sends at present. The relay detaches it before the source goes.
    private(set) unowned(unsafe) var source: Source?
    /// False until the segment's first packet: for video, the first of a key frame.
    private(set) var isOpen = false
    private var segmentStart: Int64 = 0
    private var resendFloor: Int64 = 0
    private var sequenceOffset: Int64 = 0
    private var timestampOffset: UInt32
    private let firstSequence: Int64
    /// The next outgoing sequence that was never used.
    private var nextSequence: Int64
    private var retransmissionSequence: UInt16
    private var lastTimestamp: UInt32 = 0
    private var lastSentAt: MediaTime?

    private(set) var packets: UInt32 = 0
    private(set) var octets: UInt32 = 0
    var intervalPackets: UInt64 = 0
    var intervalBytes: UInt64 = 0
    /// What the receiver last said about it.
    var block: ReportBlock?
    var quality: IntervalLoss

    init(
        receiver: Peer, feed: FeedID, ssrc: UInt32, retransmissionSSRC: UInt32, mid: [UInt8], format: Format,
        using random: inout some RandomNumberGenerator
    ) {
        unsafe self.receiver = receiver
        self.feed = feed
        cname = Peer.cname(of: feed.member)
        self.ssrc = ssrc
        self.retransmissionSSRC = retransmissionSSRC
        self.mid = mid
        self.format = format
        clockRate = format.clockRate
        // SRTP takes a first sequence in the upper half for a wrapped one when packets are reordered.
        firstSequence = Int64.random(in: 1...0x7fff, using: &random)
        nextSequence = firstSequence
        quality = IntervalLoss(from: firstSequence - 1)
        retransmissionSequence = UInt16.random(in: 1...0x7fff, using: &random)
        timestampOffset = .random(in: 0...(.max), using: &random)
    }

    // MARK: Segments

    /// Waits for the first packet of another source; or of the same, after a pause.
    func begin(_ source: Source?) {
        if unsafe source == nil && self.source == nil { return }
        unsafe self.source = source
        isOpen = false
        if let source { take(source) }
    }

    /// The receiver's description has changed, the stream goes on.
    func adopt(_ format: Format) {
        guard format != self.format else { return }
        self.format = format
        adoptSource()
    }

    /// The source's description has changed, or ours; the stream goes on.
    func adoptSource() {
        guard let source = unsafe source else { return }
        take(source)
        // What was sent under the old numbers must not be sent again under the new ones.
        resendFloor = max(resendFloor, source.state.highest &+ 1)
    }

    private func take(_ source: Source) {
        map = ExtensionMap(from: source.format.extensions, to: format.extensions)
        guard let payload = format.payloads[source.codec] else { return }
        payloadType = payload.type
        retransmissionType = payload.retransmission
    }

    /// The segment starts with this packet.
    func open(at sequence: Int64, timestamp: UInt32, now: MediaTime) {
        isOpen = true
        segmentStart = sequence
        resendFloor = sequence
        sequenceOffset = nextSequence - sequence
        guard lastSentAt != nil else { return }
        timestampOffset = timestampOfContinuation(now) &- timestamp
    }

    /// Where the outgoing clock stands when a new segment begins: as far on as time went, and at least one.
    private func timestampOfContinuation(_ now: MediaTime) -> UInt32 {
        guard let lastSentAt else { return timestampOffset }
        return lastTimestamp &+ max(1, units(now - lastSentAt))
    }

    private func units(_ duration: Duration) -> UInt32 {
        UInt32(truncatingIfNeeded: max(0, duration.inNanoseconds) / 1_000 * Int64(clockRate) / 1_000_000)
    }

    func starts(at sequence: Int64) -> Bool { segmentStart == sequence }

    // MARK: Numbers

    /// The outgoing sequence of the source's packet; nil when the packet is from before the segment.
    @inline(__always)
    func outgoing(_ sequence: Int64) -> UInt16? {
        sequence >= segmentStart ? UInt16(truncatingIfNeeded: sequence &+ sequenceOffset) : nil
    }

    @inline(__always)
    func outgoing(timestamp: UInt32) -> UInt32 { timestamp &+ timestampOffset }

    /// Whether a packet names its section: the first ones do, until the receiver knows the SSRC. Depends on nothing but the number, so
    /// that a packet that is sent again is the same.
    @inline(__always)
    func namesSection(_ sequence: Int64) -> Bool { sequence &+ sequenceOffset &- firstSequence < 100 }

    /// The source's sequence of a packet that was sent in this segment; nil for any other.
    func incoming(_ sequence: UInt16) -> Int64? {
        guard isOpen else { return nil }
        let behind = Int64(UInt16(truncatingIfNeeded: nextSequence - 1) &- sequence)
        let incoming = nextSequence - 1 - behind - sequenceOffset
        return incoming >= resendFloor ? incoming : nil
    }

    @inline(__always)
    func sent(_ sequence: Int64, timestamp: UInt32, payloadBytes: Int, now: MediaTime) {
        let outgoing = sequence &+ sequenceOffset
        if outgoing >= nextSequence {
            nextSequence = outgoing &+ 1
            lastTimestamp = timestamp &+ timestampOffset
            lastSentAt = now
        }
        count(payloadBytes)
    }

    @inline(__always)
    private func count(_ payloadBytes: Int) {
        packets &+= 1
        octets &+= UInt32(truncatingIfNeeded: payloadBytes)
        intervalPackets &+= 1
        intervalBytes &+= UInt64(truncatingIfNeeded: payloadBytes)
    }

    func takeRetransmissionSequence() -> UInt16 {
        defer { retransmissionSequence &+= 1 }
        return retransmissionSequence
    }

    /// Numbers for a packet that comes from no source.
    func takeNumbers(payloadBytes: Int, step: UInt32, isFirst: Bool, now: MediaTime) -> (sequence: UInt16, timestamp: UInt32) {
        let timestamp = isFirst ? timestampOfContinuation(now) : lastTimestamp &+ step
        defer {
            nextSequence += 1
            lastTimestamp = timestamp
            lastSentAt = now
            count(payloadBytes)
        }
        return (UInt16(truncatingIfNeeded: nextSequence), timestamp)
    }

    // MARK: Sender reports

    /// The outgoing time stamp of this moment, for a sender report.
    /// - Parameter sourceTimestamp: What the source's clock shows now; nil while music plays.
    func timestamp(at now: MediaTime, sourceTimestamp: UInt32?) -> UInt32? {
        if let sourceTimestamp { return isOpen ? sourceTimestamp &+ timestampOffset : nil }
        return lastSentAt.map { lastTimestamp &+ units(now - $0) }
    }
}
