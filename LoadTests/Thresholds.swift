import Foundation

/// The committed limits, by the names of `Report.figures`.
struct Thresholds: Decodable {
    struct Verdict {
        var missed: [String] = []
        var unchecked: [String] = []
    }

    private let atLeast: [String: Double]
    private let atMost: [String: Double]

    init(file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else { throw LoadError("no thresholds at \(file)") }
        do { self = try JSONDecoder().decode(Self.self, from: data) } catch { throw LoadError("\(file): \(error)") }
    }

    /// A figure that the run did not take, because an option said so, is named: it is not a pass.
    func verdict(on report: Report) -> Verdict {
        var verdict = Verdict()
        let figures = report.figures
        for (limits, bound, holds) in [(atLeast, "at least", { $0 >= $1 }), (atMost, "at most", { $0 <= $1 })]
            as [([String: Double], String, (Double, Double) -> Bool)]
        {
            for (name, limit) in limits.sorted(by: { $0.key < $1.key }) {
                guard let figure = figures[name] else { verdict.unchecked.append(name); continue }
                if !holds(figure, limit) { verdict.missed.append("\(name) is \(figure), \(bound) \(limit) is asked") }
            }
        }
        return verdict
    }
}
