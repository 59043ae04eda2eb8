/// A 128-bit random name of one thing of a kind; 32 lower-case hexadecimal digits in text.
///
/// The kind is part of the type, so that a ticket's id cannot be passed where a session's is meant.
public struct Identifier<Kind>: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public init(using generator: inout some RandomNumberGenerator) {
        high = generator.next()
        low = generator.next()
    }

    /// `nil` unless `text` is exactly 32 lower-case hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        guard let (high, low) = HexDigits.words(String(text)) else { return nil }
        (self.high, self.low) = (high, low)
    }
}

extension Identifier {
    public func hash(into hasher: inout Hasher) { hasher.combine(high ^ low) }

    /// Nearly everything is looked up by its id, and an id's bits are random already: they come from the server's own generator, nobody
    /// else chooses them. So they need no cryptographic hash, only to be mixed with the table's seed.
    public func _rawHashValue(seed: Int) -> Int { UInt64.folded(high, low, seed: seed) }
}

extension UInt64 {
    /// A hash of two words: the halves of their product, each word changed so that 0 is no special case. The order of hashes is
    /// another for another seed, without which filling one table from another in its order would cost quadratic time.
    static func folded(_ first: Self, _ second: Self, seed: Int) -> Int {
        let product = (first ^ Self(truncatingIfNeeded: seed) ^ 0x2D35_8DCC_AA6C_78A5)
            .multipliedFullWidth(by: second ^ 0x8BB8_4B93_962E_ACC9)
        return Int(truncatingIfNeeded: product.high ^ product.low)
    }
}

extension Identifier: CustomStringConvertible {
    public var description: String { HexDigits.text(high, low) }
}

/// The order has no meaning beyond being total: it breaks ties the same way on every run.
extension Identifier: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id: 32 hexadecimal digits are expected")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
