/// The value of one attribute. In JSON: a string, a number, `true` or `false`, or an array of strings.
public enum AttributeValue: Hashable, Sendable {
    case text(String)
    case number(FixedPoint)
    case boolean(Bool)
    case list([String])

    public var type: AttributeType {
        switch self {
        case .text: .text
        case .number: .number
        case .boolean: .boolean
        case .list: .list
        }
    }
}

extension AttributeValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let boolean = try? container.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([String].self) {
            self = .list(list)
        } else if let number = try? container.decode(FixedPoint.self) {
            self = .number(number)
        } else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a text, a number, true or false, or a list of texts is expected")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .boolean(let boolean): try container.encode(boolean)
        case .list(let list): try container.encode(list)
        }
    }
}
