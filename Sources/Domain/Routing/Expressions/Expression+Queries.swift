/// What can be known of a condition without a ticket.
extension Expression {
    /// The ages of a ticket, in whole seconds, at which the condition may begin or cease to hold though nothing happens but time passing:
    /// where the machine sets its timers. Ascending. (A comparison of `wait` with another attribute is looked at when something happens.)
    public var waitThresholds: [Int] {
        var ages: Set<Int64> = []
        condition.forEachTest { test in
            switch test {
            case .compare(.wait, let comparison, .literal(.number(let number))): ages.formUnion(comparison.changes(around: number))
            case .member(.wait, let values):
                for case .number(let number) in values { ages.formUnion(Comparison.equal.changes(around: number)) }
            default: break
            }
        }
        return ages.filter { $0 > 0 }.map { Int($0) }.sorted()
    }

    /// The texts that the attribute is compared with by `==`, `!=` and `in`.
    func texts(comparedWith name: AttributeName) -> [String] {
        var texts: [String] = []
        condition.forEachTest { test in
            switch test {
            case .compare(name, _, .literal(.text(let text))): texts.append(text)
            case .member(name, let values):
                for case .text(let text) in values { texts.append(text) }
            default: break
            }
        }
        return texts
    }
}

extension Condition {
    /// Every leaf, left to right.
    fileprivate func forEachTest(_ body: (Condition) -> Void) {
        switch self {
        case .all(let conditions), .any(let conditions): for condition in conditions { condition.forEachTest(body) }
        case .not(let condition): condition.forEachTest(body)
        case .constant, .compare, .member, .has: body(self)
        }
    }
}

extension Comparison {
    /// The first whole numbers for which the comparison's truth differs from that for the number before.
    fileprivate func changes(around number: FixedPoint) -> [Int64] {
        let floor = number.thousandths >= 0 ? number.thousandths / 1_000 : (number.thousandths - 999) / 1_000
        let isWhole = number.thousandths % 1_000 == 0
        switch self {
        case .less, .greaterOrEqual: return [isWhole ? floor : floor + 1]
        case .greater, .lessOrEqual: return [floor + 1]
        case .equal, .notEqual: return isWhole ? [floor, floor + 1] : []
        }
    }
}
