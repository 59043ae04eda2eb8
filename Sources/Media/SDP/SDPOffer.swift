/// What a client offers (RFC 8866, 8829), as far as the relay has use for it.
///
/// One transport carries everything: more than one live section must be bundled.
public struct SDPOffer: Hashable, Sendable {
    public static let maximumBytes = 65_536
    public static let maximumSections = 64

    public let iceUfrag: String
    public let icePassword: String
    /// `sha-256 AB:CD:…`, as the offer writes it.
    public let fingerprint: String
    /// In the offer's order, which is the answer's.
    public let sections: [SDPSection]
    /// The sections that share the transport, in the group's order.
    public let bundle: [String]

    public init(parsing text: [UInt8]) throws(SDPError) {
        guard text.count <= Self.maximumBytes else { throw SDPError(.tooLarge) }
        var parser = SDPParser()
        for line in try SDPLine.lines(of: text) { try parser.read(line) }
        sections = try parser.finish()
        bundle = parser.bundle
        let tagged = try Self.taggedSection(of: sections, bundle: bundle)
        let transport = parser.transports[tagged].over(parser.session)
        guard let ufrag = transport.ufrag, let password = transport.password else { throw SDPError(.missingICE) }
        guard let fingerprint = transport.fingerprint else { throw SDPError(.missingFingerprint) }
        // We are the DTLS server; who insists on being it too is never met.
        guard ["actpass", "active", nil].contains(transport.setup) else { throw SDPError(.unsupportedSetup) }
        iceUfrag = ufrag
        icePassword = password
        self.fingerprint = fingerprint
    }

    public func section(mid: String) -> SDPSection? { sections.first { $0.mid == mid } }

    /// The index of the section whose transport counts (RFC 9143 §7.2).
    private static func taggedSection(of sections: [SDPSection], bundle: [String]) throws(SDPError) -> Int {
        guard !sections.isEmpty else { throw SDPError(.noSections) }
        let live = sections.indices.filter { !sections[$0].isRejected }
        for index in live where sections[index].kind != .application && !sections[index].hasRTCPMultiplexing {
            throw SDPError(.missingMultiplexing, line: sections[index].line)
        }
        if live.count > 1, let outside = live.first(where: { !bundle.contains(sections[$0].mid) }) {
            throw SDPError(.missingBundle, line: sections[outside].line)
        }
        return bundle.lazy.compactMap { mid in live.first { sections[$0].mid == mid } }.first ?? live.first ?? 0
    }
}
