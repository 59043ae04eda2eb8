/// A number of conditions and attributes: exact thousandths, so that `0.1 + 0.2` surprises cannot decide where a customer waits.
///
/// In JSON it is a plain number. What has more than three decimals there is rounded to the nearest thousandth.
public struct FixedPoint: Hashable, Comparable, Sendable {
    /// The largest magnitude: 10¹². Within it a JSON number, which is a `Double` to many readers, keeps every thousandth.
    public static let maximum: Int64 = 1_000_000_000_000

    public let thousandths: Int64

    /// Clamped to ± `maximum`.
    public init(thousandths: Int64) {
        self.thousandths = min(max(thousandths, -Self.maximum * 1_000), Self.maximum * 1_000)
    }

    /// A whole number, clamped to ± `maximum`.
    public init(_ whole: some BinaryInteger) {
        let clamped = min(max(Int64(clamping: whole), -Self.maximum), Self.maximum)
        thousandths = clamped * 1_000
    }

    /// Digits with an optional `-` before and one to three decimals behind a point; `nil` for anything else and past `maximum`.
    public init?(_ text: some StringProtocol) {
        var digits = text.utf8[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = Self.value(of: parts[0]), whole <= Self.maximum else { return nil }
        var total = whole * 1_000
        if parts.count == 2 {
            guard parts[1].count <= 3, let decimals = Self.value(of: parts[1]) else { return nil }
            total += decimals * [100, 10, 1][parts[1].count - 1]
        }
        guard total <= Self.maximum * 1_000 else { return nil }
        thousandths = isNegative ? -total : total
    }

    private static func value(of digits: some Collection<UInt8>) -> Int64? {
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit), value <= maximum else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    public static func < (left: Self, right: Self) -> Bool { left.thousandths < right.thousandths }
}

extension FixedPoint: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(value) }
}

/// As it is written in a condition: `12`, `-0.5`, `1.25`.
extension FixedPoint: CustomStringConvertible {
    public var description: String {
        let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
        let sign = thousandths < 0 ? "-" : ""
        guard rest != 0 else { return sign + String(whole) }
        var decimals = String(rest + 1_000).dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        return sign + String(whole) + "." + decimals
    }
}

extension FixedPoint: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let whole = try? container.decode(Int64.self), whole.magnitude <= UInt64(Self.maximum) {
            self.init(whole)
            return
        }
        let number = try container.decode(Double.self)
        guard number.magnitude <= Double(Self.maximum) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not between ±\(Self.maximum)")
        }
        self.init(thousandths: Int64((number * 1_000).rounded()))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if thousandths % 1_000 == 0 {
            try container.encode(thousandths / 1_000)
        } else {
            try container.encode(Double(thousandths) / 1_000)
        }
    }
}
