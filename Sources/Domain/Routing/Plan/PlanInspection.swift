/// Collects a plan's problems while walking it: where it is, and what it found there.
struct PlanInspection {
    private(set) var problems: [PlanProblem] = []

    mutating func report(_ code: PlanProblem.Code, at path: String, _ message: String) {
        problems.append(PlanProblem(path: path, code: code, message: message))
    }

    mutating func check(_ value: Int, in range: ClosedRange<Int>, at path: String) {
        guard !range.contains(value) else { return }
        report(.outOfRange, at: path, "\(value) is not in \(range.lowerBound)…\(range.upperBound)")
    }

    mutating func check(_ value: Int?, in range: ClosedRange<Int>, at path: String) {
        if let value { check(value, in: range, at: path) }
    }

    mutating func check(count: Int, atMost limit: Int, at path: String) {
        if count > limit { report(.tooMany, at: path, "\(count) entries, \(limit) are allowed") }
    }

    /// Reports each name that was there before; `path` says where the entry of that index is.
    mutating func checkUnique(_ names: [some Hashable & CustomStringConvertible], path: (Int) -> String) {
        var seen: Set<AnyHashable> = []
        for (index, name) in names.enumerated() where !seen.insert(AnyHashable(name)).inserted {
            report(.duplicateName, at: path(index), "\(name) is there already")
        }
    }
}
