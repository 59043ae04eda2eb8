import ArgumentParser

/// `LoadTests signaling`: the options, the report on standard output, and the exit code.
struct SignalingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signaling",
        abstract: "Idle connections, relay between pairs, answers beside Janus, and a resume storm."
    )

    @OptionGroup var options: CommandOptions

    @Option(help: "Idle authenticated connections.")
    var connections = 4000

    @Option(help: "Pairs of customer and agent in a session.")
    var pairs = 40

    @Option(help: "Messages under way per pair (relay) and per connection (answers).")
    var window = 16

    @Option(help: "Connections that ask for answers.")
    var active = 50

    func validate() throws {
        guard connections > 0, pairs > 0, active > 0 else {
            throw ValidationError("--connections, --pairs and --active must be positive.")
        }
        guard (2...AnswerStream.largestWindow).contains(window), window.isMultiple(of: 2) else {
            throw ValidationError("--window must be even and at most \(AnswerStream.largestWindow).")
        }
    }

    func run() throws {
        let plan = LoadPlan(
            server: options.server, web: options.web, janus: options.comparison, connections: connections, pairs: pairs, window: window,
            active: active, seconds: options.seconds)
        try options.run(section: "signaling") { try SignalingLoad(plan: plan).run() }
    }
}
