/// A page of an Ogg stream (RFC 3533 §6).
struct OggPage: Sendable {
    static let headBytes = 27
    static let magic = Array("OggS".utf8)

    var granulePosition: Int64
    var serial: UInt32
    var number: UInt32
    var isContinuation = false
    var isFirst = false
    var isLast = false
    /// The lengths of its lacing values; a packet ends at each below 255.
    var lacing: [UInt8]
    var body: [UInt8]

    /// - Parameter packets: Whole ones; at most 255 lacing values together.
    init(_ packets: [[UInt8]], granulePosition: Int64, serial: UInt32, number: UInt32) {
        self.granulePosition = granulePosition
        self.serial = serial
        self.number = number
        lacing = packets.flatMap { Self.lacing(of: $0.count) }
        body = packets.flatMap(\.self)
        precondition(lacing.count <= 255, "more than a page holds")
    }

    static func lacing(of count: Int) -> [UInt8] {
        [UInt8](repeating: 255, count: count / 255) + [UInt8(count % 255)]
    }

    var encoded: [UInt8] {
        var bytes = Self.magic + [0, (isContinuation ? 1 : 0) | (isFirst ? 2 : 0) | (isLast ? 4 : 0)]
        bytes.append(littleEndian: granulePosition)
        bytes.append(littleEndian: serial)
        bytes.append(littleEndian: number)
        bytes.append(littleEndian: UInt32(0))
        bytes.append(UInt8(lacing.count))
        bytes += lacing
        bytes += body
        let sum = OggChecksum.of(bytes)
        for index in 0..<4 { bytes[22 + index] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index)) }
        return bytes
    }

    /// The page that begins at `offset`, and its length; nil unless it is whole and its checksum is right.
    static func parse(_ bytes: [UInt8], at offset: Int) -> (page: OggPage, bytes: Int)? {
        guard offset >= 0, bytes.count - offset >= headBytes, bytes[offset..<offset + 4].elementsEqual(magic), bytes[offset + 4] == 0 else {
            return nil
        }
        let segments = Int(bytes[offset + 26])
        let bodyStart = offset + headBytes + segments
        guard bytes.count >= bodyStart else { return nil }
        let lacing = Array(bytes[offset + headBytes..<bodyStart])
        let end = bodyStart + lacing.reduce(0) { $0 + Int($1) }
        guard bytes.count >= end else { return nil }
        var copy = Array(bytes[offset..<end])
        let sum: UInt32 = copy.littleEndian(at: 22)
        for index in 22..<26 { copy[index] = 0 }
        guard OggChecksum.of(copy) == sum else { return nil }
        let flags = bytes[offset + 5]
        var page = OggPage(
            [], granulePosition: copy.littleEndian(at: 6), serial: copy.littleEndian(at: 14), number: copy.littleEndian(at: 18))
        page.isContinuation = flags & 1 != 0
        page.isFirst = flags & 2 != 0
        page.isLast = flags & 4 != 0
        page.lacing = lacing
        page.body = Array(bytes[bodyStart..<end])
        return (page, end - offset)
    }
}

/// The CRC of Ogg: polynomial 0x04c11db7, nothing reflected, nothing inverted.
enum OggChecksum {
    private static let table: [UInt32] = (0..<256).map { index in
        var value = UInt32(index) << 24
        for _ in 0..<8 { value = value << 1 ^ (value & 0x8000_0000 != 0 ? 0x04c1_1db7 : 0) }
        return value
    }

    static func of(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0
        for byte in bytes { sum = sum << 8 ^ table[Int((sum >> 24) as UInt32 ^ UInt32(byte))] }
        return sum
    }
}
