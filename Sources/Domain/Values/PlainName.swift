/// A name that programs compare and managers write: 1–40 characters of `a–z 0–9 -`, starting with a letter. Coded as its text, also
/// where it is the key of a dictionary.
///
/// Each kind is a type of its own, so that a skill's name cannot be passed where an activity's is meant.
public protocol PlainName: Hashable, Sendable, Comparable, Codable, CodingKeyRepresentable, CustomStringConvertible {
    init?(_ text: String)

    /// The text's hash, made once: names are looked up at every turn. See `PlainName.digest(of:)`.
    var digest: UInt64 { get }
}

/// The longest plain name.
public let plainNameLength = 40

extension PlainName {
    static func isWellFormed(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, bytes.count <= plainNameLength, first.isLowerCaseLetter else { return false }
        return bytes.allSatisfy { $0.isLowerCaseLetter || $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// FNV-1a. Names are the managers' own: nobody has an interest in two that collide.
    static func digest(of text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    public static func == (left: Self, right: Self) -> Bool { left.digest == right.digest && left.description == right.description }

    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }

    public func _rawHashValue(seed: Int) -> Int { UInt64.folded(digest, digest, seed: seed) }

    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a name: 1–40 of a–z, 0–9 and - are expected")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var codingKey: any CodingKey { PlainNameKey(stringValue: description) }

    public init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}

private struct PlainNameKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension UInt8 {
    fileprivate var isLowerCaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}
