import Foundation

/// The JSON document that a load test prints.
protocol LoadReport: Codable {
    /// With `--check`: what a threshold forbids, and what was left out of the run by an option.
    var missed: [String]? { get set }
    var unchecked: [String]? { get set }
    /// The figures that have thresholds, by name.
    var figures: [String: Double] { get }
    /// The most that other processes took during any measurement, in cores. Timings of a disturbed run say little.
    var disturbance: Double { get }
}

extension LoadReport {
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
