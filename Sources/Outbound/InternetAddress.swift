import Glibc

/// An IPv4 or IPv6 address, and whether it belongs to somebody on the public Internet.
public struct InternetAddress: Hashable, Sendable {
    /// 4 or 16, in network order.
    let bytes: [UInt8]

    /// `nil` unless there are 4 or 16.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads `192.0.2.1` or `2001:db8::1`.
    public init?(_ text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        let family = text.contains(":") ? AF_INET6 : AF_INET
        guard unsafe inet_pton(family, text, &bytes) == 1 else { return nil }
        self.bytes = family == AF_INET6 ? bytes : Array(bytes.prefix(4))
    }

    /// False for private, loopback, link-local, shared, multicast, reserved and documentation addresses (IANA special-purpose address
    /// registries, RFC 6890), also when an IPv6 address only wraps such an IPv4 address.
    public var isPublic: Bool {
        if bytes.count == 4 { return !Self.special4.contains { $0.contains(bytes) } }
        if Self.wrapping4.contains(where: { $0.contains(bytes) }) {
            let inner = Array(bytes.suffix(4))
            return !Self.special4.contains { $0.contains(inner) }
        }
        return Self.global6.contains(bytes) && !Self.special6.contains { $0.contains(bytes) }
    }

    private static let special4 = [
        Block([0], 8), Block([10], 8), Block([100, 64], 10), Block([127], 8), Block([169, 254], 16), Block([172, 16], 12),
        Block([192, 0, 0], 24), Block([192, 0, 2], 24), Block([192, 88, 99], 24), Block([192, 168], 16), Block([198, 18], 15),
        Block([198, 51, 100], 24), Block([203, 0, 113], 24), Block([224], 4), Block([240], 4),
    ]
    /// IPv4-mapped (`::ffff:0:0/96`) and NAT64 (`64:ff9b::/96`): the last four bytes are the address that is meant.
    private static let wrapping4 = [
        Block([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96), Block([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0], 96),
    ]
    /// All that is routed on the Internet; loopback, unique local, link-local, multicast and IPv4-compatible addresses lie outside.
    private static let global6 = Block([0x20], 3)
    /// Inside it: protocol assignments with Teredo, documentation, 6to4, documentation again.
    private static let special6 = [
        Block([0x20, 0x01], 23), Block([0x20, 0x01, 0x0D, 0xB8], 32), Block([0x20, 0x02], 16), Block([0x3F, 0xFF], 20),
    ]

    /// The addresses whose first `length` bits are those of `prefix`.
    private struct Block {
        let prefix: [UInt8]
        let length: Int

        /// `prefix` may leave out zeros at its end.
        init(_ prefix: [UInt8], _ length: Int) {
            self.prefix = prefix + [UInt8](repeating: 0, count: max(0, (length + 7) / 8 - prefix.count))
            self.length = length
        }

        func contains(_ bytes: [UInt8]) -> Bool {
            let whole = length / 8
            guard bytes.prefix(whole).elementsEqual(prefix.prefix(whole)) else { return false }
            let rest = length % 8
            return rest == 0 || (bytes[whole] ^ prefix[whole]) >> (8 - rest) == 0
        }
    }
}

extension InternetAddress: CustomStringConvertible {
    public var description: String {
        guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
    }
}
