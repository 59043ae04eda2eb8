/// Session Traversal Utilities for NAT (RFC 8489), as far as connectivity checks need it.
public enum STUN {
    static let cookie: UInt32 = 0x2112_a442
    static let headerBytes = 20
    static let integrityBytes = 20
    /// A connectivity check is about 120 bytes long, but some browsers put more into it; whatever is longer than an Ethernet frame is none.
    static let maxBytes = 1_500

    enum MessageType {
        static let bindingRequest: UInt16 = 0x0001
        static let bindingSuccess: UInt16 = 0x0101
        static let bindingError: UInt16 = 0x0111
    }

    enum Attribute {
        static let username: UInt16 = 0x0006
        static let messageIntegrity: UInt16 = 0x0008
        static let errorCode: UInt16 = 0x0009
        static let unknownAttributes: UInt16 = 0x000a
        static let xorMappedAddress: UInt16 = 0x0020
        static let priority: UInt16 = 0x0024
        static let useCandidate: UInt16 = 0x0025
        static let fingerprint: UInt16 = 0x8028
        static let iceControlled: UInt16 = 0x8029
        static let iceControlling: UInt16 = 0x802a
    }

    /// Whose connectivity check this is: the first eight bytes of USERNAME, which stand before the colon, first byte highest
    /// (`ICECredentials.packedUfrag`). Nil: not a binding request with a right FINGERPRINT for a name of that length.
    /// Proves nothing about the sender.
    public static func localUfrag(of datagram: UnsafeRawBufferPointer) -> UInt64? {
        guard let message = unsafe STUNMessage(datagram), message.type == MessageType.bindingRequest, let username = message.username,
            username.count > 8, unsafe datagram[username.lowerBound + 8] == UInt8(ascii: ":")
        else { return nil }
        return unsafe UInt64(bigEndian: datagram.loadUnaligned(fromByteOffset: username.lowerBound, as: UInt64.self))
    }
}

/// The 96 bits that tie a response to its request.
public struct STUNTransaction: Hashable, Sendable {
    public var high: UInt32
    public var low: UInt64

    public init(high: UInt32, low: UInt64) {
        self.high = high
        self.low = low
    }
}
