/// The identification header of Opus (RFC 7845 §5.1), mapping family 0.
struct OpusHead: Hashable, Sendable {
    static let magic = Array("OpusHead".utf8)

    var channels: UInt8
    /// Samples at 48 kHz to leave out at the beginning.
    var preSkip: UInt16

    init(channels: UInt8, preSkip: UInt16) {
        self.channels = channels
        self.preSkip = preSkip
    }

    init?(_ packet: [UInt8]) {
        guard packet.count >= 19, packet.starts(with: Self.magic), packet[8] >> 4 == 0, packet[18] == 0 else { return nil }
        guard packet[9] == 1 || packet[9] == 2 else { return nil }
        channels = packet[9]
        preSkip = packet.littleEndian(at: 10)
    }

    var bytes: [UInt8] {
        var bytes = Self.magic + [1, channels]
        bytes.append(littleEndian: preSkip)
        bytes.append(littleEndian: UInt32(48_000))
        bytes.append(littleEndian: UInt16(0))
        bytes.append(0)
        return bytes
    }
}
