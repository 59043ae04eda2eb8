/// A numeric address or a CIDR range of them, IPv4 or IPv6.
///
/// IPv4 lives inside IPv6's mapped range (`::ffff:0:0/96`), so that a peer of a dual-stack socket compares as what it is.
public struct AddressRange: Hashable, Sendable {
    private let address: NumericAddress
    private let prefixLength: Int

    /// Parses `10.0.0.1`, `10.0.0.0/8`, `::1` or `fd00::/8`; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = NumericAddress(String(parts[0])) else { return nil }
        var length = 128
        if parts.count == 2 {
            let widest = address.isIPv4 ? 32 : 128
            guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let given = Int(parts[1]), given <= widest else { return nil }
            length = given + 128 - widest
        }
        self.address = address
        prefixLength = length
    }

    /// Whether the address in `text` is in the range; false when it is no numeric address.
    public func contains(_ text: String) -> Bool {
        NumericAddress(text).map(contains) ?? false
    }

    func contains(_ other: NumericAddress) -> Bool {
        guard prefixLength > 0 else { return true }
        let mask = ~UInt128.zero << UInt128(128 - prefixLength)
        return address.bits & mask == other.bits & mask
    }
}
