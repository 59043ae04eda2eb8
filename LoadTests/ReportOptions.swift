import ArgumentParser
import Foundation

/// What every load test is told: how long to measure, and what becomes of the report.
struct ReportOptions: ParsableArguments {
    /// In cores; the kernel's own chores stay below it.
    private static let tolerableDisturbance = 0.1

    @Option(help: "Length of each measurement, in seconds.")
    var seconds = 10

    @Option(help: "Also write the JSON document to this file.")
    var output: String?

    @Flag(help: "Exit with 1 when a threshold is missed.")
    var check = false

    @Option(help: "The thresholds that --check compares with.")
    var thresholds = "./LoadTests/thresholds.json"

    func validate() throws {
        guard seconds > 0 else { throw ValidationError("--seconds must be positive.") }
    }

    /// Prints the report that `measure` makes, with what the thresholds say of it.
    func run<Report: LoadReport>(section: String, _ measure: () throws -> Report) throws {
        // Read first: a missing file must not be found out after minutes of measuring.
        let thresholds = check ? try Thresholds(file: thresholds, section: section) : nil
        var report = try measure()
        let verdict = thresholds?.verdict(on: report.figures)
        report.missed = verdict?.missed
        report.unchecked = verdict?.unchecked

        let json = try report.json()
        print(json)
        if let output { try (json + "\n").write(toFile: output, atomically: true, encoding: .utf8) }
        for line in verdict?.missed ?? [] { Progress.say("missed: \(line)") }
        if report.disturbance > Self.tolerableDisturbance {
            Progress.say("disturbed: other processes used up to \(report.disturbance) cores; measure again on a quiet machine")
        }
        if verdict?.missed.isEmpty == false { throw ExitCode(1) }
    }
}
