internal import COpenSSL

/// Session keys from master key and salt, once for the life of the keys: the key derivation rate is zero (RFC 3711 §4.3).
enum SRTPKeyDerivation {
    /// What a key is for, among those of RTP.
    enum Label: UInt8 {
        case encryption = 0
        case salt = 2
    }

    private static let keyBytes = 16
    /// A master salt of 12 bytes gets two zeros at its end (RFC 7714 §11).
    private static let saltBytes = 14

    /// - Parameter master: The master key of 16 bytes and the master salt, of 12 or 14.
    static func derive(_ label: Label, count: Int, from master: SecretBytes) throws(SRTPError) -> SecretBytes {
        // Label and salt meet above the 16 bits that count the blocks.
        let counter = unsafe SecretBytes(count: 16) { counter in
            unsafe master.withUnsafeBytes { unsafe counter.copyBytes(from: $0.dropFirst(keyBytes).prefix(saltBytes)) }
            unsafe counter[7] ^= label.rawValue
        }
        return try unsafe SecretBytes(count: count) { (key) throws(SRTPError) in
            try unsafe encrypt(key, master, counter)
        }
    }

    /// AES in counter mode over zeros: the generator of RFC 3711 §4.3.3.
    private static func encrypt(_ zeros: UnsafeMutableRawBufferPointer, _ master: SecretBytes, _ counter: SecretBytes) throws(SRTPError) {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .cipher }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var written: Int32 = 0
        let bytes = unsafe zeros.assumingMemoryBound(to: UInt8.self).baseAddress
        let isDone = unsafe master.withUnsafeBytes { key in
            unsafe counter.withUnsafeBytes { counter in
                unsafe EVP_EncryptInit_ex2(
                    context, EVP_aes_128_ctr(), key.assumingMemoryBound(to: UInt8.self).baseAddress,
                    counter.assumingMemoryBound(to: UInt8.self).baseAddress, nil) == 1
                    && EVP_EncryptUpdate(context, bytes, &written, bytes, Int32(zeros.count)) == 1
            }
        }
        guard isDone, Int(written) == zeros.count else { throw .cipher }
    }
}
