internal import COpenSSL

/// MESSAGE-INTEGRITY with short-term credentials: HMAC-SHA1 under the password (RFC 8489 §14.5).
enum STUNIntegrity {
    /// The attribute begins at `offset`. Takes as long for a nearly right value as for a wrong one.
    static func isRight(in datagram: UnsafeRawBufferPointer, at offset: Int, password: String) -> Bool {
        guard offset + 4 + STUN.integrityBytes <= datagram.count else { return false }
        return unsafe withUnsafeTemporaryAllocation(byteCount: offset + STUN.integrityBytes, alignment: 8) { scratch in
            unsafe scratch.copyMemory(from: UnsafeRawBufferPointer(rebasing: datagram[..<offset]))
            let digest = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[offset...])
            guard let message = scratch.baseAddress, let expected = datagram.baseAddress,
                unsafe sign(UnsafeMutableRawBufferPointer(start: message, count: offset), password: password, into: digest)
            else { return false }
            return unsafe CRYPTO_memcmp(message + offset, expected + offset + 4, STUN.integrityBytes) == 0
        }
    }

    /// Signs the message as if it ended with this attribute, as the RFC wants it: its length field is changed to say so.
    static func sign(_ message: UnsafeMutableRawBufferPointer, password: String, into digest: UnsafeMutableRawBufferPointer) -> Bool {
        let length = UInt16(truncatingIfNeeded: message.count - STUN.headerBytes + 4 + STUN.integrityBytes)
        unsafe message.storeBytes(of: length.bigEndian, toByteOffset: 2, as: UInt16.self)
        var password = password
        return password.withUTF8 { key in
            var written: UInt32 = 0
            let data = unsafe message.assumingMemoryBound(to: UInt8.self).baseAddress
            let output = unsafe digest.assumingMemoryBound(to: UInt8.self).baseAddress
            return unsafe HMAC(EVP_sha1(), key.baseAddress, Int32(key.count), data, message.count, output, &written) != nil
                && Int(written) == STUN.integrityBytes
        }
    }
}

/// FINGERPRINT: tells STUN from everything else that comes to the same port.
enum STUNFingerprint {
    private static let mask: UInt32 = 0x5354_554e

    static func value(_ message: UnsafeRawBufferPointer) -> UInt32 { unsafe CRC32.checksum(message) ^ mask }

    /// Whether the last eight bytes are it.
    static func isRight(in datagram: UnsafeRawBufferPointer) -> Bool {
        let offset = datagram.count - 8
        return unsafe datagram.bigEndian32(at: offset) == UInt32(STUN.Attribute.fingerprint) << 16 | 4
            && datagram.bigEndian32(at: offset + 4) == value(UnsafeRawBufferPointer(rebasing: datagram[..<offset]))
    }
}
