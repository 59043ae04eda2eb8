/// Writes the answer of an ICE-lite relay: every section of the offer in its order, with the offer's payload types and extension ids.
public enum SDPAnswer {
    /// - Parameters:
    ///   - sections: One for each section of the offer.
    ///   - sessionID, version: Of the `o=` line; the version grows with each answer of one transport.
    public static func make(
        _ offer: SDPOffer, transport: SDPTransport, sections: [SectionAnswer], sessionID: UInt64 = 1, version: UInt64 = 1
    ) throws(SDPError) -> [UInt8] {
        guard sections.count == offer.sections.count else { throw SDPError(.sectionMismatch) }
        try checkStreams(sections)
        let pairs = zip(offer.sections, sections).map { SDPAnswerSection(offered: $0, answer: $1) }
        var lines = [
            "v=0", "o=- \(sessionID) \(version) IN IP4 127.0.0.1", "s=-", "t=0 0", "a=ice-lite", "a=msid-semantic: WMS *",
        ]
        let live = Set(pairs.filter { !$0.isRejected }.map(\.offered.mid))
        let bundled = offer.bundle.filter { live.contains($0) }
        if !bundled.isEmpty { lines.append("a=group:BUNDLE \(bundled.joined(separator: " "))") }
        for pair in pairs { pair.append(to: &lines, transport: transport) }
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// One SSRC in two sections breaks a browser.
    private static func checkStreams(_ sections: [SectionAnswer]) throws(SDPError) {
        var seen: Set<UInt32> = []
        for stream in sections.compactMap(\.stream) {
            for ssrc in [stream.ssrc, stream.rtxSSRC].compactMap({ $0 }) where !seen.insert(ssrc).inserted {
                throw SDPError(.duplicateSSRC)
            }
        }
    }
}

/// One section of the offer with what becomes of it.
private struct SDPAnswerSection {
    let offered: SDPSection
    let answer: SectionAnswer

    var isRejected: Bool { offered.isRejected || offered.kind == .application || answer.codecs.isEmpty }

    private var sends: Bool { answer.stream != nil && offered.direction.receives }
    private var receives: Bool { answer.receives && offered.direction.sends }

    func append(to lines: inout [String], transport: SDPTransport) {
        guard !isRejected else {
            lines += ["m=\(offered.media) 0 \(offered.transportProtocol) \(offered.formats.joined(separator: " "))", "c=IN IP4 0.0.0.0"]
            if !offered.mid.isEmpty { lines.append("a=mid:\(offered.mid)") }
            lines.append("a=inactive")
            return
        }
        let types = answer.codecs.flatMap { [$0.payloadType, $0.rtxPayloadType].compactMap { $0 } }
        lines.append("m=\(offered.media) 9 \(offered.transportProtocol) \(types.map(String.init).joined(separator: " "))")
        lines += ["c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0"]
        lines += ["a=ice-ufrag:\(transport.ufrag)", "a=ice-pwd:\(transport.password)", "a=fingerprint:\(transport.fingerprint)"]
        lines += ["a=setup:passive", "a=mid:\(offered.mid)"]
        lines += offered.extensions.filter { $0.key.applies(to: offered.kind) }.sorted { $0.value < $1.value }
            .map { "a=extmap:\($0.value) \($0.key.uri)" }
        lines.append("a=\(SDPDirection(sends: sends, receives: receives).rawValue)")
        if sends, let stream = answer.stream { lines.append("a=msid:\(stream.streamID) \(stream.trackID)") }
        lines.append("a=rtcp-mux")
        if offered.hasReducedSizeRTCP { lines.append("a=rtcp-rsize") }
        for codec in answer.codecs { append(codec, to: &lines) }
        if sends, let stream = answer.stream { append(stream, to: &lines) }
        lines += transport.candidates.map(\.line)
        lines.append("a=end-of-candidates")
    }

    private func append(_ codec: SDPCodec, to lines: inout [String]) {
        let type = codec.payloadType
        lines.append("a=rtpmap:\(type) \(codec.name)/\(codec.clockRate)" + (codec.channels > 1 ? "/\(codec.channels)" : ""))
        // Audio is never asked for again: it would come too late, and Opus repairs itself.
        if offered.kind == .video {
            lines += SDPFeedback.allCases.filter(codec.feedback.contains).map { "a=rtcp-fb:\(type) \($0.rawValue)" }
        }
        if let parameters = codec.answeredParameters { lines.append("a=fmtp:\(type) \(parameters)") }
        if let repair = codec.rtxPayloadType {
            lines += ["a=rtpmap:\(repair) rtx/\(codec.clockRate)", "a=fmtp:\(repair) apt=\(type)"]
        }
    }

    private func append(_ stream: StreamDescription, to lines: inout [String]) {
        let repair = answer.codecs.contains { $0.rtxPayloadType != nil } ? stream.rtxSSRC : nil
        if let repair { lines.append("a=ssrc-group:FID \(stream.ssrc) \(repair)") }
        for ssrc in [stream.ssrc, repair].compactMap({ $0 }) {
            lines += ["a=ssrc:\(ssrc) cname:\(stream.cname)", "a=ssrc:\(ssrc) msid:\(stream.streamID) \(stream.trackID)"]
        }
    }
}
