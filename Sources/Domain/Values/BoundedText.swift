/// What a person typed, trimmed, free of control characters (line breaks excepted) and no longer than `limit` characters.
///
/// `Limit` carries the bound in the type: a name cannot be stored where 2,000 characters were meant.
public struct BoundedText<Limit: TextLimit>: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// `nil` when nothing is left after trimming, or when it is too long.
    public init?(_ text: String) {
        let cleaned = String(
            text.unicodeScalars.filter { scalar in
                scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control
            }.map(Character.init))
        let trimmed = cleaned.trimmingWhitespace()
        // What a person sees as one character may be many bytes; four a character are enough for every script.
        guard !trimmed.isEmpty, trimmed.utf8.count <= 4 * Limit.characters, trimmed.count <= Limit.characters else { return nil }
        description = trimmed
    }
}

/// Why a text was not taken.
public struct TextError: Error, Hashable, Sendable {
    public enum Code: String, Sendable {
        /// Nothing is left of it, or it is too long.
        case badText = "bad_text"
    }

    public let code: Code
}

public protocol TextLimit: Sendable {
    static var characters: Int { get }
}

/// A person's name, a user name, a short label.
public enum NameLimit: TextLimit { public static let characters = 120 }
/// One line: what the customer comes for.
public enum LineLimit: TextLimit { public static let characters = 300 }
/// The address of a page.
public enum AddressLimit: TextLimit { public static let characters = 2_000 }
/// A chat message.
public enum MessageLimit: TextLimit { public static let characters = 2_000 }
/// An agent's notes on an interaction.
public enum NoteLimit: TextLimit { public static let characters = 10_000 }

extension BoundedText: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "empty, or longer than \(Limit.characters) characters",
                    underlyingError: TextError(code: .badText)))
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        var slice = Substring(self)
        while let first = slice.first, first.isWhitespace { slice.removeFirst() }
        while let last = slice.last, last.isWhitespace { slice.removeLast() }
        return String(slice)
    }
}
