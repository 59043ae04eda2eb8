internal import COpenSSL

/// GCM by OpenSSL, which every processor has: the key is set once, a packet sets its nonce only.
@safe struct OpenSSLCipher: GaloisCipher, ~Copyable {
    /// Looked up among the providers once in a process. Unchecked, because a C pointer says nothing of threads: what it points to is
    /// immutable and counts its references atomically.
    nonisolated(unsafe) private static let algorithm: OpaquePointer? = unsafe EVP_CIPHER_fetch(nil, "AES-128-GCM", nil)

    private let context: OpaquePointer
    private let takesShortWay: Bool

    init(key: SecretBytes, direction: GaloisDirection) throws(SRTPError) {
        try self.init(key: key, direction: direction, takesShortWay: Self.isShortWayRight)
    }

    private init(key: SecretBytes, direction: GaloisDirection, takesShortWay: Bool) throws(SRTPError) {
        precondition(key.count == 16)
        guard let algorithm = unsafe Self.algorithm, let context = unsafe EVP_CIPHER_CTX_new() else { throw .cipher }
        let isReady = unsafe key.withUnsafeBytes { key in
            unsafe EVP_CipherInit_ex2(
                context, algorithm, key.assumingMemoryBound(to: UInt8.self).baseAddress, nil, direction.rawValue, nil) == 1
        }
        guard isReady else {
            unsafe EVP_CIPHER_CTX_free(context)
            throw .cipher
        }
        unsafe self.context = context
        self.takesShortWay = takesShortWay
    }

    /// Overwrites the key that is in it, too.
    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    func seal(_ packet: UnsafeMutablePointer<UInt8>, header: Int, length: Int, nonce: GaloisNonce) -> Bool {
        unsafe start(nonce, tag: nil) && process(packet, header: header, length: length) && finish(packet + length)
            && visavis_aead_tag(context, packet + length) == 1
    }

    func open(_ packet: UnsafeMutablePointer<UInt8>, header: Int, length: Int, nonce: GaloisNonce) -> Bool {
        let isAuthentic =
            unsafe start(nonce, tag: packet + length) && process(packet, header: header, length: length) && finish(packet + length)
        if !isAuthentic { unsafe OPENSSL_cleanse(packet + header, length - header) }
        return isAuthentic
    }

    private func start(_ nonce: GaloisNonce, tag: UnsafeMutablePointer<UInt8>?) -> Bool {
        var nonce = nonce
        return unsafe withUnsafeMutableBytes(of: &nonce) { nonce in
            if takesShortWay { return unsafe visavis_aead_begin(context, nonce.baseAddress, tag) == 1 }
            // Neither algorithm nor key: those of before, whose tables are ready.
            return unsafe EVP_CipherInit_ex2(context, nil, nil, nonce.assumingMemoryBound(to: UInt8.self).baseAddress, -1, nil) == 1
                && (tag == nil || visavis_aead_set_tag(context, tag) == 1)
        }
    }

    /// The header is authenticated as it is; what follows is encrypted or decrypted, too.
    private func process(_ bytes: UnsafeMutablePointer<UInt8>, header: Int, length: Int) -> Bool {
        var written: Int32 = 0
        let (text, count) = unsafe (bytes + header, Int32(truncatingIfNeeded: length - header))
        return unsafe EVP_CipherUpdate(context, nil, &written, bytes, Int32(truncatingIfNeeded: header)) == 1
            && (count == 0 || EVP_CipherUpdate(context, text, &written, text, count) == 1)
    }

    /// Makes or compares the tag; the mode has no bytes left over.
    private func finish(_ end: UnsafeMutablePointer<UInt8>) -> Bool {
        var written: Int32 = 0
        return unsafe EVP_CipherFinal_ex(context, end, &written) == 1
    }

    /// Whether this OpenSSL does with `visavis_aead_begin` what `EVP_CipherInit_ex2` does. Seals the same two packets both ways and
    /// compares: a nonce that were not what it is taken for would give the key away.
    private static let isShortWayRight: Bool = {
        let short = sealed(takesShortWay: true)
        return short != nil && short == sealed(takesShortWay: false)
    }()

    private static func sealed(takesShortWay: Bool) -> [UInt8]? {
        let key = SecretBytes(1...16)
        guard let sealing = try? OpenSSLCipher(key: key, direction: .seal, takesShortWay: takesShortWay),
            let opening = try? OpenSSLCipher(key: key, direction: .open, takesShortWay: takesShortWay)
        else { return nil }
        var sealed: [UInt8] = []
        for nonce in [(1, 2, 3), (0xffff_0000, 5, 0x8000_0001)] as [GaloisNonce] {
            var packet = [UInt8](repeating: 7, count: 64 + SRTPGaloisCipher.tagBytes)
            let isRight = unsafe packet.withUnsafeMutableBufferPointer { bytes in
                guard let start = bytes.baseAddress, unsafe sealing.seal(start, header: 12, length: 64, nonce: nonce) else { return false }
                unsafe sealed.append(contentsOf: bytes)
                return unsafe opening.open(start, header: 12, length: 64, nonce: nonce)
            }
            guard isRight, packet[..<64].allSatisfy({ $0 == 7 }) else { return nil }
        }
        return sealed
    }
}
