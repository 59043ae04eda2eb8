/// The checksum of ITU V.42 that STUN's FINGERPRINT is made of (RFC 8489 §14.7).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xedb8_8320 }
    }

    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let table = table
        var value = UInt32.max
        var index = 0
        while index < bytes.count {
            unsafe value = value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ bytes[index])]
            index += 1
        }
        return ~value
    }
}
