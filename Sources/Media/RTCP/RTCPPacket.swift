/// One packet of an RTCP datagram, with exactly what the relay acts upon. Owns what it says; lists are bounded by `RTCPReader.limit`.
public enum RTCPPacket: Hashable, Sendable {
    case senderReport(SenderReport)
    case receiverReport(ssrc: UInt32, blocks: [ReportBlock])
    case sourceDescription([SourceDescription])
    case bye([UInt32])
    case nack(sender: UInt32, media: UInt32, sequences: [UInt16])
    case pli(sender: UInt32, media: UInt32)
    case fir(sender: UInt32, requests: [FullIntraRequest])
    case remb(sender: UInt32, bitsPerSecond: UInt64, media: [UInt32])
    /// Transport-wide feedback; never negotiated, so never looked into.
    case transportFeedback(sender: UInt32)
    case applicationDefined(sender: UInt32)
    case unknown(type: UInt8)
}

/// RFC 3550 §6.4.1.
public struct SenderReport: Hashable, Sendable {
    public var ssrc: UInt32
    public var ntp: UInt64
    public var rtpTimestamp: UInt32
    public var packets: UInt32
    public var octets: UInt32
    public var blocks: [ReportBlock]

    public init(ssrc: UInt32, ntp: UInt64, rtpTimestamp: UInt32, packets: UInt32, octets: UInt32, blocks: [ReportBlock] = []) {
        self.ssrc = ssrc
        self.ntp = ntp
        self.rtpTimestamp = rtpTimestamp
        self.packets = packets
        self.octets = octets
        self.blocks = blocks
    }
}

/// RFC 3550 §6.5; only the canonical name is of interest.
public struct SourceDescription: Hashable, Sendable {
    public var ssrc: UInt32
    public var cname: String?

    public init(ssrc: UInt32, cname: String?) {
        self.ssrc = ssrc
        self.cname = cname
    }
}

/// RFC 5104 §4.3.1: the same number again is the same request again.
public struct FullIntraRequest: Hashable, Sendable {
    public var ssrc: UInt32
    public var number: UInt8

    public init(ssrc: UInt32, number: UInt8) {
        self.ssrc = ssrc
        self.number = number
    }
}

/// Numbers of the wire.
enum RTCPType {
    static let senderReport: UInt8 = 200
    static let receiverReport: UInt8 = 201
    static let sourceDescription: UInt8 = 202
    static let bye: UInt8 = 203
    static let applicationDefined: UInt8 = 204
    /// RFC 4585 §6.2; formats 1 (NACK) and 15 (transport-wide).
    static let transportFeedback: UInt8 = 205
    /// RFC 4585 §6.3; formats 1 (PLI), 4 (FIR) and 15 (application layer, where REMB lives).
    static let payloadFeedback: UInt8 = 206
    /// "REMB", draft-alvestrand-rmcat-remb-03.
    static let remb: UInt32 = 0x5245_4d42
}
