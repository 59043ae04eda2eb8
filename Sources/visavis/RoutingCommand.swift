import ArgumentParser
import Foundation
import Server

struct RoutingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routing", abstract: "Try out routing plans.", subcommands: [Replay.self])

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Play a past period by another plan, and compare it with the one that held.",
            discussion: """
                The same customers come, wait and leave, the same agents are there and take as long for each call. Nothing is written. Who was \
                answered would have waited for as long as it takes; who was not answered takes an agent what others took.
                """)

        @Option(help: "The period's begin: a day (2026-10-20, UTC) or an instant (2026-10-20T08:00:00Z).") var from: String
        @Option(help: "The period's end: a day, to its end, or an instant.") var to: String
        @Option(help: "The plan to try: a file with the JSON that would be published.") var workflow: String
        @Flag(help: "Print one JSON document.") var json = false
        @OptionGroup var folder: FolderOption

        func run() async throws {
            try await Operator.explaining {
                guard let plan = FileManager.default.contents(atPath: workflow) else {
                    throw ValidationError("\(workflow) cannot be read")
                }
                let report = try RoutingReplayReport(try await folder.settings(), from: from, to: to, plan: plan)
                print(json ? try report.json() : report.table)
            }
        }
    }
}
