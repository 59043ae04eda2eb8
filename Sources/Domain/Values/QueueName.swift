/// The name of a queue, which is also the name of its use case: 1–40 characters of `a–z 0–9 -`, starting with a letter.
public struct QueueName: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let description: String

    public init?(_ text: String) {
        let bytes = text.utf8
        let isAllowed = { (byte: UInt8) in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        guard let first = bytes.first, bytes.count <= 40, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            bytes.allSatisfy(isAllowed)
        else { return nil }
        description = text
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.description < right.description
    }
}

extension QueueName: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a queue name")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
