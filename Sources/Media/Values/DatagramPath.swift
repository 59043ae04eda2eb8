/// An IPv6 address in host order; IPv4 stands in it as `::ffff:a.b.c.d`.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    public var high: UInt64
    public var low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// `ipv4`: the four bytes as one number, first byte highest.
    public init(ipv4: UInt32) { self.init(high: 0, low: 0xffff_0000_0000 | UInt64(ipv4)) }

    public static let any = IPAddress(high: 0, low: 0)

    public var ipv4: UInt32? {
        high == 0 && low >> 32 == 0xffff ? UInt32(truncatingIfNeeded: low) : nil
    }

    /// As RFC 5952 writes it, without compressing zeros.
    public var description: String {
        if let ipv4 { return (0..<4).map { String(ipv4 >> (24 - 8 * $0) & 0xff) }.joined(separator: ".") }
        let groups = [high, low].flatMap { half in (0..<4).map { half >> (48 - 16 * UInt64($0)) & 0xffff } }
        return groups.map { String($0, radix: 16) }.joined(separator: ":")
    }
}

/// An address and a UDP port.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    public var address: IPAddress
    public var port: UInt16

    public init(address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }

    public var description: String { address.ipv4 == nil ? "[\(address)]:\(port)" : "\(address):\(port)" }
}

/// Where a datagram came from and at which of our addresses it was asked for; the answer goes back the same way.
public struct DatagramPath: Hashable, Sendable {
    public var remote: SocketAddress
    public var local: IPAddress

    public init(remote: SocketAddress, local: IPAddress) {
        self.remote = remote
        self.local = local
    }
}
