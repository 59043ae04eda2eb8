/// XOR-MAPPED-ADDRESS (RFC 8489 §14.2). Addresses are IPv6 in host order here; mapped IPv4 travels as IPv4.
enum STUNAddress {
    static func read(_ datagram: UnsafeRawBufferPointer, at value: Range<Int>, transaction: STUNTransaction) -> SocketAddress? {
        let start = value.lowerBound
        let port = unsafe datagram.bigEndian16(at: start + 2) ^ UInt16(truncatingIfNeeded: STUN.cookie >> 16)
        switch unsafe (datagram[start + 1], value.count) {
        case (1, 8):
            return unsafe SocketAddress(address: IPAddress(ipv4: datagram.bigEndian32(at: start + 4) ^ STUN.cookie), port: port)
        case (2, 20):
            let mask = mask(transaction)
            let high = unsafe datagram.bigEndian64(at: start + 4) ^ mask
            let low = unsafe datagram.bigEndian64(at: start + 12) ^ transaction.low
            return SocketAddress(address: IPAddress(high: high, low: low), port: port)
        default: return nil
        }
    }

    static func write(_ address: SocketAddress, transaction: STUNTransaction, to writer: inout STUNWriter) {
        let port = address.port ^ UInt16(truncatingIfNeeded: STUN.cookie >> 16)
        if let ipv4 = address.address.ipv4 {
            writer.begin(STUN.Attribute.xorMappedAddress, length: 8)
            writer.put(UInt32(1) << 16 | UInt32(port))
            writer.put(ipv4 ^ STUN.cookie)
        } else {
            writer.begin(STUN.Attribute.xorMappedAddress, length: 20)
            writer.put(UInt32(2) << 16 | UInt32(port))
            writer.put(address.address.high ^ mask(transaction))
            writer.put(address.address.low ^ transaction.low)
        }
    }

    private static func mask(_ transaction: STUNTransaction) -> UInt64 { UInt64(STUN.cookie) << 32 | UInt64(transaction.high) }
}
