import ArgumentParser

/// `LoadTests media`: the options, the report on standard output, and the exit code.
struct MediaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media",
        abstract: "Two-party calls with real DTLS and SRTP through the relay, recording, and the same calls through Janus."
    )

    @OptionGroup var options: CommandOptions

    @Option(help: "Calls for the comparison.")
    var calls = 50

    @Option(help: "Calls that one core has to carry; 0 leaves that out.")
    var crowd = 400

    @Option(help: "Calls that are recorded; 0 leaves that out.")
    var recorded = 20

    @Option(help: "Packets under way from each endpoint when a server is saturated.")
    var window = 32

    @Option(help: "Calls while instructions are counted; each takes seconds to set up then.")
    var instructionCalls = 50

    @Option(help: "Packets over which instructions are counted.")
    var instructionPackets = 40_000

    @Flag(help: "Leave the counting of instructions out.")
    var noInstructions = false

    func validate() throws {
        guard calls > 0, instructionCalls > 0, crowd >= 0, recorded >= 0, instructionPackets > 0 else {
            throw ValidationError(
                "--calls, --instruction-calls and --instruction-packets must be positive, --crowd and --recorded not negative.")
        }
        guard (1...OutgoingStream.window / 2).contains(window) else {
            throw ValidationError("--window must be at most \(OutgoingStream.window / 2).")
        }
    }

    func run() throws {
        let plan = MediaPlan(
            server: options.server, web: options.web, janus: options.comparison, calls: calls, crowd: crowd, recorded: recorded,
            window: window, seconds: options.seconds, instructionCalls: instructionCalls,
            instructionPackets: noInstructions ? 0 : instructionPackets)
        try options.run(section: "media") { try MediaLoad(plan: plan).run() }
    }
}
