import Media

/// What a client offers: three sections that it sends in, three for each other client. Every number is known beforehand, so that the
/// corpus can name them.
struct FuzzOffer {
    static let opus: UInt8 = 111
    static let vp8: UInt8 = 96
    static let vp8Repair: UInt8 = 97
    static let h264: UInt8 = 98
    static let h264Repair: UInt8 = 99

    let client: UInt8
    var generation: UInt8 = 0
    let fingerprint: CertificateFingerprint

    var ufrag: String { "client\(client)\(generation)" }
    var password: String { "the-password-of-client-\(client)-\(generation)" }

    /// The streams that the client names: voice, camera and its repair. The screen's are not named: they are known by their `mid`.
    static func ssrc(_ client: UInt8, _ stream: UInt8) -> UInt32 { 0x1100_0000 | UInt32(client) << 16 | UInt32(stream) }

    static func member(_ client: UInt8) -> MemberID { MemberID(high: 9, low: UInt64(client)) }

    var uses: [SectionUse] {
        let own = FeedKind.allCases.map { SectionUse(mid: "\($0.rawValue)", use: .send($0)) }
        return own + others.enumerated().map { SectionUse(mid: "\($0 + 3)", use: .receive($1)) }
    }

    private var others: [FeedID] {
        (0..<FuzzWorld.clients).filter { $0 != client }.flatMap { other in
            FeedKind.allCases.map { FeedID(member: Self.member(other), kind: $0) }
        }
    }

    var text: [UInt8] {
        var lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE " + uses.map(\.mid).joined(separator: " ")]
        for use in uses { lines += section(use) }
        return Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }

    private func section(_ use: SectionUse) -> [String] {
        let sends = if case .send = use.use { true } else { false }
        let isVideo =
            switch use.use {
            case .send(let kind): kind.isVideo
            case .receive(let feed): feed.kind.isVideo
            }
        let types = isVideo ? "96 97 98 99" : "111"
        var lines = ["m=\(isVideo ? "video" : "audio") 9 UDP/TLS/RTP/SAVPF \(types)", "c=IN IP4 0.0.0.0"]
        lines += ["a=ice-ufrag:\(ufrag)", "a=ice-pwd:\(password)", "a=fingerprint:\(fingerprint)", "a=setup:actpass"]
        lines += ["a=mid:\(use.mid)", sends ? "a=sendonly" : "a=recvonly", "a=rtcp-mux", "a=rtcp-rsize"]
        let extensions: [(Int, HeaderExtension)] = [(1, .audioLevel), (2, .absSendTime), (4, .mid), (13, .videoOrientation)]
        lines += extensions.map { "a=extmap:\($0) \($1.uri)" }
        lines += isVideo ? video : ["a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1"]
        if sends, use.mid == "0" { lines.append("a=ssrc:\(Self.ssrc(client, 0)) cname:c") }
        if sends, use.mid == "1" {
            lines.append("a=ssrc-group:FID \(Self.ssrc(client, 1)) \(Self.ssrc(client, 2))")
            lines += [UInt8(1), 2].map { "a=ssrc:\(Self.ssrc(client, $0)) cname:c" }
        }
        return lines
    }

    private var video: [String] {
        // The second client has no retransmission streams: what it asks for comes as the same bytes again.
        let repairs = client == 1 ? [] : [(Self.vp8Repair, Self.vp8), (Self.h264Repair, Self.h264)]
        return ["a=rtpmap:96 VP8/90000", "a=rtpmap:98 H264/90000", "a=fmtp:98 packetization-mode=1;profile-level-id=42e01f"]
            + ["nack", "nack pli", "ccm fir", "goog-remb"].map { "a=rtcp-fb:* \($0)" }
            + repairs.flatMap { ["a=rtpmap:\($0) rtx/90000", "a=fmtp:\($0) apt=\($1)"] }
    }
}
