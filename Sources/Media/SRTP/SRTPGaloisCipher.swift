internal import COpenSSL

/// AES-128-GCM as RFC 7714 uses it, in place: the key is set once, a packet sets its nonce only and nothing is allocated.
/// One direction of one peer; confined to one thread.
@safe final class SRTPGaloisCipher {
    enum Direction: Int32 {
        case open = 0
        case seal = 1
    }

    static let tagBytes = 16
    private static let saltBytes = 12

    /// Looked up among the providers once in a process; it is immutable and counts its references atomically.
    nonisolated(unsafe) private static let algorithm: OpaquePointer? = unsafe EVP_CIPHER_fetch(nil, "AES-128-GCM", nil)

    private let context: OpaquePointer
    private let salt: SecretBytes

    /// - Parameter master: Master key and master salt.
    convenience init(master: SecretBytes, direction: Direction) throws(SRTPError) {
        try self.init(
            key: SRTPKeyDerivation.derive(.encryption, count: 16, from: master),
            salt: SRTPKeyDerivation.derive(.salt, count: Self.saltBytes, from: master), direction: direction)
    }

    /// The session's key and salt.
    init(key: SecretBytes, salt: SecretBytes, direction: Direction) throws(SRTPError) {
        precondition(key.count == 16 && salt.count == Self.saltBytes)
        guard let algorithm = unsafe Self.algorithm, let context = unsafe EVP_CIPHER_CTX_new() else { throw .cipher }
        self.salt = salt
        unsafe self.context = context
        let isReady = unsafe key.withUnsafeBytes { key in
            unsafe EVP_CipherInit_ex2(
                context, algorithm, key.assumingMemoryBound(to: UInt8.self).baseAddress, nil, direction.rawValue, nil) == 1
        }
        guard isReady else { throw .cipher }
    }

    /// Overwrites the key that is in it, too.
    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// Encrypts what follows the header up to `length` and writes the tag behind it.
    @inline(__always)
    func seal(_ packet: UnsafeMutableRawPointer, header: Int, length: Int, source: UInt32, index: UInt64) -> Bool {
        let bytes = unsafe packet.assumingMemoryBound(to: UInt8.self)
        return unsafe start(source, index) && process(bytes, header: header, length: length) && finish(bytes + length)
            && visavis_aead_tag(context, bytes + length) == 1
    }

    /// Decrypts what follows the header up to `length`, where the tag is. Not authentic: false, and the bytes are destroyed.
    @inline(__always)
    func open(_ packet: UnsafeMutableRawPointer, header: Int, length: Int, source: UInt32, index: UInt64) -> Bool {
        let bytes = unsafe packet.assumingMemoryBound(to: UInt8.self)
        return unsafe start(source, index) && visavis_aead_set_tag(context, bytes + length) == 1
            && process(bytes, header: header, length: length) && finish(bytes + length)
    }

    /// The nonce: two zero bytes, SSRC, rollover counter and sequence number, all of it xor the salt (RFC 7714 §8.1).
    @inline(__always)
    private func start(_ source: UInt32, _ index: UInt64) -> Bool {
        let salt = unsafe salt.withUnsafeBytes {
            unsafe (
                $0.loadUnaligned(as: UInt32.self), $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self),
                $0.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
            )
        }
        let low = UInt64(source & 0xffff) << 48 | index
        var nonce = (
            (source >> 16).bigEndian ^ salt.0, UInt32(truncatingIfNeeded: low >> 32).bigEndian ^ salt.1,
            UInt32(truncatingIfNeeded: low).bigEndian ^ salt.2
        )
        // Neither algorithm nor key: those of before, whose tables are ready.
        return unsafe withUnsafeBytes(of: &nonce) {
            unsafe EVP_CipherInit_ex2(context, nil, nil, $0.assumingMemoryBound(to: UInt8.self).baseAddress, -1, nil) == 1
        }
    }

    /// The header is authenticated as it is; what follows is encrypted or decrypted, too.
    @inline(__always)
    private func process(_ bytes: UnsafeMutablePointer<UInt8>, header: Int, length: Int) -> Bool {
        var written: Int32 = 0
        let (text, count) = unsafe (bytes + header, Int32(truncatingIfNeeded: length - header))
        return unsafe EVP_CipherUpdate(context, nil, &written, bytes, Int32(truncatingIfNeeded: header)) == 1
            && (count == 0 || EVP_CipherUpdate(context, text, &written, text, count) == 1)
    }

    /// Makes or compares the tag; the mode has no bytes left over.
    @inline(__always)
    private func finish(_ end: UnsafeMutablePointer<UInt8>) -> Bool {
        var written: Int32 = 0
        return unsafe EVP_CipherFinal_ex(context, end, &written) == 1
    }
}
