@testable import Media

/// What a test peer got of one outgoing stream of the relay.
final class TestStream {
    struct Packet {
        var sequence: Int64
        var timestamp: UInt32
        var payloadType: UInt8
        var marker: Bool
        var content: TestPayload?
        var bytes: [UInt8]
        var arrival: MediaTime
        var isRecovered: Bool
        var startsKeyFrame: Bool
    }

    let ssrc: UInt32
    let repairSSRC: UInt32?
    let use: FeedID
    private(set) var packets: [Int64: Packet] = [:]
    /// In the order in which they came.
    private(set) var arrivals: [Packet] = []
    var reports: [(report: SenderReport, at: MediaTime)] = []
    var statistics: ReceptionStatistics
    var nack = NACKGenerator()
    private var unwrapper = SequenceUnwrapper()
    private(set) var conflicts = 0

    init(ssrc: UInt32, repairSSRC: UInt32?, use: FeedID) {
        self.ssrc = ssrc
        self.repairSSRC = repairSSRC
        self.use = use
        statistics = ReceptionStatistics(clockRate: use.kind.isVideo ? 90_000 : 48_000)
    }

    func receive(_ packet: [UInt8], _ header: RTPHeader, at now: MediaTime, isRecovered: Bool) {
        if !isRecovered { statistics.receive(sequence: header.sequence, timestamp: header.timestamp, at: now) }
        nack.receive(header.sequence, at: now)
        let sequence = isRecovered ? unwrapper.peek(header.sequence) : unwrapper.unwrap(header.sequence)
        let payload = packet[header.payload]
        let received = Packet(
            sequence: sequence, timestamp: header.timestamp, payloadType: header.payloadType, marker: header.marker,
            content: TestPayload(payload), bytes: Array(payload), arrival: now, isRecovered: isRecovered,
            startsKeyFrame: unsafe use.kind.isVideo && payload.withUnsafeBytes { unsafe VP8FrameHeader.startsKeyFrame($0) })
        if let known = packets[sequence], known.bytes != received.bytes || known.timestamp != received.timestamp { conflicts += 1 }
        if packets[sequence] == nil {
            packets[sequence] = received
            arrivals.append(received)
        }
    }

    /// In the order of their numbers.
    var inOrder: [Packet] { packets.values.sorted { $0.sequence < $1.sequence } }

    /// Numbers that never came, between the first and the last.
    var missing: Int {
        guard let first = packets.keys.min(), let last = packets.keys.max() else { return 0 }
        return Int(last - first + 1) - packets.count
    }

    /// Whether the time stamps never go back from one number to the next.
    var hasSteadyClock: Bool {
        let packets = inOrder
        return zip(packets, packets.dropFirst()).allSatisfy { Int32(bitPattern: $1.timestamp &- $0.timestamp) >= 0 }
    }
}
