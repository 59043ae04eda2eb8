/// Collects the attributes of one m-section.
struct SDPSectionBuilder {
    private static let maximumFormats = 128
    private static let maximumSSRCs = 64

    var section: SDPSection
    private var formats: [UInt8: Format] = [:]
    private var payloadTypes: [UInt8] = []
    private var wildcardFeedback: Set<SDPFeedback> = []

    /// What is said of one payload type, in whatever order.
    private struct Format {
        var name = ""
        var clockRate: UInt32 = 0
        var channels: UInt8 = 1
        var parameters: [String: String] = [:]
        var feedback: Set<SDPFeedback> = []
    }

    /// `m=<media> <port>[/<count>] <protocol> <formats>`
    init(_ line: SDPLine) throws(SDPError) {
        let words = line.words
        guard words.count >= 4, words[0].isToken, let port = UInt16(SDPLine.split(words[1], at: "/").0) else {
            throw SDPError(.malformedLine, line: line.number)
        }
        guard words.count - 3 <= Self.maximumFormats else { throw SDPError(.tooManyEntries, line: line.number) }
        let kind: SDPSection.Kind = words[0] == "audio" ? .audio : words[0] == "video" ? .video : .application
        let allowed = kind == .application || words[2] == "UDP/TLS/RTP/SAVPF" || words[2] == "RTP/SAVPF"
        guard allowed else { throw SDPError(.unsupportedProtocol, line: line.number) }
        section = SDPSection(
            kind: kind, media: String(words[0]), transportProtocol: String(words[2]), formats: words.dropFirst(3).map { String($0) },
            line: line.number, isRejected: port == 0)
        guard kind != .application else { return }
        for word in words.dropFirst(3) {
            guard let payloadType = UInt8(word), payloadType < 128 else { throw SDPError(.malformedLine, line: line.number) }
            guard formats.updateValue(Format(), forKey: payloadType) == nil else {
                throw SDPError(.duplicatePayloadType, line: line.number)
            }
            payloadTypes.append(payloadType)
        }
    }

    mutating func read(_ name: Substring, _ value: Substring, _ line: Int) throws(SDPError) {
        switch name {
        case "mid":
            // 16 bytes are what the header extension has room for.
            guard value.isToken, value.utf8.count <= 16 else { throw SDPError(.malformedAttribute, line: line) }
            section.mid = String(value)
        case "sendrecv", "sendonly", "recvonly", "inactive": section.direction = SDPDirection(rawValue: String(name)) ?? .inactive
        case "rtcp-mux", "rtcp-mux-only": section.hasRTCPMultiplexing = true
        case "rtcp-rsize": section.hasReducedSizeRTCP = true
        case "bundle-only": section.isRejected = false
        case "extmap": try Self.readExtension(value, line, into: &section.extensions)
        case "rtpmap": try readMap(value, line)
        case "fmtp": readParameters(value)
        case "rtcp-fb": readFeedback(value)
        case "ssrc": try readSSRC(value, line)
        case "ssrc-group": try readGroup(value, line)
        case "msid":
            let words = SDPLine.words(value)
            section.streamID = words.first.map { String($0) }
            section.trackID = words.dropFirst().first.map { String($0) }
        default: break
        }
    }

    /// `a=extmap:<id>[/<direction>] <uri> [<attributes>]`; only what goes both ways is of use.
    static func readExtension(_ value: Substring, _ line: Int, into extensions: inout [HeaderExtension: UInt8]) throws(SDPError) {
        let words = SDPLine.words(value)
        guard words.count >= 2, let id = UInt16(SDPLine.split(words[0], at: "/").0) else { throw SDPError(.malformedAttribute, line: line) }
        let direction = SDPLine.split(words[0], at: "/").1
        guard direction.isEmpty || direction == "sendrecv", let known = HeaderExtension(uri: words[1]) else { return }
        // Beyond 14 only the two-byte form could name it, which is not negotiated.
        guard let id = UInt8(exactly: id), ExtensionMap.ids.contains(id), !extensions.contains(where: { $0.value == id && $0.key != known })
        else { return }
        extensions[known] = id
    }

