/// A condition on a ticket's attributes, in the language that managers write in workflows:
/// `customer.segments has "vip" and (cart.amount >= 50000 or useCase in ["mortgage", "insurance"])`.
///
/// It is total and safe: reading and evaluating are bounded (`ExpressionLimits`), evaluation has no effects, cannot fail and
/// has no loops. It is stored and sent as its text.
///
/// ## Grammar
/// ```
/// expression = conjunction *( "or" conjunction )
/// conjunction = negation *( "and" negation )
/// negation   = "not" negation / primary
/// primary    = "(" expression ")" / "true" / "false" / test
/// test       = attribute                                       ; a boolean attribute: true when it is there and true
///            / attribute ( "==" / "!=" ) operand               ; text, numbers, booleans
///            / attribute ( "<" / "<=" / ">" / ">=" ) operand   ; numbers
///            / attribute "in" "[" literal *( "," literal ) "]" ; literals of one type
///            / attribute "has" operand                         ; a list has the text; a text contains the text
/// operand    = literal / attribute
/// literal    = text / number / "true" / "false"
/// text       = DQUOTE *( character / "\\" / "\" DQUOTE / "\'" ) DQUOTE   ; or the same between single quotes
/// number     = [ "-" ] 1*DIGIT [ "." 1*3DIGIT ]                ; at most 10^12, exact thousandths
/// attribute  = part *( "." part )                              ; at most 64 characters; the first part starts with a letter
/// part       = 1*( ALPHA / DIGIT / "_" )
/// ```
/// `not` binds tighter than `and`, `and` tighter than `or`; a comparison binds tighter than all three: `not wait > 30 and callback`
/// is `(not (wait > 30)) and callback`. Words are lower-case; white space (space, tab, line break) only separates. The characters
/// of a text are any but control characters.
///
/// ## Attributes
/// `AttributeSchema.ticket` declares the server's own and their types: a name that it does not declare, and a comparison between
/// different types, are errors when the condition is read. `custom.*` names what the embedding page sends; its type is known only
/// when a ticket is there.
///
/// ## Meaning
/// - Text is compared exactly, with its case. `has` on a list asks for a member, on a text for a part of it.
/// - A **missing** attribute makes every test with it false, `!=` too. There is no third truth value, so `not` turns that false
///   into true: `not (cart.amount > 100)` holds for a customer without a cart, `cart.amount <= 100` does not.
/// - A `custom.*` value of **another type** than the one it is compared with is different: `==`, the orderings, `in` and `has` are
///   false, `!=` is true.
///
/// Two expressions are equal when their texts are.
public struct Expression: Sendable, CustomStringConvertible {
    /// The text as it was written.
    public let description: String
    let condition: Condition

    public init(_ text: String) throws(ExpressionError) {
        try self.init(text, schema: .ticket)
    }

    public init(_ text: String, schema: AttributeSchema) throws(ExpressionError) {
        condition = try ExpressionParser.condition(of: text, schema: schema)
        description = text
    }

    /// The condition as it was understood: without superfluous parentheses, one space between words.
    public var canonicalText: String { condition.description }

    public func isTrue(for attributes: Attributes) -> Bool {
        condition.isTrue { attributes[$0] }
    }

    /// The same without building `Attributes` first: only what the condition asks for is looked up.
    public func isTrue(_ value: (AttributeName) -> AttributeValue?) -> Bool {
        condition.isTrue(value)
    }
}

extension Expression: Hashable {
    public static func == (left: Self, right: Self) -> Bool { left.description == right.description }
    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

/// As its text. A text that is no condition fails with `DecodingError.dataCorrupted`, the `ExpressionError` underlying it.
extension Expression: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.message, underlyingError: error))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
