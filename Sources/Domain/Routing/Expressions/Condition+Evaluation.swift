extension Condition {
    /// Total: what is missing or of another type makes its comparison false and nothing else happens.
    /// Recurses no deeper than `ExpressionLimits.depth`.
    func isTrue(_ value: (AttributeName) -> AttributeValue?) -> Bool {
        switch self {
        case .constant(let truth): return truth
        case .all(let conditions): return conditions.allSatisfy { $0.isTrue(value) }
        case .any(let conditions): return conditions.contains { $0.isTrue(value) }
        case .not(let condition): return !condition.isTrue(value)
        case .compare(let name, let comparison, let operand):
            guard let left = value(name), let right = operand.resolved(value) else { return false }
            return comparison.holds(left, right)
        case .member(let name, let values):
            guard let left = value(name) else { return false }
            return values.contains(left)
        case .has(let name, let operand):
            guard let left = value(name), case .text(let wanted)? = operand.resolved(value) else { return false }
            return left.has(wanted)
        }
    }
}

extension Operand {
    fileprivate func resolved(_ value: (AttributeName) -> AttributeValue?) -> AttributeValue? {
        switch self {
        case .literal(let literal): literal
        case .attribute(let name): value(name)
        }
    }
}

extension Comparison {
    /// Values of different types differ, and are in no order.
    fileprivate func holds(_ left: AttributeValue, _ right: AttributeValue) -> Bool {
        switch self {
        case .equal: return left == right
        case .notEqual: return left != right
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            guard case .number(let left) = left, case .number(let right) = right else { return false }
            return orders(left, right)
        }
    }

    private func orders(_ left: FixedPoint, _ right: FixedPoint) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .equal: left == right
        case .notEqual: left != right
        }
    }
}

extension AttributeValue {
    /// A list has its members; a text has what is written in it, byte for byte.
    fileprivate func has(_ wanted: String) -> Bool {
        switch self {
        case .list(let members): members.contains(wanted)
        case .text(let text): text.hasPart(wanted)
        case .number, .boolean: false
        }
    }
}

extension String {
    fileprivate func hasPart(_ part: String) -> Bool {
        var rest = utf8[...]
        while rest.count >= part.utf8.count {
            if rest.starts(with: part.utf8) { return true }
            rest.removeFirst()
        }
        return false
    }
}
