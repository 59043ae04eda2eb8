/// Cuts a text into words and signs, one when asked for one.
struct ExpressionLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) throws(ExpressionError) {
        // The first test costs nothing and keeps the second one short.
        guard text.utf8.count <= 4 * ExpressionLimits.characters, text.unicodeScalars.count <= ExpressionLimits.characters else {
            throw ExpressionError(
                .tooLong, at: ExpressionLimits.characters, "more than \(ExpressionLimits.characters) characters")
        }
        scalars = Array(text.unicodeScalars)
    }

    mutating func next() throws(ExpressionError) -> ExpressionToken {
        skipWhiteSpace()
        let start = position
        guard let scalar = current else { return ExpressionToken(kind: .end, offset: start) }
        let kind: ExpressionToken.Kind
        switch scalar {
        case "(": kind = single(.openParenthesis)
        case ")": kind = single(.closeParenthesis)
        case "[": kind = single(.openBracket)
        case "]": kind = single(.closeBracket)
        case ",": kind = single(.comma)
        case "=", "!", "<", ">": kind = .comparison(try comparison())
        case "\"", "'": kind = .text(try text(quotedBy: scalar))
        case "-", "0"..."9": kind = .number(try number())
        case _ where scalar.isWordHead: kind = try word()
        default: throw ExpressionError(.unexpectedCharacter, at: start, "\(scalar.named) means nothing here")
        }
        return ExpressionToken(kind: kind, offset: start)
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func skipWhiteSpace() {
        while let scalar = current, scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" { position += 1 }
    }

    private mutating func single(_ kind: ExpressionToken.Kind) -> ExpressionToken.Kind {
        position += 1
        return kind
    }

    private mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = current, condition(scalar) {
            text.append(scalar)
            position += 1
        }
        return String(text)
    }

    private mutating func comparison() throws(ExpressionError) -> Comparison {
        let start = position
        let first = scalars[start]
        position += 1
        let hasEqualSign = current == "="
        if hasEqualSign { position += 1 }
        switch (first, hasEqualSign) {
        case ("=", true): return .equal
        case ("!", true): return .notEqual
        case ("<", true): return .lessOrEqual
        case (">", true): return .greaterOrEqual
        case ("<", false): return .less
        case (">", false): return .greater
        default: throw ExpressionError(.unexpectedCharacter, at: start, "\(first.named) stands alone: write \(first)=")
        }
    }

    private mutating func text(quotedBy quote: Unicode.Scalar) throws(ExpressionError) -> String {
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while let scalar = current {
            let at = position
            position += 1
            if scalar == quote { return String(text) }
            guard scalar.properties.generalCategory != .control else {
                throw ExpressionError(.badString, at: at, "a text has no line breaks and no control characters")
            }
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard let escaped = current else { break }
            guard escaped == "\\" || escaped == "\"" || escaped == "'" else {
                throw ExpressionError(.badString, at: at, "a backslash stands before a quote or another backslash only")
            }
            text.append(escaped)
            position += 1
        }
        throw ExpressionError(.badString, at: start, "the closing quote is missing")
    }

    private mutating func number() throws(ExpressionError) -> FixedPoint {
        let start = position
        // Everything that sticks to the digits belongs to them, so that `12abc` and `1.2.3` are one mistake each.
        position += 1
        let digits = String(scalars[start]) + take { $0.isWordTail }
        guard let number = FixedPoint(digits) else {
            throw ExpressionError(
                .badNumber, at: start, "not a number between ±\(FixedPoint.maximum) with at most three decimals")
        }
        return number
    }

    private mutating func word() throws(ExpressionError) -> ExpressionToken.Kind {
        let start = position
        let text = take { $0.isWordTail }
        if let keyword = ExpressionKeyword(rawValue: text) { return .keyword(keyword) }
        guard let name = AttributeName(text) else {
            throw ExpressionError(.unknownAttribute, at: start, "not an attribute's name")
        }
        return .name(name)
    }
}

extension Unicode.Scalar {
    fileprivate var isWordHead: Bool { isASCII && properties.isAlphabetic }
    fileprivate var isWordTail: Bool { isWordHead || ("0"..."9").contains(self) || self == "." || self == "_" }

    /// The sign itself, or its number where a person could not see it.
    fileprivate var named: String {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .unassigned, .privateUse, .spaceSeparator, .lineSeparator, .paragraphSeparator:
            "U+" + String(value, radix: 16, uppercase: true)
        default: "“\(self)”"
        }
    }
}
