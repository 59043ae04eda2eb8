/// Writes RTCP packets one behind the other into a caller's buffer. What does not fit is left out whole.
@safe public struct RTCPWriter {
    private var writer: OctetWriter

    /// - Parameter buffer: Must outlive the writer.
    public init(_ buffer: UnsafeMutableRawBufferPointer) { writer = unsafe OctetWriter(buffer) }

    /// What has been written.
    public var length: Int { writer.count }

    /// At most 31 blocks fit into one report; more are left out.
    @discardableResult
    public mutating func senderReport(_ report: SenderReport) -> Bool {
        let blocks = report.blocks.prefix(31)
        return packet(RTCPType.senderReport, count: blocks.count) { writer in
            writer.uint32(report.ssrc)
            writer.uint64(report.ntp)
            writer.uint32(report.rtpTimestamp)
            writer.uint32(report.packets)
            writer.uint32(report.octets)
            for block in blocks { block.write(to: &writer) }
        }
    }

    /// At most 31 blocks fit into one report; more are left out.
    @discardableResult
    public mutating func receiverReport(ssrc: UInt32, blocks: [ReportBlock]) -> Bool {
        let blocks = blocks.prefix(31)
        return packet(RTCPType.receiverReport, count: blocks.count) { writer in
            writer.uint32(ssrc)
            for block in blocks { block.write(to: &writer) }
        }
    }

    /// One chunk with the canonical name; a compound packet has one behind the report.
    @discardableResult
    public mutating func sourceDescription(ssrc: UInt32, cname: String) -> Bool {
        let name = cname.utf8.prefix(255)
        return packet(RTCPType.sourceDescription, count: 1) { writer in
            writer.uint32(ssrc)
            writer.uint8(1)
            writer.uint8(UInt8(name.count))
            for byte in name { writer.uint8(byte) }
            // At least one zero ends the chunk.
            writer.zeros(4 - (2 + name.count) % 4)
        }
    }

    @discardableResult
    public mutating func bye(_ ssrcs: [UInt32]) -> Bool {
        let ssrcs = ssrcs.prefix(31)
        return packet(RTCPType.bye, count: ssrcs.count) { writer in for ssrc in ssrcs { writer.uint32(ssrc) } }
    }

    /// - Parameter sequences: In ascending order; then they pack best.
    @discardableResult
    public mutating func nack(sender: UInt32, media: UInt32, sequences: some Sequence<UInt16>) -> Bool {
        packet(RTCPType.transportFeedback, count: 1) { writer in
            writer.uint32(sender)
            writer.uint32(media)
            var entry: (first: UInt16, following: UInt16)?
            for sequence in sequences {
                if let open = entry, 1...16 ~= sequence &- open.first {
                    entry = (open.first, open.following | 1 << (sequence &- open.first &- 1))
                    continue
                }
                if let open = entry { writer.uint32(UInt32(open.first) << 16 | UInt32(open.following)) }
                entry = (sequence, 0)
            }
            if let open = entry { writer.uint32(UInt32(open.first) << 16 | UInt32(open.following)) }
        }
    }

    @discardableResult
    public mutating func pli(sender: UInt32, media: UInt32) -> Bool {
        packet(RTCPType.payloadFeedback, count: 1) { writer in
            writer.uint32(sender)
            writer.uint32(media)
        }
    }

    @discardableResult
    public mutating func fir(sender: UInt32, requests: [FullIntraRequest]) -> Bool {
        packet(RTCPType.payloadFeedback, count: 4) { writer in
            writer.uint32(sender)
            writer.uint32(0)
            for request in requests {
                writer.uint32(request.ssrc)
                writer.uint32(UInt32(request.number) << 24)
            }
        }
    }

    @discardableResult
    public mutating func remb(sender: UInt32, bitsPerSecond: UInt64, media: [UInt32]) -> Bool {
        let media = media.prefix(255)
        var (exponent, mantissa) = (UInt32(0), bitsPerSecond)
        while mantissa > 0x3_ffff {
            mantissa >>= 1
            exponent += 1
        }
        return packet(RTCPType.payloadFeedback, count: 15) { writer in
            writer.uint32(sender)
            writer.uint32(0)
            writer.uint32(RTCPType.remb)
            writer.uint8(UInt8(media.count))
            writer.uint24(exponent << 18 | UInt32(mantissa))
            for ssrc in media { writer.uint32(ssrc) }
        }
    }

    private mutating func packet(_ type: UInt8, count: Int, _ body: (inout OctetWriter) -> Void) -> Bool {
        let start = writer.count
        writer.uint8(0x80 | UInt8(count & 0x1f))
        writer.uint8(type)
        writer.uint16(0)
        body(&writer)
        guard !writer.isFull else {
            writer.rewind(to: start)
            return false
        }
        writer.patch(UInt16(truncatingIfNeeded: (writer.count - start) / 4 - 1), at: start + 2)
        return true
    }
}
