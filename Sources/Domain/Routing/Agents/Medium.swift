/// How customer and agent talk with each other.
public enum Medium: String, Sendable, Codable, CaseIterable {
    /// Face to face.
    case video
    /// In writing.
    case chat
}

/// Some of the media.
public struct MediumSet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public init(_ medium: Medium) {
        switch medium {
        case .video: self = .video
        case .chat: self = .chat
        }
    }

    public static let video = Self(rawValue: 1)
    public static let chat = Self(rawValue: 2)

    public func contains(_ medium: Medium) -> Bool { contains(Self(medium)) }

    /// In the order in which media are declared.
    public var media: [Medium] { Medium.allCases.filter(contains) }
}

/// A list of names.
extension MediumSet: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decoder.singleValueContainer().decode([Medium].self).reduce(into: []) { $0.formUnion(Self($1)) }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(media)
    }
}
