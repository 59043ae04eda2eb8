/// AES-128-GCM as RFC 7714 uses it, in place. One direction of one peer; confined to one thread.
struct SRTPGaloisCipher: ~Copyable {
    /// By whom. All give the same bytes.
    enum Implementation: CaseIterable {
        case openSSL
        #if canImport(CIPSecMB)
            case multiBuffer
        #endif

        /// A packet costs OpenSSL 3.0 three times the instructions: parameters by name, and GCM without AVX-512.
        static var fastest: Implementation {
            #if canImport(CIPSecMB)
                if MultiBufferCipher.isAvailable { return .multiBuffer }
            #endif
            return .openSSL
        }
    }

    static let tagBytes = 16

    private enum Cipher: ~Copyable {
        case openSSL(OpenSSLCipher)
        #if canImport(CIPSecMB)
            case multiBuffer(MultiBufferCipher)
        #endif
    }

    private let cipher: Cipher
    private let salt: SRTPSalt

    /// - Parameter master: Master key and master salt.
    init(master: SecretBytes, direction: GaloisDirection) throws(SRTPError) {
        try self.init(
            key: SRTPKeyDerivation.derive(.encryption, count: 16, from: master),
            salt: SRTPKeyDerivation.derive(.salt, count: SRTPSalt.bytes, from: master), direction: direction)
    }

    /// The session's key and salt.
    init(key: SecretBytes, salt: SecretBytes, direction: GaloisDirection, by implementation: Implementation = .fastest) throws(SRTPError) {
        cipher = try Self.cipher(key, direction, implementation)
        self.salt = SRTPSalt(salt)
    }

    private static func cipher(
        _ key: SecretBytes, _ direction: GaloisDirection, _ implementation: Implementation
    ) throws(SRTPError) -> Cipher {
        switch implementation {
        case .openSSL: return .openSSL(try OpenSSLCipher(key: key, direction: direction))
        #if canImport(CIPSecMB)
            case .multiBuffer:
                guard let cipher = MultiBufferCipher(key: key) else { throw .cipher }
                return .multiBuffer(cipher)
        #endif
        }
    }

    func add(to footprint: inout Footprint) {
        switch cipher {
        case .openSSL: break
        #if canImport(CIPSecMB)
            case .multiBuffer(let cipher): cipher.add(to: &footprint)
        #endif
        }
    }

    /// Encrypts what follows the header up to `length` and writes the tag behind it.
    @inline(__always)
    func seal(_ packet: UnsafeMutableRawPointer, header: Int, length: Int, source: UInt32, index: UInt64) -> Bool {
        let bytes = unsafe packet.assumingMemoryBound(to: UInt8.self)
        let nonce = salt.nonce(source: source, index: index)
        switch cipher {
        case .openSSL(let cipher): return unsafe cipher.seal(bytes, header: header, length: length, nonce: nonce)
        #if canImport(CIPSecMB)
            case .multiBuffer(let cipher): return unsafe cipher.seal(bytes, header: header, length: length, nonce: nonce)
        #endif
        }
    }

    /// Decrypts what follows the header up to `length`, where the tag is. Not authentic: false, and the bytes are destroyed.
    @inline(__always)
    func open(_ packet: UnsafeMutableRawPointer, header: Int, length: Int, source: UInt32, index: UInt64) -> Bool {
        let bytes = unsafe packet.assumingMemoryBound(to: UInt8.self)
        let nonce = salt.nonce(source: source, index: index)
        switch cipher {
        case .openSSL(let cipher): return unsafe cipher.open(bytes, header: header, length: length, nonce: nonce)
        #if canImport(CIPSecMB)
            case .multiBuffer(let cipher): return unsafe cipher.open(bytes, header: header, length: length, nonce: nonce)
        #endif
        }
    }
}
