/// Walks over the packets of an RTCP datagram, compound or of reduced size (RFC 5506). Ends early at what cannot be read.
@safe public struct RTCPReader {
    /// Entries of one list that are kept; what a stranger may make us allocate.
    public static let limit = 1_024

    /// The datagram did not end where its packets say.
    public private(set) var isMalformed = false

    private let octets: Octets
    private var offset = 0

    /// - Parameter datagram: In the clear; must outlive the reader.
    public init(_ datagram: UnsafeRawBufferPointer) { octets = unsafe Octets(datagram) }

    /// Whether a datagram with RTP's first byte is RTCP (RFC 5761 §4).
    @inline(__always)
    public static func recognizes(_ datagram: UnsafeRawBufferPointer) -> Bool {
        let octets = unsafe Octets(datagram)
        return octets.count >= 8 && octets[0] >> 6 == 2 && 192...223 ~= octets[1]
    }

    public mutating func next() -> RTCPPacket? {
        guard !isMalformed, offset < octets.count else { return nil }
        guard octets.count - offset >= 4, octets[offset] >> 6 == 2 else { return fail() }
        let end = offset + 4 + Int(octets.uint16(offset + 2)) * 4
        guard end <= octets.count else { return fail() }
        var body = offset + 4..<end
        if octets[offset] & 0x20 != 0 {
            let padding = body.isEmpty ? 0 : Int(octets[end - 1])
            guard padding > 0, padding <= body.count else { return fail() }
            body = body.lowerBound..<end - padding
        }
        let packet = RTCPBody(octets: octets, count: Int(octets[offset] & 0x1f), range: body).read(type: octets[offset + 1])
        offset = end
        return packet ?? fail()
    }

    private mutating func fail() -> RTCPPacket? {
        isMalformed = true
        return nil
    }
}

/// What follows the common header. `nil` anywhere: shorter than it says.
private struct RTCPBody {
    let octets: Octets
    /// Or the feedback format.
    let count: Int
    let range: Range<Int>

    private var start: Int { range.lowerBound }

    func read(type: UInt8) -> RTCPPacket? {
        switch type {
        case RTCPType.senderReport: senderReport()
        case RTCPType.receiverReport: receiverReport()
        case RTCPType.sourceDescription: sourceDescription()
        case RTCPType.bye: bye()
        case RTCPType.applicationDefined: range.count < 8 ? nil : .applicationDefined(sender: octets.uint32(start))
        case RTCPType.transportFeedback: range.count < 8 ? nil : transportFeedback()
        case RTCPType.payloadFeedback: range.count < 8 ? nil : payloadFeedback()
        default: .unknown(type: type)
        }
    }

    private func senderReport() -> RTCPPacket? {
        guard range.count >= 24, let blocks = blocks(from: start + 24) else { return nil }
        return .senderReport(
            SenderReport(
                ssrc: octets.uint32(start), ntp: octets.uint64(start + 4), rtpTimestamp: octets.uint32(start + 12),
                packets: octets.uint32(start + 16), octets: octets.uint32(start + 20), blocks: blocks))
    }

    private func receiverReport() -> RTCPPacket? {
        guard range.count >= 4, let blocks = blocks(from: start + 4) else { return nil }
        return .receiverReport(ssrc: octets.uint32(start), blocks: blocks)
    }

    private func blocks(from first: Int) -> [ReportBlock]? {
        guard range.upperBound - first >= count * ReportBlock.byteCount else { return nil }
        return (0..<count).map { ReportBlock(octets, at: first + $0 * ReportBlock.byteCount) }
    }

    private func bye() -> RTCPPacket? {
        guard range.count >= count * 4 else { return nil }
        return .bye((0..<count).map { octets.uint32(start + $0 * 4) })
    }

    private func sourceDescription() -> RTCPPacket? {
        var chunks: [SourceDescription] = []
        var offset = start
        for _ in 0..<count {
            guard range.upperBound - offset >= 8 else { return nil }
            var chunk = SourceDescription(ssrc: octets.uint32(offset), cname: nil)
            offset += 4
            while offset < range.upperBound, octets[offset] != 0 {
                guard offset + 2 <= range.upperBound else { return nil }
                let value = offset + 2..<offset + 2 + Int(octets[offset + 1])
                guard value.upperBound <= range.upperBound else { return nil }
                if octets[offset] == 1 { chunk.cname = octets.string(value) }
                offset = value.upperBound
            }
            guard offset < range.upperBound else { return nil }
            // The zero that ends the chunk, and as many more as make whole words.
            offset = range.lowerBound + (offset - range.lowerBound + 4) / 4 * 4
            chunks.append(chunk)
        }
        return .sourceDescription(chunks)
    }

    private func transportFeedback() -> RTCPPacket {
        let (sender, media) = (octets.uint32(start), octets.uint32(start + 4))
        switch count {
        case 1: return .nack(sender: sender, media: media, sequences: lostSequences())
        case 15: return .transportFeedback(sender: sender)
        default: return .unknown(type: RTCPType.transportFeedback)
        }
    }

    /// Generic NACK (RFC 4585 §6.2.1): a sequence number, and a bit for each of the sixteen that follow.
    private func lostSequences() -> [UInt16] {
        var sequences: [UInt16] = []
        for offset in stride(from: start + 8, through: range.upperBound - 4, by: 4) {
            guard sequences.count + 17 <= RTCPReader.limit else { break }
            let first = octets.uint16(offset)
            let following = octets.uint16(offset + 2)
            sequences.append(first)
            for bit in 0..<UInt16(16) where following >> bit & 1 != 0 { sequences.append(first &+ bit &+ 1) }
        }
        return sequences
    }

    private func payloadFeedback() -> RTCPPacket? {
        let (sender, media) = (octets.uint32(start), octets.uint32(start + 4))
        switch count {
        case 1: return .pli(sender: sender, media: media)
        case 4: return .fir(sender: sender, requests: intraRequests())
        case 15: return remb(sender: sender)
        default: return .unknown(type: RTCPType.payloadFeedback)
        }
    }

    private func intraRequests() -> [FullIntraRequest] {
        stride(from: start + 8, through: range.upperBound - 8, by: 8).prefix(RTCPReader.limit).map {
            FullIntraRequest(ssrc: octets.uint32($0), number: octets[$0 + 4])
        }
    }

    private func remb(sender: UInt32) -> RTCPPacket? {
        guard range.count >= 16, octets.uint32(start + 8) == RTCPType.remb else { return .unknown(type: RTCPType.payloadFeedback) }
        let ssrcs = Int(octets[start + 12])
        guard range.count >= 16 + ssrcs * 4 else { return nil }
        let exponent = octets[start + 13] >> 2
        let mantissa = UInt64(octets.uint24(start + 13) & 0x3_ffff)
        // 18 bits moved by up to 63: more than fits is as good as no limit.
        let bits = (mantissa << exponent) >> exponent == mantissa ? mantissa << exponent : .max
        return .remb(sender: sender, bitsPerSecond: bits, media: (0..<ssrcs).map { octets.uint32(start + 16 + $0 * 4) })
    }
}
