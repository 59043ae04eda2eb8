import ArgumentParser

/// Load tests: each sub-command starts what it measures, prints one JSON document, and stops it again.
@main
struct LoadTests: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "LoadTests",
        abstract: "Measures a Visavis server under load.",
        subcommands: [SignalingCommand.self, MediaCommand.self, RoutingCommand.self]
    )
}
