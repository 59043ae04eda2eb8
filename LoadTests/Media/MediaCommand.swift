import ArgumentParser
import Foundation

/// `LoadTests media`: the options, the report on standard output, and the exit code.
struct MediaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media",
        abstract: "Two-party calls with real DTLS and SRTP through the relay, recording, and the same calls through Janus."
    )

    /// In cores; the kernel's own chores stay below it.
    private static let tolerableDisturbance = 0.1

    @Option(help: "The visavis executable.")
    var server: String

    @Option(help: "The folder of the web pages that the server serves.")
    var web = "./Web"

    @Option(help: "Calls for the comparison.")
    var calls = 50

    @Option(help: "Calls that one core has to carry; 0 leaves that out.")
    var crowd = 400

    @Option(help: "Calls that are recorded; 0 leaves that out.")
    var recorded = 20

    @Option(help: "Packets under way from each endpoint when a server is saturated.")
    var window = 32

    @Option(help: "Length of each measurement, in seconds.")
    var seconds = 10

    @Option(help: "Calls while instructions are counted; each takes seconds to set up then.")
    var instructionCalls = 50

    @Option(help: "Packets over which instructions are counted.")
    var instructionPackets = 40_000

    @Flag(help: "Leave the counting of instructions out.")
    var noInstructions = false

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
        guard calls > 0, seconds > 0, instructionCalls > 0, crowd >= 0, recorded >= 0, instructionPackets > 0 else {
            throw ValidationError("--calls, --seconds and --instruction-packets must be positive.")
        }
        guard (1...OutgoingStream.window / 2).contains(window) else {
            throw ValidationError("--window must be at most \(OutgoingStream.window / 2).")
        }
    }

    func run() throws {
        let thresholds = check ? try Thresholds(file: thresholds, section: "media") : nil
        var report = try MediaLoad(
            plan: MediaPlan(
                server: server, web: web, janus: noJanus ? nil : janus, calls: calls, crowd: crowd, recorded: recorded, window: window,
                seconds: seconds, instructionCalls: instructionCalls, instructionPackets: noInstructions ? 0 : instructionPackets)
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
