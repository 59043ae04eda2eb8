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

    /// Looked up among the providers once in a process. Unchecked, because a C pointer says nothing of threads: what it points to is
    /// immutable and counts its references atomically.
    nonisolated(unsafe) private static let algorithm: OpaquePointer? = unsafe EVP_CIPHER_fetch(nil, "AES-128-GCM", nil)

    private let context: OpaquePointer
    private let salt: SecretBytes
    private let takesShortWay: Bool

    /// - Parameter master: Master key and master salt.
    convenience init(master: SecretBytes, direction: Direction) throws(SRTPError) {
        try self.init(
            key: SRTPKeyDerivation.derive(.encryption, count: 16, from: master),
            salt: SRTPKeyDerivation.derive(.salt, count: Self.saltBytes, from: master), direction: direction)
    }

    /// The session's key and salt.
    convenience init(key: SecretBytes, salt: SecretBytes, direction: Direction) throws(SRTPError) {
        try self.init(key: key, salt: salt, direction: direction, takesShortWay: Self.isShortWayRight)
    }

    private init(key: SecretBytes, salt: SecretBytes, direction: Direction, takesShortWay: Bool) throws(SRTPError) {
        precondition(key.count == 16 && salt.count == Self.saltBytes)
        guard let algorithm = unsafe Self.algorithm, let context = unsafe EVP_CIPHER_CTX_new() else { throw .cipher }
        self.salt = salt
        self.takesShortWay = takesShortWay
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
        return unsafe start(source, index, tag: nil) && process(bytes, header: header, length: length) && finish(bytes + length)
            && visavis_aead_tag(context, bytes + length) == 1
    }

    /// Decrypts what follows the header up to `length`, where the tag is. Not authentic: false, and the bytes are destroyed.
    @inline(__always)
    func open(_ packet: UnsafeMutableRawPointer, header: Int, length: Int, source: UInt32, index: UInt64) -> Bool {
        let bytes = unsafe packet.assumingMemoryBound(to: UInt8.self)
        return unsafe start(source, index, tag: bytes + length) && process(bytes, header: header, length: length)
            && finish(bytes + length)
    }

    /// The nonce: two zero bytes, SSRC, rollover counter and sequence number, all of it xor the salt (RFC 7714 §8.1).
    @inline(__always)
    private func start(_ source: UInt32, _ index: UInt64, tag: UnsafeMutablePointer<UInt8>?) -> Bool {
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
        return unsafe withUnsafeMutableBytes(of: &nonce) { nonce in
            if takesShortWay { return unsafe visavis_aead_begin(context, nonce.baseAddress, tag) == 1 }
            // Neither algorithm nor key: those of before, whose tables are ready.
            return unsafe EVP_CipherInit_ex2(context, nil, nil, nonce.assumingMemoryBound(to: UInt8.self).baseAddress, -1, nil) == 1
                && (tag == nil || visavis_aead_set_tag(context, tag) == 1)
        }
    }

    /// Whether this OpenSSL does with `visavis_aead_begin` what `EVP_CipherInit_ex2` does. Seals the same two packets both ways and
    /// compares: a nonce that were not what it is taken for would give the key away.
    private static let isShortWayRight: Bool = {
        let (key, salt) = (SecretBytes(1...16), SecretBytes(1...12))
        let results = [true, false].map { isShort -> [UInt8]? in
            guard let sealing = try? SRTPGaloisCipher(key: key, salt: salt, direction: .seal, takesShortWay: isShort),
                let opening = try? SRTPGaloisCipher(key: key, salt: salt, direction: .open, takesShortWay: isShort)
            else { return nil }
            var sealed: [UInt8] = []
            for index in [1, 0x1_0002] as [UInt64] {
                var packet = [UInt8](repeating: 7, count: 64 + tagBytes)
                let isRight = unsafe packet.withUnsafeMutableBytes { bytes in
                    guard let start = bytes.baseAddress, unsafe sealing.seal(start, header: 12, length: 64, source: 9, index: index)
                    else { return false }
                    unsafe sealed.append(contentsOf: bytes)
                    return unsafe opening.open(start, header: 12, length: 64, source: 9, index: index)
                }
                guard isRight, packet[..<64].allSatisfy({ $0 == 7 }) else { return nil }
            }
            return sealed
        }
        return results[0] != nil && results[0] == results[1]
    }()

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
