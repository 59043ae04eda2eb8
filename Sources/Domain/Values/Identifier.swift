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
        let digits = text.utf8
        guard digits.count == 32 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for (index, digit) in digits.enumerated() {
            let value: UInt64
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = UInt64(digit - UInt8(ascii: "a")) + 10
            default: return nil
            }
            if index < 16 { words.0 = words.0 << 4 | value } else { words.1 = words.1 << 4 | value }
        }
        high = words.0
        low = words.1
    }
}

extension Identifier {
    /// The bits are random already: half of them tell ids apart as well, and nearly everything is looked up by its id.
    public func hash(into hasher: inout Hasher) { hasher.combine(high ^ low) }
}

extension Identifier: CustomStringConvertible {
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(32)
        for word in [high, low] {
            for shift in stride(from: UInt64(60), through: 0, by: -4) { text.append(digits[Int(word >> shift & 0xF)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
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
