/// Finds the client behind trusted proxies.
struct ForwardedAddress: Hashable {
    let address: String
    let isSecure: Bool

    /// The right-most address that is not a trusted proxy's: everything left of it was written by somebody who is not trusted.
    ///
    /// An entry that is no address ends the walk at the proxy that wrote it. `X-Forwarded-Proto` counts by its last
    /// value, the nearest proxy's.
    static func resolve(
        peer: String, isSecure: Bool, forwardedFor: String?, forwardedProto: String?, trusting ranges: [AddressRange]
    ) -> ForwardedAddress {
        guard let direct = NumericAddress(peer) else { return ForwardedAddress(address: peer, isSecure: isSecure) }
        func isTrusted(_ address: NumericAddress) -> Bool { ranges.contains { $0.contains(address) } }
        guard isTrusted(direct) else { return ForwardedAddress(address: direct.text, isSecure: isSecure) }

        var client = direct
        for entry in (forwardedFor ?? "").split(separator: ",").reversed() {
            guard let address = numericAddress(in: entry) else { break }
            client = address
            if !isTrusted(address) { break }
        }
        let proto = forwardedProto?.split(separator: ",").last.map(trimmed)
        return ForwardedAddress(address: client.text, isSecure: proto.map { $0.lowercased() == "https" } ?? isSecure)
    }

    /// Proxies write `1.2.3.4`, `1.2.3.4:5678`, `::1` or `[::1]:5678`.
    private static func numericAddress(in entry: Substring) -> NumericAddress? {
        let text = trimmed(entry)
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return NumericAddress(String(text[text.index(after: text.startIndex)..<end]))
        }
        if let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") { return NumericAddress(String(text[..<colon])) }
        return NumericAddress(text)
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let head = text.drop(while: isBlank)
        return String(head.reversed().drop(while: isBlank).reversed())
    }
}
