import Media

/// The descriptions of an endpoint, as a browser would word them: Opus and VP8, bundled, one certificate.
struct LocalDescription {
    enum Direction: String { case sendrecv, sendonly, recvonly }

    struct Section {
        let mid: String
        let kind: MediaKind
        let direction: Direction
        /// What is sent in it.
        let ssrc: UInt32?
    }

    let credentials: ICECredentials
    let fingerprint: CertificateFingerprint
    let address: SocketAddress
    /// `actpass` in an offer, `active` in an answer: the endpoint is the DTLS client either way.
    let setup: String
    let sections: [Section]

    var sdp: String {
        let mids = sections.map(\.mid).joined(separator: " ")
        let session = [
            "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE \(mids)", "a=msid-semantic: WMS load",
        ]
        return (session + sections.flatMap(lines)).map { $0 + "\r\n" }.joined()
    }

    /// Neither server uses it: the first check tells where an endpoint is.
    private var host: String { address.address == .any ? "127.0.0.1" : "\(address.address)" }

    private func lines(of section: Section) -> [String] {
        let head = [
            "m=\(section.kind.name) \(address.port) UDP/TLS/RTP/SAVPF \(section.kind.payloadType)",
            "c=IN IP4 \(host)",
            "a=candidate:1 1 udp 2122260223 \(host) \(address.port) typ host",
            "a=end-of-candidates",
            "a=ice-ufrag:\(credentials.ufrag)", "a=ice-pwd:\(credentials.password)",
            "a=fingerprint:\(fingerprint)", "a=setup:\(setup)", "a=mid:\(section.mid)", "a=\(section.direction.rawValue)", "a=rtcp-mux",
            "a=extmap:\(MediaFormat.absSendTimeID) \(MediaFormat.absSendTimeURI)",
        ]
        let own = section.ssrc.map {
            ["a=msid:load \(section.kind.name)", "a=ssrc:\($0) cname:load", "a=ssrc:\($0) msid:load \(section.kind.name)"]
        }
        return head + codec(section.kind) + (own ?? [])
    }

    private func codec(_ kind: MediaKind) -> [String] {
        switch kind {
        case .audio:
            [
                "a=extmap:\(MediaFormat.audioLevelID) \(MediaFormat.audioLevelURI)", "a=rtpmap:111 opus/48000/2",
                "a=fmtp:111 minptime=10;useinbandfec=1",
            ]
        case .video:
            ["a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 goog-remb", "a=rtcp-fb:96 ccm fir", "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli"]
        }
    }
}

extension LocalDescription {
    /// An offer to Visavis: each section goes one way (PROTOCOL.md, "Relayed media"). Microphone 0, camera 1, and what is received in 2 and 3.
    static func relayed(_ endpoint: MediaEndpoint, _ engine: MediaEngine) -> LocalDescription {
        let sending = MediaKind.allCases.map { kind in
            Section(mid: "\(kind.rawValue)", kind: kind, direction: .sendonly, ssrc: endpoint.outgoing[kind.rawValue].ssrc)
        }
        let receiving = MediaKind.allCases.map { Section(mid: "\($0.rawValue + 2)", kind: $0, direction: .recvonly, ssrc: nil) }
        return LocalDescription(
            credentials: endpoint.credentials, fingerprint: engine.fingerprint,
            address: endpoint.local, setup: "actpass", sections: sending + receiving)
    }
}
