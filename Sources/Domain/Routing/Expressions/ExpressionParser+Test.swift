/// One test of one attribute, and whether its two sides can be compared at all.
extension ExpressionParser {
    mutating func test() throws(ExpressionError) -> Condition {
        let start = token
        try countNode(at: start.offset)
        switch start.kind {
        case .keyword(.true), .keyword(.false):
            try advance()
            return .constant(start.kind == .keyword(.true))
        case .name(let name):
            try advance()
            return try test(of: name, type: try type(of: name, at: start.offset), at: start.offset)
        case .text, .number: throw ExpressionError(.unexpectedToken, at: start.offset, "an attribute stands on the left of a comparison")
        default: throw unexpected("an attribute, not, or (")
        }
    }

    private mutating func test(of name: AttributeName, type: AttributeType?, at start: Int) throws(ExpressionError) -> Condition {
        let sign = token
        switch sign.kind {
        case .comparison(let comparison):
            try advance()
            return try self.comparison(of: name, type: type, comparison, at: sign.offset)
        case .keyword(.in):
            guard type != .list else { throw ExpressionError(.typeMismatch, at: start, "\(name) is a list: use has") }
            try advance()
            return .member(name, try list(of: type))
        case .keyword(.has):
            guard type == nil || type == .list || type == .text else {
                throw ExpressionError(.typeMismatch, at: start, "\(name) is neither a list nor a text")
            }
            try advance()
            return .has(name, try operand { $0 == .text ? nil : "has looks for a text" })
        default:
            guard type == nil || type == .boolean else {
                guard sign.kind != .end, sign.kind != .closeParenthesis else {
                    throw ExpressionError(.typeMismatch, at: start, "\(name) is no boolean: compare it with something")
                }
                throw unexpected("a comparison, in or has")
            }
            return .compare(name, .equal, .literal(.boolean(true)))
        }
    }

    private mutating func comparison(
        of name: AttributeName, type: AttributeType?, _ comparison: Comparison, at offset: Int
    ) throws(ExpressionError) -> Condition {
        guard type != .list else { throw ExpressionError(.typeMismatch, at: offset, "\(name) is a list: use has") }
        guard !comparison.isOrdering || type == nil || type == .number else {
            throw ExpressionError(.typeMismatch, at: offset, "\(name) is no number and has no order")
        }
        let expected = comparison.isOrdering ? .number : type
        return .compare(
            name, comparison,
            try operand { other in
                if other == .list { return "a list is compared by has" }
                guard let expected, expected != other else { return nil }
                return "a \(expected.rawValue) is expected, this is a \(other.rawValue)"
            })
    }

    /// `objection` says why an operand of that type cannot stand here; `nil`: it can.
    private mutating func operand(objection: (AttributeType) -> String?) throws(ExpressionError) -> Operand {
        let start = token
        let operand: Operand
        let type: AttributeType?
        if case .name(let name) = start.kind {
            operand = .attribute(name)
            type = try self.type(of: name, at: start.offset)
            try advance()
        } else {
            let literal = try self.literal()
            operand = .literal(literal)
            type = literal.type
        }
        if let type, let message = objection(type) { throw ExpressionError(.typeMismatch, at: start.offset, message) }
        return operand
    }

    private mutating func list(of type: AttributeType?) throws(ExpressionError) -> [AttributeValue] {
        guard try skip(.openBracket) else { throw unexpected("[") }
        var values: [AttributeValue] = []
        repeat {
            let start = token.offset
            try countNode(at: start)
            let literal = try literal()
            if let expected = type ?? values.first?.type, expected != literal.type {
                throw ExpressionError(
                    .typeMismatch, at: start, "a \(expected.rawValue) is expected, this is a \(literal.type.rawValue)")
            }
            values.append(literal)
        } while try skip(.comma)
        guard try skip(.closeBracket) else { throw unexpected(", or ]") }
        return values
    }

    private mutating func literal() throws(ExpressionError) -> AttributeValue {
        let literal: AttributeValue
        switch token.kind {
        case .text(let text): literal = .text(text)
        case .number(let number): literal = .number(number)
        case .keyword(.true): literal = .boolean(true)
        case .keyword(.false): literal = .boolean(false)
        default: throw unexpected("a text, a number, true or false")
        }
        try advance()
        return literal
    }

    /// `nil`: known only when a ticket is there.
    private func type(of name: AttributeName, at offset: Int) throws(ExpressionError) -> AttributeType? {
        switch schema[name] {
        case .declared(let type): return type
        case .custom: return nil
        case .unknown: throw ExpressionError(.unknownAttribute, at: offset, "no ticket has an attribute \(name)")
        }
    }
}
