/// AES-128-GCM with one key in one direction, in place; nothing is allocated for a packet. Confined to one thread.
protocol GaloisCipher: ~Copyable {
    /// Encrypts what follows the header up to `length` and writes the tag of 16 bytes behind it. The header is authenticated as it is.
    func seal(_ packet: UnsafeMutablePointer<UInt8>, header: Int, length: Int, nonce: GaloisNonce) -> Bool

    /// Decrypts what follows the header up to `length`, where the tag is. Not authentic: false, and those bytes are destroyed.
    func open(_ packet: UnsafeMutablePointer<UInt8>, header: Int, length: Int, nonce: GaloisNonce) -> Bool
}

enum GaloisDirection: Int32 {
    case open = 0
    case seal = 1
}
