/// The bounds of attributes that somebody else wrote.
public enum AttributeLimits {
    /// Attributes of one ticket.
    public static let count = 64
    /// Characters of a text, and of each text in a list.
    public static let characters = 2_000
    /// Texts in a list.
    public static let list = 100
}

extension Attributes: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: WireKey.self)
        guard container.allKeys.count <= AttributeLimits.count else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "more than \(AttributeLimits.count) attributes"))
        }
        var values: [AttributeName: AttributeValue] = [:]
        for key in container.allKeys {
            let value = try container.decode(AttributeValue.self, forKey: key)
            guard let name = AttributeName(key.stringValue) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "not an attribute's name")
            }
            guard value.isWithinLimits else {
                throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "the value is too long")
            }
            values[name] = value
        }
        self.init(values)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: WireKey.self)
        for name in names { try container.encode(self[name], forKey: WireKey(stringValue: name.description)) }
    }

    private struct WireKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension AttributeValue {
    fileprivate var isWithinLimits: Bool {
        switch self {
        case .text(let text): text.isWithinLimits
        case .list(let list): list.count <= AttributeLimits.list && list.allSatisfy(\.isWithinLimits)
        case .number, .boolean: true
        }
    }
}

extension String {
    /// Counted in Unicode scalars: one visible character may be any number of bytes.
    fileprivate var isWithinLimits: Bool {
        utf8.count <= 4 * AttributeLimits.characters && unicodeScalars.count <= AttributeLimits.characters
    }
}
