internal import COpenSSL

/// What a packet's nonce is, as it is given to a cipher: twelve bytes.
typealias GaloisNonce = (UInt32, UInt32, UInt32)

/// A session's salt, and the nonces that are made of it. Overwritten at its end.
@safe struct SRTPSalt: ~Copyable {
    static let bytes = 12

    private let words: UnsafeMutablePointer<GaloisNonce>

    init(_ salt: SecretBytes) {
        precondition(salt.count == Self.bytes)
        unsafe words = .allocate(capacity: 1)
        unsafe words.initialize(to: (0, 0, 0))
        unsafe salt.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(start: words, count: Self.bytes).copyMemory(from: $0) }
    }

    deinit {
        unsafe OPENSSL_cleanse(words, Self.bytes)
        unsafe words.deallocate()
    }

    /// Two zero bytes, SSRC, rollover counter and sequence number, all of it xor the salt (RFC 7714 §8.1).
    @inline(__always)
    func nonce(source: UInt32, index: UInt64) -> GaloisNonce {
        let salt = unsafe words.pointee
        let low = UInt64(source & 0xffff) << 48 | index
        return (
            (source >> 16).bigEndian ^ salt.0, UInt32(truncatingIfNeeded: low >> 32).bigEndian ^ salt.1,
            UInt32(truncatingIfNeeded: low).bigEndian ^ salt.2
        )
    }
}
