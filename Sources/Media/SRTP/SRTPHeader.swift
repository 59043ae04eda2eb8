/// What has to be known of an RTP packet whose payload cannot be read yet.
enum SRTPHeader {
    static let fixedLength = 12

    /// The length of the header with contributing sources and extension, which stays readable (RFC 7714 §8.2): nil: it does not
    /// fit into the packet.
    @inline(__always)
    static func length(of packet: UnsafeRawPointer, within length: Int) -> Int? {
        guard length >= fixedLength else { return nil }
        let first = unsafe packet.load(as: UInt8.self)
        var header = fixedLength + Int(first & 0xf) * 4
        if first & 0x10 != 0 {
            guard header + 4 <= length else { return nil }
            header += 4 + 4 * Int(unsafe UInt16(bigEndian: packet.loadUnaligned(fromByteOffset: header + 2, as: UInt16.self)))
        }
        return header <= length ? header : nil
    }

    @inline(__always)
    static func sequence(of packet: UnsafeRawPointer) -> UInt16 {
        unsafe UInt16(bigEndian: packet.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
    }

    @inline(__always)
    static func source(of packet: UnsafeRawPointer) -> UInt32 {
        unsafe UInt32(bigEndian: packet.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    }
}
