/// The condition as the server understood it: one space between words, parentheses only where they change the meaning.
/// It reads back as the same condition, but may be longer than `ExpressionLimits.characters` when the original had no spaces.
extension Condition: CustomStringConvertible {
    var description: String {
        switch self {
        case .constant(let truth): truth ? "true" : "false"
        case .all(let conditions): conditions.map { $0.text(inParentheses: $0.isAny) }.joined(separator: " and ")
        case .any(let conditions): conditions.map(\.description).joined(separator: " or ")
        case .not(let condition): "not " + condition.text(inParentheses: condition.isAny || condition.isAll)
        case .compare(let name, let comparison, let operand): "\(name) \(comparison.rawValue) \(operand.text)"
        case .member(let name, let values): "\(name) in [\(values.map(\.literalText).joined(separator: ", "))]"
        case .has(let name, let operand): "\(name) has \(operand.text)"
        }
    }

    private func text(inParentheses: Bool) -> String { inParentheses ? "(\(description))" : description }

    private var isAny: Bool { if case .any = self { true } else { false } }
    private var isAll: Bool { if case .all = self { true } else { false } }
}

extension Operand {
    fileprivate var text: String {
        switch self {
        case .literal(let literal): literal.literalText
        case .attribute(let name): name.description
        }
    }
}

extension AttributeValue {
    fileprivate var literalText: String {
        switch self {
        case .text(let text): text.quoted
        case .number(let number): number.description
        case .boolean(let boolean): boolean ? "true" : "false"
        case .list(let list): "[\(list.map(\.quoted).joined(separator: ", "))]"
        }
    }
}

extension String {
    fileprivate var quoted: String {
        var text = String.UnicodeScalarView()
        text.append("\"")
        for scalar in unicodeScalars {
            if scalar == "\"" || scalar == "\\" { text.append("\\") }
            text.append(scalar)
        }
        text.append("\"")
        return String(text)
    }
}
