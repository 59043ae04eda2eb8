import ArgumentParser
import Foundation

/// `LoadTests signaling`: the options, the report on standard output, and the exit code.
struct SignalingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signaling",
        abstract: "Idle connections, relay between pairs, answers beside Janus, and a resume storm."
    )

    /// In cores; the kernel's own chores stay below it.
    private static let tolerableDisturbance = 0.1

    @Option(help: "The visavis executable.")
    var server: String

    @Option(help: "The folder of the web pages that the server serves.")
    var web = "./Web"

    @Option(help: "Idle authenticated connections.")
    var connections = 4000

    @Option(help: "Pairs of customer and agent in a session.")
    var pairs = 40

    @Option(help: "Messages under way per pair (relay) and per connection (answers).")
    var window = 16

    @Option(help: "Connections that ask for answers.")
    var active = 50

    @Option(help: "Length of each relay measurement, in seconds.")
    var seconds = 10

    @Option(help: "The janus executable to compare with.")
    var janus = "/usr/bin/janus"

    @Flag(help: "Leave the comparison with Janus out.")
    var noJanus = false

    @Option(help: "Also write the JSON document to this file.")
    var output: String?

    @Flag(help: "Exit with 1 when a threshold is missed.")
    var check = false

    @Option(help: "The thresholds that --check compares with.")
    var thresholds = "./LoadTests/thresholds.json"

    func validate() throws {
        guard connections > 0, pairs > 0, active > 0, seconds > 0 else {
            throw ValidationError("--connections, --pairs, --active and --seconds must be positive.")
        }
        guard (2...AnswerStream.largestWindow).contains(window), window.isMultiple(of: 2) else {
            throw ValidationError("--window must be even and at most \(AnswerStream.largestWindow).")
        }
    }

    func run() throws {
        // Read first: a missing file must not be found out after two minutes of measuring.
        let thresholds = check ? try Thresholds(file: thresholds, section: "signaling") : nil
        var report = try SignalingLoad(
            plan: LoadPlan(
                server: server, web: web, janus: noJanus ? nil : janus, connections: connections, pairs: pairs,
                window: window, active: active, seconds: seconds)
        ).run()
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
