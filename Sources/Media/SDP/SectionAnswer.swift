/// What the relay does with one section of an offer. What the offer's direction does not allow is left out by itself.
public enum SectionAnswer: Hashable, Sendable {
    /// Nothing, and for good: port 0.
    case reject
    /// Nothing for the present; the section keeps its place and its codecs.
    case inactive([SDPCodec])
    /// Takes what the client sends. The client sends the first codec.
    case receive([SDPCodec])
    /// Sends to the client, in any of the codecs.
    case send([SDPCodec], StreamDescription)
    case both([SDPCodec], StreamDescription)

    /// From `SDPSection.codecs(accepting:)`; a section without any is rejected.
    var codecs: [SDPCodec] {
        switch self {
        case .reject: []
        case .inactive(let codecs), .receive(let codecs), .send(let codecs, _), .both(let codecs, _): codecs
        }
    }

    var stream: StreamDescription? {
        switch self {
        case .reject, .inactive, .receive: nil
        case .send(_, let stream), .both(_, let stream): stream
        }
    }

    var receives: Bool {
        switch self {
        case .reject, .inactive, .send: false
        case .receive, .both: true
        }
    }
}

/// How the relay names what it sends. The identifiers are tokens.
public struct StreamDescription: Hashable, Sendable {
    public var ssrc: UInt32
    /// Retransmissions are sent on it, when the client takes them.
    public var rtxSSRC: UInt32?
    public var cname: String
    public var streamID: String
    public var trackID: String

    public init(ssrc: UInt32, rtxSSRC: UInt32?, cname: String, streamID: String, trackID: String) {
        self.ssrc = ssrc
        self.rtxSSRC = rtxSSRC
        self.cname = cname
        self.streamID = streamID
        self.trackID = trackID
    }
}

/// The relay's side of the transport; the same in every section.
public struct SDPTransport: Hashable, Sendable {
    public var ufrag: String
    public var password: String
    /// `sha-256 AB:CD:…`; the digits in upper case.
    public var fingerprint: String
    /// All there are. Without any the client stays "new" and says nothing.
    public var candidates: [SDPCandidate]

    public init(ufrag: String, password: String, fingerprint: String, candidates: [SDPCandidate]) {
        self.ufrag = ufrag
        self.password = password
        self.fingerprint = fingerprint
        self.candidates = candidates
    }
}

/// A host candidate over UDP (RFC 8839 §5.1).
public struct SDPCandidate: Hashable, Sendable {
    public var address: SocketAddress
    public var foundation: String
    public var priority: UInt32

    public init(address: SocketAddress, foundation: String, priority: UInt32) {
        self.address = address
        self.foundation = foundation
        self.priority = priority
    }

    var line: String {
        "a=candidate:\(foundation) 1 udp \(priority) \(address.address) \(address.port) typ host"
    }
}
