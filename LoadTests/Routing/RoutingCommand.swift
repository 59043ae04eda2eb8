import ArgumentParser

/// `LoadTests routing`: the options, the report on standard output, and the exit code.
struct RoutingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routing",
        abstract: "Decisions of the routing machine alone, and whole ticket lives through the server with its journal."
    )

    @OptionGroup var options: ReportOptions

    @Option(help: "The visavis executable; without it the server's part is left out.")
    var server: String?

    @Option(help: "The folder of the web pages that the server serves.")
    var web = "./Web"

    @Option(help: "Tickets that wait all the time in the largest measurement; the others have a tenth and a hundredth of them.")
    var waiting = 100_000

    @Option(help: "Agents of the machine alone.")
    var agents = 5_000

    @Option(help: "Decides on plan, skills and tickets.")
    var seed: UInt64 = 1

    @Option(help: "Customers of the server, each in a queue or in a call all the time.")
    var customers = 400

    @Option(help: "Agents of the server.")
    var serverAgents = 200

    @Flag(help: "Confine the server to the first core and the load test to the last.")
    var oneCore = false

    @Flag(help: "Leave the machine alone out.")
    var noMachine = false

    func validate() throws {
        guard waiting >= 100, agents > 0, customers > 0, serverAgents > 0 else {
            throw ValidationError("--waiting must be at least 100; --agents, --customers and --server-agents must be positive.")
        }
        guard server != nil || !noMachine else { throw ValidationError("--no-machine without --server measures nothing.") }
    }

    func run() throws {
        let plan = RoutingLoadPlan(
            server: server, web: web, waiting: noMachine ? [] : [waiting / 100, waiting / 10, waiting], agents: agents, seed: seed,
            customers: customers, serverAgents: serverAgents, serverCores: oneCore ? .serversCore : .everyCore, seconds: options.seconds)
        try options.run(section: "routing") { try RoutingLoad(plan: plan).run() }
    }
}
