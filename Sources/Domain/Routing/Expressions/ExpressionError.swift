/// Why a text is no condition, and where: `code` is stable and for programs, `message` is for people.
public struct ExpressionError: Error, Hashable, Sendable {
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// Nothing but white space.
        case empty
        /// More than `ExpressionLimits.characters` characters or `ExpressionLimits.nodes` nodes.
        case tooLong = "too_long"
        /// Nested deeper than `ExpressionLimits.depth`.
        case tooDeep = "too_deep"
        /// A character that begins nothing.
        case unexpectedCharacter = "unexpected_character"
        /// The text stops where something must follow.
        case unexpectedEnd = "unexpected_end"
        /// A known word or sign in the wrong place.
        case unexpectedToken = "unexpected_token"
        /// A name that no ticket has.
        case unknownAttribute = "unknown_attribute"
        /// A comparison of things that can never be equal, or in order.
        case typeMismatch = "type_mismatch"
        /// A malformed number, one with more than three decimals, or one past `FixedPoint.maximum`.
        case badNumber = "bad_number"
        /// A text without its closing quote, with a control character, or with an unknown escape.
        case badString = "bad_string"
    }

    public let code: Code
    /// Where the culprit begins: the number of Unicode scalars (code points) before it.
    public let offset: Int
    public let message: String

    public init(_ code: Code, at offset: Int, _ message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }
}
