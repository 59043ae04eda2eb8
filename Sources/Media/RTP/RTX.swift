/// Retransmission payload format (RFC 4588), session-multiplexed by SSRC: the payload begins with the original sequence number.
public enum RTX {
    /// Writes the original packet.
    /// - Parameters:
    ///   - packet: The retransmission, in the clear; `header` was read from it.
    ///   - payloadType: Of the original; what `apt` says.
    ///   - ssrc: Of the original stream.
    /// - Returns: Its length. `nil` when there is no original in it (a probe for bandwidth) or no room.
    @inline(__always)
    public static func unwrap(
        _ packet: UnsafeRawBufferPointer, header: RTPHeader, payloadType: UInt8, ssrc: UInt32,
        into destination: UnsafeMutableRawBufferPointer
    ) -> Int? {
        guard header.payload.count > 2 else { return nil }
        let source = unsafe Octets(packet)
        let sequence = source.uint16(header.payload.lowerBound)
        let body = header.payload.lowerBound &+ 2..<header.payload.upperBound
        return unsafe write(
            source, header, body, payloadType: payloadType, sequence: sequence, ssrc: ssrc, prefix: nil, into: destination)
    }

    /// The same where the packet lies; what follows the returned length is no longer of use.
    @inline(__always)
    public static func unwrap(inPlace packet: UnsafeMutableRawBufferPointer, header: RTPHeader, payloadType: UInt8, ssrc: UInt32) -> Int? {
        let payload = header.payload
        guard payload.count > 2, payload.upperBound <= packet.count, let base = packet.baseAddress else { return nil }
        let sequence = unsafe Octets(UnsafeRawBufferPointer(packet)).uint16(payload.lowerBound)
        unsafe (base + payload.lowerBound).copyMemory(from: base + payload.lowerBound + 2, byteCount: payload.count - 2)
        var writer = unsafe OctetWriter(packet)
        let first = unsafe packet[0]
        writer.uint8(first & ~0x20)
        writer.uint8((header.marker ? 0x80 : 0) | payloadType & 0x7f)
        writer.uint16(sequence)
        writer.uint32(header.timestamp)
        writer.uint32(ssrc)
        return payload.upperBound - 2
    }

    /// Writes the retransmission of a packet.
    /// - Parameters:
    ///   - packet: The original as it was sent to this receiver, in the clear.
    ///   - payloadType, ssrc, sequence: Of the retransmission stream.
    /// - Returns: Its length; `nil` when there is no room.
    @inline(__always)
    public static func wrap(
        _ packet: UnsafeRawBufferPointer, header: RTPHeader, payloadType: UInt8, ssrc: UInt32, sequence: UInt16,
        into destination: UnsafeMutableRawBufferPointer
    ) -> Int? {
        let source = unsafe Octets(packet)
        return unsafe write(
            source, header, header.payload, payloadType: payloadType, sequence: sequence, ssrc: ssrc, prefix: header.sequence,
            into: destination)
    }

    @inline(__always)
    private static func write(
        _ source: Octets, _ header: RTPHeader, _ body: Range<Int>, payloadType: UInt8, sequence: UInt16, ssrc: UInt32, prefix: UInt16?,
        into destination: UnsafeMutableRawBufferPointer
    ) -> Int? {
        var writer = unsafe OctetWriter(destination)
        writer.uint8(source[0] & ~0x20)
        writer.uint8((header.marker ? 0x80 : 0) | payloadType & 0x7f)
        writer.uint16(sequence)
        writer.uint32(header.timestamp)
        writer.uint32(ssrc)
        unsafe writer.copy(source.slice(RTPHeader.fixedLength..<header.headerLength))
        if let prefix { writer.uint16(prefix) }
        unsafe writer.copy(source.slice(body))
        return writer.isFull ? nil : writer.count
    }
}