    /// `a=rtpmap:<payload type> <name>/<clock rate>[/<channels>]`
    private mutating func readMap(_ value: Substring, _ line: Int) throws(SDPError) {
        let words = SDPLine.words(value)
        guard words.count == 2, let payloadType = UInt8(words[0]) else { throw SDPError(.malformedAttribute, line: line) }
        let parts = words[1].utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
        guard parts.count >= 2, parts[0].isToken, let rate = UInt32(parts[1]), let channels = parts.count > 2 ? UInt8(parts[2]) : 1 else {
            throw SDPError(.malformedAttribute, line: line)
        }
        formats[payloadType]?.name = String(parts[0])
        formats[payloadType]?.clockRate = rate
        formats[payloadType]?.channels = channels
    }

    /// `a=fmtp:<payload type> name=value;name=value`; the separators vary.
    private mutating func readParameters(_ value: Substring) {
        let (format, rest) = SDPLine.split(value, at: " ")
        guard let payloadType = UInt8(format), formats[payloadType] != nil else { return }
        for part in rest.utf8.split(whereSeparator: { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: " ") }) {
            let (name, text) = SDPLine.split(Substring(part), at: "=")
            // They are written back in the answer.
            guard text.isEmpty || text.isToken || name == "apt" else { continue }
            formats[payloadType]?.parameters[name.lowercased()] = String(text)
        }
    }

    private mutating func readFeedback(_ value: Substring) {
        let (format, rest) = SDPLine.split(value, at: " ")
        guard let feedback = SDPFeedback(rawValue: String(rest)) else { return }
        if format == "*" { wildcardFeedback.insert(feedback) } else if let type = UInt8(format) { formats[type]?.feedback.insert(feedback) }
    }

    /// `a=ssrc:<number> <attribute>[:<value>]`
    private mutating func readSSRC(_ value: Substring, _ line: Int) throws(SDPError) {
        let (number, rest) = SDPLine.split(value, at: " ")
        guard let ssrc = UInt32(number) else { throw SDPError(.malformedAttribute, line: line) }
        try note(ssrc, line)
        let (name, text) = SDPLine.split(rest, at: ":")
        if name == "cname", section.cname == nil { section.cname = String(text) }
    }

    /// Only FID (RFC 5576 §4.2) is of use: a stream and its retransmissions.
    private mutating func readGroup(_ value: Substring, _ line: Int) throws(SDPError) {
        let words = SDPLine.words(value)
        guard words.first == "FID" else { return }
        guard words.count == 3, let media = UInt32(words[1]), let repair = UInt32(words[2]), media != repair else {
            throw SDPError(.malformedAttribute, line: line)
        }
        try note(media, line)
        try note(repair, line)
        section.retransmissions[media] = repair
    }

    private mutating func note(_ ssrc: UInt32, _ line: Int) throws(SDPError) {
        guard !section.ssrcs.contains(ssrc) else { return }
        guard section.ssrcs.count < Self.maximumSSRCs else { throw SDPError(.tooManyEntries, line: line) }
        section.ssrcs.append(ssrc)
    }

    /// Puts the codecs together.
    func finish() throws(SDPError) -> SDPSection {
        var finished = section
        var retransmissions: [UInt8: UInt8] = [:]
        for type in payloadTypes {
            guard let format = formats[type], format.name.lowercased() == "rtx", let apt = format.parameters["apt"].flatMap({ UInt8($0) })
            else { continue }
            retransmissions[apt] = type
        }
        for type in payloadTypes {
            guard let format = formats[type], !format.name.isEmpty, format.name.lowercased() != "rtx" else { continue }
            var codec = SDPCodec(payloadType: type, name: format.name, clockRate: format.clockRate, channels: format.channels)
            codec.parameters = format.parameters
            codec.feedback = format.feedback.union(wildcardFeedback)
            codec.rtxPayloadType = retransmissions[type]
            finished.codecs.append(codec)
        }
        return finished
    }
}
