import ArgumentParser

/// What the load tests of a server are told further: what to start, and what to compare it with.
struct CommandOptions: ParsableArguments {
    @OptionGroup var report: ReportOptions

    @Option(help: "The visavis executable.")
    var server: String

    @Option(help: "The folder of the web pages that the server serves.")
    var web = "./Web"

    @Option(help: "The janus executable to compare with.")
    var janus = "/usr/bin/janus"

    @Flag(help: "Leave the comparison with Janus out.")
    var noJanus = false

    /// Nil leaves the comparison out.
    var comparison: String? { noJanus ? nil : janus }
    var seconds: Int { report.seconds }

    func run<Report: LoadReport>(section: String, _ measure: () throws -> Report) throws {
        try report.run(section: section, measure)
    }
}
