/// The fixed header of an RTP packet and where its parts lie (RFC 3550 §5.1). Holds offsets only, never the memory.
public struct RTPHeader: Hashable, Sendable {
    public static let fixedLength = 12

    public let marker: Bool
    public let payloadType: UInt8
    public let sequence: UInt16
    public let timestamp: UInt32
    public let ssrc: UInt32
    /// Fixed header, contributing sources and extension.
    public let headerLength: Int
    /// Without the padding. Empty in packets that only probe for bandwidth.
    public let payload: Range<Int>
    public let paddingLength: Int
    public let extensions: RTPExtensions

    /// Reads a packet whose payload is in the clear: padding counts. `nil` when it is not a whole packet of version 2.
    @inline(__always)
    public init?(_ packet: UnsafeRawBufferPointer) {
        let octets = unsafe Octets(packet)
        guard octets.count >= Self.fixedLength else { return nil }
        let first = octets[0]
        guard first >> 6 == 2 else { return nil }
        var length = Self.fixedLength &+ Int(first & 0x0f) &* 4
        if first & 0x10 != 0 {
            guard length &+ 4 <= octets.count else { return nil }
            let start = length &+ 4
            length = start &+ Int(octets.uint16(length &+ 2)) &* 4
            guard length <= octets.count else { return nil }
            extensions = RTPExtensions(profile: octets.uint16(start &- 4), start: start, end: length)
        } else {
            guard length <= octets.count else { return nil }
            extensions = RTPExtensions(profile: 0, start: length, end: length)
        }
        var padding = 0
        if first & 0x20 != 0 {
            padding = Int(octets[octets.count &- 1])
            guard padding > 0, length &+ padding <= octets.count else { return nil }
        }
        let second = octets[1]
        marker = second & 0x80 != 0
        payloadType = second & 0x7f
        sequence = octets.uint16(2)
        timestamp = octets.uint32(4)
        ssrc = octets.uint32(8)
        headerLength = length
        payload = length..<(octets.count &- padding)
        paddingLength = padding
    }

    /// Of a packet that may still be encrypted. `nil` when it cannot be RTP.
    @inline(__always)
    public static func ssrc(of packet: UnsafeRawBufferPointer) -> UInt32? {
        let octets = unsafe Octets(packet)
        guard octets.count >= fixedLength, octets[0] >> 6 == 2 else { return nil }
        return octets.uint32(8)
    }
}
