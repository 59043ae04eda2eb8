/// User name fragment and password of one generation of candidates (RFC 8445 §5.3, RFC 8839 §5.4).
public struct ICECredentials: Sendable, Hashable {
    public let ufrag: String
    public let password: String

    /// Eight and 24 characters: 48 and 144 bits.
    public init(using generator: inout some RandomNumberGenerator) {
        self.init(ufrag: Self.characters(8, using: &generator), password: Self.characters(24, using: &generator))
    }

    public init(ufrag: String, password: String) {
        self.ufrag = ufrag
        self.password = password
    }

    /// The fragment's first eight bytes, first byte highest: what `STUN.localUfrag(of:)` finds in a check for us.
    public var packedUfrag: UInt64 { ufrag.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func characters(_ count: Int, using generator: inout some RandomNumberGenerator) -> String {
        // 64 characters: the lowest six bits of each number are even.
        String(decoding: (0..<count).map { _ in alphabet[Int(generator.next() & 63)] }, as: UTF8.self)
    }
}
