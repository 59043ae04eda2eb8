import Media

/// SplitMix64: the same seed, the same schedule.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

/// The numbers around which 16 bits go wrong.
let wrapPoints: [UInt16] = [0, 1, 0x7ffe, 0x7fff, 0x8000, 0x8001, 0xff80, 0xfffe, 0xffff]

func milliseconds(_ count: Int64) -> MediaTime { MediaTime(nanoseconds: count * 1_000_000) }

/// An RTP packet as a list of its parts.
struct TestPacket {
    var marker = false
    var payloadType: UInt8 = 96
    var sequence: UInt16 = 1
    var timestamp: UInt32 = 1_000
    var ssrc: UInt32 = 0x1234_5678
    var sources: [UInt32] = []
    var profile: UInt16 = 0xbede
    var extensions: [UInt8]?
    var payload: [UInt8] = [1, 2, 3, 4]
    var padding: UInt8 = 0

    var bytes: [UInt8] {
        var bytes: [UInt8] = [0x80 | (padding > 0 ? 0x20 : 0) | (extensions != nil ? 0x10 : 0) | UInt8(sources.count)]
        bytes.append((marker ? 0x80 : 0) | payloadType)
        bytes += sequence.octets + timestamp.octets + ssrc.octets + sources.flatMap(\.octets)
        if let extensions {
            let padded = extensions + [UInt8](repeating: 0, count: (4 - extensions.count % 4) % 4)
            bytes += profile.octets + UInt16(padded.count / 4).octets + padded
        }
        bytes += payload
        if padding > 0 { bytes += [UInt8](repeating: 0, count: Int(padding) - 1) + [padding] }
        return bytes
    }
}

extension FixedWidthInteger {
    var octets: [UInt8] { (0..<Self.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) } }
}

extension [UInt8] {
    var rtp: RTPHeader? { unsafe withUnsafeBytes { unsafe RTPHeader($0) } }

    /// The elements by id.
    var elements: [UInt8: [UInt8]] {
        guard let header = rtp else { return [:] }
        var offset = header.extensions.firstOffset
        var found: [UInt8: [UInt8]] = [:]
        while let element = unsafe withUnsafeBytes({ unsafe header.extensions.next(&offset, in: $0) }) {
            found[element.id] = Array(self[element.value])
        }
        return found
    }

    var rtcp: (packets: [RTCPPacket], isMalformed: Bool) {
        unsafe withUnsafeBytes { bytes in
            var reader = unsafe RTCPReader(bytes)
            var packets: [RTCPPacket] = []
            while let packet = reader.next() { packets.append(packet) }
            return (packets, reader.isMalformed)
        }
    }
}

/// What `body` writes into a buffer; it says the length.
func written(capacity: Int = 2_048, _ body: (UnsafeMutableRawBufferPointer) -> Int?) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0xee, count: capacity)
    guard let length = unsafe buffer.withUnsafeMutableBytes({ unsafe body($0) }) else { return nil }
    return Array(buffer[..<length])
}
