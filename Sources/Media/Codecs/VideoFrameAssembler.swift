/// Makes pictures of RTP packets that come in any order, some of them never.
///
/// A gap holds back what follows until it is filled or patience ends; then everything is dropped up to the next key frame, for
/// nothing in between can be decoded. Memory is bounded by the limits.
public struct VideoFrameAssembler: Sendable {
    public struct Limits: Hashable, Sendable {
        /// How long a gap is waited for.
        public var patience: Duration = .milliseconds(1_000)
        public var packets = 1_024
        public var bytes = 4 << 20

        public init() {}
    }

    private struct Packet {
        let number: Int64
        let timestamp: UInt32
        let marker: Bool
        let arrival: MediaTime
        /// Empty when it only probed for bandwidth.
        let payload: [UInt8]
    }

    public let codec: VideoCodec
    public let limits: Limits
    /// Nothing will come until there is a key frame.
    public private(set) var needsKeyFrame = true
    /// Packets that were waited for in vain, and those that came too late or could not be used.
    public private(set) var lostPackets: UInt64 = 0
    public private(set) var droppedPackets: UInt64 = 0

    private var unwrapper = SequenceUnwrapper()
    /// In order, without duplicates.
    private var packets: [Packet] = []
    private var bufferedBytes = 0
    /// The number that comes next; `nil` before the first packet.
    private var expected: Int64?
    /// What is collected of the picture in hand.
    private var picture: VideoPictureBuilder
    private var followsLoss = false

    public init(codec: VideoCodec, limits: Limits = Limits()) {
        self.codec = codec
        self.limits = limits
        picture = VideoPictureBuilder(codec: codec)
    }

    /// When a gap is given up, if nothing fills it.
    public var nextDeadline: MediaTime? { packets.lazy.map(\.arrival).min().map { $0 + limits.patience } }

    /// - Parameters:
    ///   - packet: In the clear; `header` was read from it.
    public mutating func insert(_ packet: UnsafeRawBufferPointer, header: RTPHeader, at time: MediaTime) {
        let octets = unsafe Octets(packet)
        guard octets.contains(header.payload) else { return }
        insert(header, payload: octets.bytes(header.payload), at: time)
    }

    private mutating func insert(_ header: RTPHeader, payload: [UInt8], at time: MediaTime) {
        let number = unwrapper.peek(header.sequence)
        if let expected, number < expected || number > expected + Int64(Int16.max / 2) {
            droppedPackets += 1
            // Far ahead: another beginning of the same stream.
            if number > expected { restart(at: number) } else { return }
        }
        _ = unwrapper.unwrap(header.sequence)
        if expected == nil { expected = number }
        let place = packets.lastIndex { $0.number <= number }
        if let place, packets[place].number == number { return }
        let entry = Packet(number: number, timestamp: header.timestamp, marker: header.marker, arrival: time, payload: payload)
        packets.insert(entry, at: place.map { $0 + 1 } ?? 0)
        bufferedBytes += payload.count
    }

    private mutating func restart(at number: Int64) {
        lostPackets += 1
        packets.removeAll(keepingCapacity: true)
        bufferedBytes = 0
        expected = number
        interrupt()
    }

    /// The next picture that is whole; call until there is none.
    public mutating func next(at time: MediaTime) -> VideoFrame? {
        while let first = packets.first, let expected {
            if first.number > expected {
                guard isExhausted(at: time) else { return nil }
                lostPackets += UInt64(first.number - expected)
                interrupt()
            }
            packets.removeFirst()
            bufferedBytes -= first.payload.count
            self.expected = first.number + 1
            if let frame = take(first) { return frame }
        }
        return nil
    }

    private func isExhausted(at time: MediaTime) -> Bool {
        packets.count > limits.packets || bufferedBytes > limits.bytes || nextDeadline.map { $0 <= time } ?? false
    }

    private mutating func interrupt() {
        picture.reset()
        needsKeyFrame = true
        followsLoss = true
    }

    private mutating func take(_ packet: Packet) -> VideoFrame? {
        guard !packet.payload.isEmpty else { return nil }
        // The marker of the picture before was on nothing that came, yet nothing is missing: it ends here.
        if picture.isOpen, picture.timestamp != packet.timestamp {
            picture.reset()
            needsKeyFrame = true
        }
        guard picture.add(packet.payload, timestamp: packet.timestamp, limit: limits.bytes) else {
            droppedPackets += 1
            interrupt()
            return nil
        }
        guard packet.marker else { return nil }
        defer { picture.reset() }
        guard var frame = picture.finish(at: packet.arrival) else {
            interrupt()
            return nil
        }
        guard frame.isKeyFrame || !needsKeyFrame else { return nil }
        frame.followsLoss = followsLoss
        (needsKeyFrame, followsLoss) = (false, false)
        return frame
    }
}
