/// What a condition means: the tree that `ExpressionParser` reads out of a text.
///
/// `all` and `any` have at least two members, none of their own kind: `a and (b and c)` is one `all` of three.
indirect enum Condition: Hashable, Sendable {
    case constant(Bool)
    case all([Condition])
    case any([Condition])
    case not(Condition)
    case compare(AttributeName, Comparison, Operand)
    /// `name in [values]`; the values are literals of one type.
    case member(AttributeName, [AttributeValue])
    /// `name has operand`
    case has(AttributeName, Operand)
}

/// The right-hand side of a comparison.
enum Operand: Hashable, Sendable {
    /// Text, number or boolean, never a list.
    case literal(AttributeValue)
    case attribute(AttributeName)
}

/// The sign between two sides, as it is written.
enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    var isOrdering: Bool { self != .equal && self != .notEqual }
}

/// The reserved words.
enum ExpressionKeyword: String, Hashable, Sendable, CaseIterable {
    case and, or, not, `in`, has, `true`, `false`
}
