/// A word or sign of a condition, and where it begins.
struct ExpressionToken: Hashable {
    enum Kind: Hashable {
        case name(AttributeName)
        case keyword(ExpressionKeyword)
        case comparison(Comparison)
        case text(String)
        case number(FixedPoint)
        case openParenthesis, closeParenthesis, openBracket, closeBracket, comma
        case end
    }

    let kind: Kind
    let offset: Int

    /// What a person sees there.
    var spelling: String {
        switch kind {
        case .name(let name): name.description
        case .keyword(let keyword): keyword.rawValue
        case .comparison(let comparison): comparison.rawValue
        case .text: "a text"
        case .number(let number): number.description
        case .openParenthesis: "("
        case .closeParenthesis: ")"
        case .openBracket: "["
        case .closeBracket: "]"
        case .comma: ","
        case .end: "the end"
        }
    }
}
