/// Writes one message into a caller's memory. Once something did not fit, `finish` says so; nothing is written past the end.
@safe struct STUNWriter {
    private let memory: UnsafeMutableRawBufferPointer
    private var length = 0
    private var fits = true

    init(_ type: UInt16, _ transaction: STUNTransaction, into memory: UnsafeMutableRawBufferPointer) {
        unsafe self.memory = memory
        put(UInt32(type) << 16)
        put(STUN.cookie)
        put(transaction.high)
        put(transaction.low)
    }

    mutating func begin(_ attribute: UInt16, length: Int) {
        put(UInt32(attribute) << 16 | UInt32(truncatingIfNeeded: length & 0xffff))
    }

    mutating func put(_ value: some FixedWidthInteger) {
        let size = value.bitWidth / 8
        guard fits, unsafe length + size <= memory.count else { return fits = false }
        unsafe memory.storeBytes(of: value.bigEndian, toByteOffset: length, as: type(of: value))
        length += size
    }

    /// A whole attribute, padded to four bytes.
    mutating func put(_ attribute: UInt16, text: String) {
        let bytes = text.utf8
        begin(attribute, length: bytes.count)
        for byte in bytes { put(byte) }
        while fits, length % 4 != 0 { put(UInt8(0)) }
    }

    /// Adds MESSAGE-INTEGRITY and FINGERPRINT.
    /// - Returns: The length of the message; nil: it does not fit.
    mutating func finish(password: String) -> Int? {
        let signed = length
        begin(STUN.Attribute.messageIntegrity, length: STUN.integrityBytes)
        guard fits, unsafe length + STUN.integrityBytes + 8 <= memory.count else { return nil }
        let digest = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[length..<length + STUN.integrityBytes])
        guard unsafe STUNIntegrity.sign(UnsafeMutableRawBufferPointer(rebasing: memory[..<signed]), password: password, into: digest) else {
            return nil
        }
        length += STUN.integrityBytes
        let total = UInt16(truncatingIfNeeded: length + 8 - STUN.headerBytes)
        unsafe memory.storeBytes(of: total.bigEndian, toByteOffset: 2, as: UInt16.self)
        let checksum = unsafe STUNFingerprint.value(UnsafeRawBufferPointer(rebasing: memory[..<length]))
        begin(STUN.Attribute.fingerprint, length: 4)
        put(checksum)
        return fits ? length : nil
    }
}
