/// Reads a condition by recursive descent, one method a rule of the grammar (see `Expression`).
///
/// Both recursions are bounded by `ExpressionLimits.depth`: that of reading by counting open parentheses and `not`s, that of
/// evaluating by the height of what was read.
struct ExpressionParser {
    /// A condition, how high its tree is, and where its text begins.
    struct Branch {
        let condition: Condition
        let height: Int
        let offset: Int
    }

    let schema: AttributeSchema
    private var lexer: ExpressionLexer
    private(set) var token: ExpressionToken
    private var nodes = 0
    private var nesting = 0

    static func condition(of text: String, schema: AttributeSchema) throws(ExpressionError) -> Condition {
        var parser = try Self(text, schema: schema)
        guard parser.token.kind != .end else { throw ExpressionError(.empty, at: 0, "a condition is expected") }
        let branch = try parser.expression()
        guard parser.token.kind == .end else {
            throw parser.unexpected("and, or, or the end")
        }
        return branch.condition
    }

    private init(_ text: String, schema: AttributeSchema) throws(ExpressionError) {
        self.schema = schema
        lexer = try ExpressionLexer(text)
        token = try lexer.next()
    }

    private mutating func expression() throws(ExpressionError) -> Branch {
        let first = try conjunction()
        guard token.kind == .keyword(.or) else { return first }
        var branches = [first]
        while try skip(.keyword(.or)) { branches.append(try conjunction()) }
        let members = branches.flatMap { if case .any(let inner) = $0.condition { inner } else { [$0.condition] } }
        return try combined(.any(members), branches)
    }

    private mutating func conjunction() throws(ExpressionError) -> Branch {
        let first = try negation()
        guard token.kind == .keyword(.and) else { return first }
        var branches = [first]
        while try skip(.keyword(.and)) { branches.append(try negation()) }
        let members = branches.flatMap { if case .all(let inner) = $0.condition { inner } else { [$0.condition] } }
        return try combined(.all(members), branches)
    }

    private mutating func negation() throws(ExpressionError) -> Branch {
        let start = token.offset
        guard try skip(.keyword(.not)) else { return try primary() }
        try enter(at: start)
        let inner = try negation()
        nesting -= 1
        return try higher(.not(inner.condition), than: inner.height, at: start)
    }

    private mutating func primary() throws(ExpressionError) -> Branch {
        let start = token.offset
        if try skip(.openParenthesis) {
            try enter(at: start)
            let inner = try expression()
            guard try skip(.closeParenthesis) else { throw unexpected("and, or, or )") }
            nesting -= 1
            return inner
        }
        return Branch(condition: try test(), height: 1, offset: start)
    }

    private func combined(_ condition: Condition, _ branches: [Branch]) throws(ExpressionError) -> Branch {
        // A branch of the same kind was taken apart: its members are one lower than it was. Counting it whole errs on the safe side.
        try higher(condition, than: branches.map(\.height).max() ?? 0, at: branches[0].offset)
    }

    private func higher(_ condition: Condition, than height: Int, at offset: Int) throws(ExpressionError) -> Branch {
        guard height < ExpressionLimits.depth else { throw tooDeep(at: offset) }
        return Branch(condition: condition, height: height + 1, offset: offset)
    }

    private mutating func enter(at offset: Int) throws(ExpressionError) {
        try countNode(at: offset)
        nesting += 1
        guard nesting <= ExpressionLimits.depth else { throw tooDeep(at: offset) }
    }

    private func tooDeep(at offset: Int) -> ExpressionError {
        ExpressionError(.tooDeep, at: offset, "nested deeper than \(ExpressionLimits.depth) levels")
    }
}

extension ExpressionParser {
    mutating func countNode(at offset: Int) throws(ExpressionError) {
        nodes += 1
        guard nodes <= ExpressionLimits.nodes else {
            throw ExpressionError(.tooLong, at: offset, "more than \(ExpressionLimits.nodes) comparisons, operations and list entries")
        }
    }

    mutating func advance() throws(ExpressionError) {
        token = try lexer.next()
    }

    /// Passes over that token; `false` when another one is there.
    mutating func skip(_ kind: ExpressionToken.Kind) throws(ExpressionError) -> Bool {
        guard token.kind == kind else { return false }
        // Each operation counts once for every `and` or `or` between its members.
        if kind == .keyword(.and) || kind == .keyword(.or) { try countNode(at: token.offset) }
        try advance()
        return true
    }

    func unexpected(_ expected: String) -> ExpressionError {
        guard token.kind != .end else { return ExpressionError(.unexpectedEnd, at: token.offset, "\(expected) is expected here") }
        return ExpressionError(.unexpectedToken, at: token.offset, "\(token.spelling) stands where \(expected) is expected")
    }
}
