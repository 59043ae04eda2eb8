/// Collects the lines of an offer. Unknown lines and attributes are passed over, as RFC 8866 §5 asks.
struct SDPParser {
    /// Transport attributes of one level.
    struct Transport {
        var ufrag: String?
        var password: String?
        var fingerprint: String?
        var setup: String?

        func over(_ session: Transport) -> Transport {
            Transport(
                ufrag: ufrag ?? session.ufrag, password: password ?? session.password, fingerprint: fingerprint ?? session.fingerprint,
                setup: setup ?? session.setup)
        }
    }

    private(set) var session = Transport()
    private(set) var transports: [Transport] = []
    private(set) var bundle: [String] = []
    private var sections: [SDPSectionBuilder] = []
    private var sessionDirection = SDPDirection.sendrecv
    private var sessionExtensions: [HeaderExtension: UInt8] = [:]

    mutating func read(_ line: SDPLine) throws(SDPError) {
        switch line.type {
        case UInt8(ascii: "m"):
            guard sections.count < SDPOffer.maximumSections else { throw SDPError(.tooManySections, line: line.number) }
            var section = try SDPSectionBuilder(line)
            section.section.direction = sessionDirection
            section.section.extensions = sessionExtensions
            sections.append(section)
            transports.append(Transport())
        case UInt8(ascii: "a"):
            let (name, value) = line.attribute
            if try readTransport(name, value, line.number) { return }
            if sections.isEmpty {
                try readSession(name, value, line)
            } else {
                try sections[sections.count - 1].read(name, value, line.number)
            }
        default: break
        }
    }

    private mutating func readSession(_ name: Substring, _ value: Substring, _ line: SDPLine) throws(SDPError) {
        switch name {
        case "group":
            let words = SDPLine.words(value)
            guard words.first == "BUNDLE", bundle.isEmpty else { return }
            bundle = words.dropFirst().prefix(SDPOffer.maximumSections).map { String($0) }
        case "sendrecv", "sendonly", "recvonly", "inactive": sessionDirection = SDPDirection(rawValue: String(name)) ?? .sendrecv
        case "extmap": try SDPSectionBuilder.readExtension(value, line.number, into: &sessionExtensions)
        default: break
        }
    }

    /// - Returns: Whether it was such an attribute.
    private mutating func readTransport(_ name: Substring, _ value: Substring, _ line: Int) throws(SDPError) -> Bool {
        var transport = transports.last ?? session
        switch name {
        case "ice-ufrag":
            // RFC 8839 §5.4: 4…256 and 22…256 ice-chars.
            guard Self.isICE(value, atLeast: 4) else { throw SDPError(.malformedAttribute, line: line) }
            transport.ufrag = String(value)
        case "ice-pwd":
            guard Self.isICE(value, atLeast: 22) else { throw SDPError(.malformedAttribute, line: line) }
            transport.password = String(value)
        case "fingerprint":
            // Others than SHA-256 may stand beside it.
            guard value.utf8.prefix(8).map({ $0 | 0x20 }) == Array("sha-256 ".utf8) else { return true }
            guard Self.isFingerprint(value.dropFirst(8)) else { throw SDPError(.malformedAttribute, line: line) }
            transport.fingerprint = String(value)
        case "setup": transport.setup = String(value)
        default: return false
        }
        if transports.isEmpty { session = transport } else { transports[transports.count - 1] = transport }
        return true
    }

    private static func isICE(_ value: Substring, atLeast minimum: Int) -> Bool {
        minimum...256 ~= value.utf8.count
            && value.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "+"), UInt8(ascii: "/"): true
                // Not in the grammar, yet seen in the wild in place of the two above.
                case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="): true
                default: false
                }
            }
    }

    private static func isFingerprint(_ text: Substring) -> Bool {
        let pairs = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return pairs.count == 32
            && pairs.allSatisfy { $0.count == 2 && UInt8(Substring($0), radix: 16) != nil && $0.first != UInt8(ascii: "+") }
    }

    /// What no single line can tell.
    mutating func finish() throws(SDPError) -> [SDPSection] {
        var finished: [SDPSection] = []
        var mids: Set<String> = []
        var ssrcs: Set<UInt32> = []
        for builder in sections {
            let section = try builder.finish()
            // What has been given up may have lost its name.
            guard !section.mid.isEmpty || section.isRejected else { throw SDPError(.missingMid, line: section.line) }
            guard section.mid.isEmpty || mids.insert(section.mid).inserted else { throw SDPError(.duplicateMid, line: section.line) }
            for ssrc in section.ssrcs where !section.isRejected && !ssrcs.insert(ssrc).inserted {
                throw SDPError(.duplicateSSRC, line: section.line)
            }
            finished.append(section)
        }
        return finished
    }
}
