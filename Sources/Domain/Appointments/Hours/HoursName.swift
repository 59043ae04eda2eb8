/// The name of one set of business hours, by which queues refer to it: 1–40 characters of `a–z 0–9 -`, starting with a letter.
public struct HoursName: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let description: String

    public init?(_ text: String) {
        // The same alphabet as a queue's name, so that one rule serves people who write both.
        guard let name = QueueName(text) else { return nil }
        description = name.description
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.description < right.description
    }
}

extension HoursName: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a name of business hours")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
