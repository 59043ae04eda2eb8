/// One m-section of an offer.
public struct SDPSection: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case audio, video
        /// Whatever else there is; always rejected.
        case application
    }

    public internal(set) var mid: String = ""
    public let kind: Kind
    /// Words of the m-line, for the answer.
    let media: String
    let transportProtocol: String
    let formats: [String]
    let line: Int
    /// The offerer has given it up: port 0, and not for the sake of bundling.
    public internal(set) var isRejected: Bool
    public internal(set) var direction = SDPDirection.sendrecv
    /// In the offer's order, retransmission folded into what it is for.
    public internal(set) var codecs: [SDPCodec] = []
    public internal(set) var extensions: [HeaderExtension: UInt8] = [:]
    /// In the order in which they are named; those of retransmissions too.
    public internal(set) var ssrcs: [UInt32] = []
    /// Retransmission stream by media stream.
    public internal(set) var retransmissions: [UInt32: UInt32] = [:]
    public internal(set) var cname: String?
    public internal(set) var streamID: String?
    public internal(set) var trackID: String?
    public internal(set) var hasRTCPMultiplexing = false
    /// RFC 5506: feedback may be sent without a report before it.
    public internal(set) var hasReducedSizeRTCP = false

    /// The streams that are not retransmissions.
    public var mediaSSRCs: [UInt32] {
        let secondary = Set(retransmissions.values)
        return ssrcs.filter { !secondary.contains($0) }
    }
}

public enum SDPDirection: String, Hashable, Sendable {
    case sendrecv, sendonly, recvonly, inactive

    /// Whether who says this sends.
    public var sends: Bool { self == .sendrecv || self == .sendonly }
    public var receives: Bool { self == .sendrecv || self == .recvonly }

    init(sends: Bool, receives: Bool) {
        self = sends ? (receives ? .sendrecv : .sendonly) : (receives ? .recvonly : .inactive)
    }
}
