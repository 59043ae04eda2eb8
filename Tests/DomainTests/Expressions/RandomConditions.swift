@testable import Domain

/// Random conditions of every shape that the language has, the same ones for the same seed.
struct RandomConditions {
    private var source: IdentifierSource

    init(seed: UInt64) { source = IdentifierSource(seed: seed) }

    mutating func next(depth: Int = 5) -> Condition {
        switch depth == 0 ? Int.random(in: 3...8, using: &source) : Int.random(in: 0...8, using: &source) {
        case 0: return .all(members(depth) { if case .all = $0 { true } else { false } })
        case 1: return .any(members(depth) { if case .any = $0 { true } else { false } })
        case 2: return .not(next(depth: depth - 1))
        case 3: return .constant(Bool.random(using: &source))
        case 4: return .member(pick([.queue, .language, .init(constant: "custom.x_1")]), list { .text($0.text()) })
        case 5: return .member(pick([.wait, .cartAmount, .init(constant: "custom.9")]), list { .number($0.number()) })
        case 6: return .has(pick([.customerSegments, .page, .init(constant: "custom.a.b")]), operand(.text(text()), [.variant, .matter]))
        case 7: return .compare(pick([.wait, .queueDepth]), pick(Comparison.allCases), operand(.number(number()), [.queueStaffed]))
        default: return leaf()
        }
    }

    private mutating func leaf() -> Condition {
        let comparison: Comparison = pick([.equal, .notEqual])
        return Bool.random(using: &source)
            ? .compare(pick([.callback, .customerKnown]), comparison, operand(.boolean(Bool.random(using: &source)), [.appointment]))
            : .compare(pick([.matter, .useCase]), comparison, operand(.text(text()), [.queue]))
    }

    private mutating func members(_ depth: Int, but isExcluded: (Condition) -> Bool) -> [Condition] {
        var members: [Condition] = []
        while members.count < 2 + Int(source.next() % 2) {
            let member = next(depth: depth - 1)
            if !isExcluded(member) { members.append(member) }
        }
        return members
    }

    private mutating func list(_ value: (inout Self) -> AttributeValue) -> [AttributeValue] {
        (0...Int(source.next() % 3)).map { _ in value(&self) }
    }

    private mutating func operand(_ literal: AttributeValue, _ names: [AttributeName]) -> Operand {
        Bool.random(using: &source) ? .literal(literal) : .attribute(pick(names))
    }

    mutating func text() -> String {
        let alphabet: [Unicode.Scalar] = ["a", "Z", "\"", "'", "\\", " ", "é", "\u{301}", "日", "🎥", "(", ",", "\u{200D}"]
        return String(String.UnicodeScalarView((0..<Int(source.next() % 8)).map { _ in pick(alphabet) }))
    }

    mutating func number() -> FixedPoint {
        FixedPoint(thousandths: Int64(truncatingIfNeeded: source.next()) >> pick([0, 12, 40, 60]))
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int(source.next() % UInt64(choices.count))]
    }
}

extension Condition {
    /// Levels of operations; a test is one.
    var height: Int {
        switch self {
        case .all(let members), .any(let members): 1 + (members.map(\.height).max() ?? 0)
        case .not(let inner): 1 + inner.height
        case .constant, .compare, .member, .has: 1
        }
    }

    /// As the limit counts them.
    var nodes: Int {
        switch self {
        case .all(let members), .any(let members): members.map(\.nodes).reduce(members.count - 1, +)
        case .not(let inner): 1 + inner.nodes
        case .member(_, let values): 1 + values.count
        case .constant, .compare, .has: 1
        }
    }
}
