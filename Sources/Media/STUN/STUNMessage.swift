/// Where things are in a STUN message; the bytes stay where they lie. What comes after MESSAGE-INTEGRITY is not looked at, but for FINGERPRINT.
struct STUNMessage {
    let type: UInt16
    let transaction: STUNTransaction
    private(set) var username: Range<Int>?
    private(set) var priority: UInt32 = 0
    private(set) var nominates = false
    /// The sender believes that it is the controlled agent.
    private(set) var saysControlled = false
    private(set) var mappedAddress: SocketAddress?
    private(set) var errorCode = 0
    /// The first attribute that must be understood and is not.
    private(set) var unknownAttribute: UInt16?
    /// Where the attribute MESSAGE-INTEGRITY begins.
    private(set) var integrity: Int?

    /// Nil: not a STUN message, one with a broken attribute, or one without a right FINGERPRINT at its end.
    init?(_ datagram: UnsafeRawBufferPointer) {
        guard datagram.count >= STUN.headerBytes + 8, datagram.count <= STUN.maxBytes, datagram.count % 4 == 0,
            unsafe datagram[0] & 0xc0 == 0,
            unsafe Int(datagram.bigEndian16(at: 2)) == datagram.count - STUN.headerBytes,
            unsafe datagram.bigEndian32(at: 4) == STUN.cookie
        else { return nil }
        unsafe type = datagram.bigEndian16(at: 0)
        unsafe transaction = STUNTransaction(high: datagram.bigEndian32(at: 8), low: datagram.bigEndian64(at: 12))
        var offset = STUN.headerBytes
        while offset < datagram.count - 8 {
            let attribute = unsafe datagram.bigEndian16(at: offset)
            let length = unsafe Int(datagram.bigEndian16(at: offset + 2))
            let value = offset + 4
            guard value + length <= datagram.count - 8 else { return nil }
            if integrity == nil { unsafe note(attribute, at: value..<value + length, in: datagram) }
            offset = value + (length + 3) & ~3
        }
        guard offset == datagram.count - 8, unsafe STUNFingerprint.isRight(in: datagram) else { return nil }
    }

    private mutating func note(_ attribute: UInt16, at value: Range<Int>, in datagram: UnsafeRawBufferPointer) {
        switch (attribute, value.count) {
        case (STUN.Attribute.username, 1...513): username = value
        case (STUN.Attribute.priority, 4): unsafe priority = datagram.bigEndian32(at: value.lowerBound)
        case (STUN.Attribute.useCandidate, 0): nominates = true
        case (STUN.Attribute.iceControlled, 8): saysControlled = true
        case (STUN.Attribute.messageIntegrity, STUN.integrityBytes): integrity = value.lowerBound - 4
        case (STUN.Attribute.errorCode, 4...):
            unsafe errorCode = Int(datagram[value.lowerBound + 2] & 7) * 100 + Int(datagram[value.lowerBound + 3])
        case (STUN.Attribute.xorMappedAddress, 8...):
            unsafe mappedAddress = STUNAddress.read(datagram, at: value, transaction: transaction)
        case (0..<0x8000, _):
            if unknownAttribute == nil { unknownAttribute = attribute }
        default: break
        }
    }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    func bigEndian16(at offset: Int) -> UInt16 { unsafe UInt16(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self)) }
    @inline(__always)
    func bigEndian32(at offset: Int) -> UInt32 { unsafe UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    @inline(__always)
    func bigEndian64(at offset: Int) -> UInt64 { unsafe UInt64(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
}
