/// A piece of music as Opus packets, made once and shared by everybody who waits.
public struct HoldMusic: Sendable {
    /// Samples at 48 kHz in each packet.
    public let samplesPerPacket: UInt32
    public var packetCount: Int { ends.count }

    private let bytes: [UInt8]
    /// Where each packet ends in `bytes`.
    private let ends: [Int]

    /// - Returns: nil if there is no packet, or one is empty or larger than a datagram takes.
    public init?(packets: [[UInt8]], samplesPerPacket: UInt32 = 960) {
        guard !packets.isEmpty, packets.allSatisfy({ (1...1_200).contains($0.count) }), (120...5_760).contains(samplesPerPacket)
        else { return nil }
        self.samplesPerPacket = samplesPerPacket
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for packet in packets {
            bytes += packet
            ends.append(bytes.count)
        }
        self.bytes = bytes
        self.ends = ends
    }

    var interval: Duration { .nanoseconds(Int64(samplesPerPacket) * 1_000_000_000 / 48_000) }

    /// Writes the packet to `destination` and returns its length.
    func copy(_ index: Int, to destination: UnsafeMutableRawPointer) -> Int {
        let start = index == 0 ? 0 : ends[index - 1]
        let length = ends[index] - start
        unsafe bytes.withUnsafeBytes { all in
            unsafe destination.copyMemory(from: all.baseAddress.unsafelyUnwrapped + start, byteCount: length)
        }
        return length
    }
}
