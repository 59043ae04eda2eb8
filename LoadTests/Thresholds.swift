import Foundation

/// The committed limits of one sub-command, by the names of its report's figures.
struct Thresholds: Decodable {
    struct Verdict {
        var missed: [String] = []
        var unchecked: [String] = []
    }

    private let atLeast: [String: Double]
    private let atMost: [String: Double]

    /// - Parameter section: The sub-command's name.
    init(file: String, section: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else { throw LoadError("no thresholds at \(file)") }
        let sections: [String: Self]
        do { sections = try JSONDecoder().decode([String: Self].self, from: data) } catch { throw LoadError("\(file): \(error)") }
        guard let limits = sections[section] else { throw LoadError("no thresholds for \(section) in \(file)") }
        self = limits
    }

    /// A figure that the run did not take, because an option said so, is named: it is not a pass.
    func verdict(on figures: [String: Double]) -> Verdict {
        var verdict = Verdict()
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
