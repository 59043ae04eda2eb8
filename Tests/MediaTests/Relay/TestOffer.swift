@testable import Media

/// What a browser would offer, as far as the relay reads it.
struct TestOffer {
    struct Section {
        var mid: String
        var use: SectionUse.Use
        var ssrc: UInt32?
        var repairSSRC: UInt32?
    }

    /// Payload types and extension ids differ from peer to peer, as they do from browser to browser.
    struct Numbers: Equatable {
        var opus: UInt8 = 111
        var vp8: UInt8 = 96
        var repair: UInt8? = 97
        var mid: UInt8 = 4
        var sendTime: UInt8 = 3
        var level: UInt8 = 1
        var orientation: UInt8 = 13
        /// Whether lost pictures may be asked for again.
        var answersNACK = true

        static let firefox = Numbers(opus: 109, vp8: 120, repair: 124, mid: 3, sendTime: 4, level: 2, orientation: 7)
    }

    var credentials: ICECredentials
    var fingerprint: CertificateFingerprint
    var numbers: Numbers
    var sections: [Section]
    var namesStreams = true

    var text: [UInt8] {
        var lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0"]
        lines.append("a=group:BUNDLE " + sections.map(\.mid).joined(separator: " "))
        for section in sections { lines += describe(section) }
        return Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }

    private func describe(_ section: Section) -> [String] {
        let isVideo = section.use.kind.isVideo
        let sends = if case .send = section.use { true } else { false }
        var types = [isVideo ? numbers.vp8 : numbers.opus]
        if isVideo, let repair = numbers.repair { types.append(repair) }
        var lines = [
            "m=\(isVideo ? "video" : "audio") 9 UDP/TLS/RTP/SAVPF \(types.map { "\($0)" }.joined(separator: " "))", "c=IN IP4 0.0.0.0",
        ]
        lines += [
            "a=ice-ufrag:\(credentials.ufrag)", "a=ice-pwd:\(credentials.password)", "a=fingerprint:\(fingerprint)", "a=setup:actpass",
        ]
        lines += ["a=mid:\(section.mid)", "a=\(sends ? "sendonly" : "recvonly")", "a=rtcp-mux"]
        lines.append("a=extmap:\(numbers.mid) \(HeaderExtension.mid.uri)")
        lines.append("a=extmap:\(numbers.sendTime) \(HeaderExtension.absSendTime.uri)")
        if isVideo {
            lines.append("a=extmap:\(numbers.orientation) \(HeaderExtension.videoOrientation.uri)")
            lines.append("a=rtpmap:\(numbers.vp8) VP8/90000")
            lines += [numbers.answersNACK ? "nack" : "", "nack pli", "ccm fir", "goog-remb", "transport-cc"].filter { !$0.isEmpty }.map {
                "a=rtcp-fb:\(numbers.vp8) \($0)"
            }
            if let repair = numbers.repair { lines += ["a=rtpmap:\(repair) rtx/90000", "a=fmtp:\(repair) apt=\(numbers.vp8)"] }
        } else {
            lines.append("a=extmap:\(numbers.level) \(HeaderExtension.audioLevel.uri)")
            lines.append("a=rtpmap:\(numbers.opus) opus/48000/2")
        }
        if sends, namesStreams, let ssrc = section.ssrc {
            if let repair = section.repairSSRC { lines.append("a=ssrc-group:FID \(ssrc) \(repair)") }
            lines += [ssrc, section.repairSSRC].compactMap { $0 }.map { "a=ssrc:\($0) cname:test" }
        }
        return lines
    }
}

/// What the test peer reads in an answer.
struct TestAnswer {
    struct Section {
        var mid = ""
        var ssrcs: [UInt32] = []
        var direction = ""
        var isRejected = false
    }

    var ufrag = ""
    var password = ""
    var fingerprint: CertificateFingerprint?
    var sections: [Section] = []
    let text: String

    init(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
        for line in text.split(whereSeparator: \.isNewline).map(String.init) {
            if line.hasPrefix("m=") { sections.append(Section(isRejected: line.split(separator: " ")[1] == "0")) }
            if line.hasPrefix("a=ice-ufrag:") { ufrag = String(line.dropFirst(12)) }
            if line.hasPrefix("a=ice-pwd:") { password = String(line.dropFirst(10)) }
            if line.hasPrefix("a=fingerprint:") { fingerprint = CertificateFingerprint(parsing: line.dropFirst(14)) }
            guard let last = sections.indices.last else { continue }
            if line.hasPrefix("a=mid:") { sections[last].mid = String(line.dropFirst(6)) }
            if ["a=sendonly", "a=recvonly", "a=inactive", "a=sendrecv"].contains(line) {
                sections[last].direction = String(line.dropFirst(2))
            }
            if line.hasPrefix("a=ssrc:"), let ssrc = UInt32(line.dropFirst(7).prefix { $0 != " " }), !sections[last].ssrcs.contains(ssrc) {
                sections[last].ssrcs.append(ssrc)
            }
        }
    }

    func section(_ mid: String) -> Section? { sections.first { $0.mid == mid } }
}
