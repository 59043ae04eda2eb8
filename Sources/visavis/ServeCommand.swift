import ArgumentParser
import Foundation
import Server

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the server.",
        discussion:
            "Every setting is an environment variable (VISAVIS_PORT …) or a key of the JSON file VISAVIS_CONFIG names; see README.md.")

    @Option(help: "The port to listen on.") var port: Int?
    @Option(help: "The folder of the database.") var data: String?
    @Option(help: "The folder of the pages.") var web: String?
    @Flag(help: "Create demo accounts at the first start (loopback only).") var demo = false

    func run() async throws {
        var environment = ProcessInfo.processInfo.environment
        if let port { environment["VISAVIS_PORT"] = "\(port)" }
        if let data { environment["VISAVIS_DATA"] = data }
        if let web { environment["VISAVIS_WEB"] = web }
        if demo { environment["VISAVIS_DEMO"] = "true" }
        try await Operator.explaining {
            let configuration = try await ServerConfiguration.read(environment: environment)
            try await Server(configuration).run { started in
                // Not print: its buffer would keep the words back when they go to a file.
                FileHandle.standardOutput.write(Data(Self.greeting(started, isDemo: configuration.isDemo).utf8))
            }
        }
    }

    private static func greeting(_ started: Server.Started, isDemo: Bool) -> String {
        var lines = ["", "Visavis is ready.", "", "  Open \(started.url)/ in a browser.", "  Customer:  \(started.url)/visit"]
        lines.append("  Agent:     \(started.url)/agent")
        if !started.demoAccounts.isEmpty {
            lines += ["", "  Demo accounts (also in \(started.demoAccountsPath)):"]
            lines += started.demoAccounts.map { account in
                "    \(account.name.padding(toLength: 12, withPad: " ", startingAt: 0))\(account.password)  (\(account.role))"
            }
        } else if isDemo {
            lines += ["", "  The demo accounts are in \(started.demoAccountsPath)."]
        }
        return (lines + ["", "  Ctrl-C stops it.", ""]).joined(separator: "\n")
    }
}
