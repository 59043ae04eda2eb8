/// The name of a ticket's attribute: ASCII letters, digits and `_` in parts joined by dots, starting with a letter, 1–64 characters.
/// Names are case-sensitive; the words of the condition language (`and or not in has true false`) are no names.
public struct AttributeName: Hashable, Sendable, Comparable, CustomStringConvertible {
    public static let maximumLength = 64

    public let description: String

    public init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.count <= Self.maximumLength, let first = bytes.first, first.isLetter, bytes.last != UInt8(ascii: "."),
            bytes.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }),
            !zip(bytes, bytes.dropFirst()).contains(where: { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") }),
            ExpressionKeyword(rawValue: text) == nil
        else { return nil }
        description = text
    }

    /// A name that the program itself writes.
    init(constant: StaticString) { description = "\(constant)" }

    /// Whether it is one of the embedding page's own, which no schema declares.
    public var isCustom: Bool { description.utf8.starts(with: "custom.".utf8) }

    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}

extension AttributeName: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an attribute's name")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
