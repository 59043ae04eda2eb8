/// Whole lives through the real server, each step of which is in its journal before anybody hears of it: a customer asks, an agent
/// accepts, hangs up, finishes the wrap-up. As many at once as there are agents; customers come again at once.
struct LifeLoad {
    private static let warmUp = 2 * Clock.second

    let executable: String
    let plan: RoutingLoadPlan

    func run() throws -> LifeFigures {
        try Descriptors.raiseLimit(toHold: 2 * (plan.customers + plan.serverAgents) + 200)
        let folder = try WorkFolder()
        defer { folder.remove() }
        let loop = try EventLoop()
        // Its database writer has a thread of its own, and the figure asked for is the server's, not a core's.
        if plan.serverCores == .everyCore { try Cores.takeEveryCore() }
        Progress.say("starting the server with \(plan.serverAgents) agents")
        let server = try ServerProcess(
            executable: executable, web: plan.web, agents: plan.serverAgents, folder: folder, cores: plan.serverCores)
        defer { server.process.stop() }
        do {
            return try measure(server, loop)
        } catch {
            throw server.process.explaining(error)
        }
    }

    private func measure(_ server: ServerProcess, _ loop: EventLoop) throws -> LifeFigures {
        let tokens = Tokens(port: server.port)
        let useCase = try tokens.useCase()
        let tally = LifeTally(loop: loop)
        Progress.say("signing in \(plan.serverAgents) agents and \(plan.customers) customers")
        let agents = try server.agents.map { name in
            LifeAgent(try attach(server, loop, token: try tokens.agent(name, password: server.password)), tally: tally)
        }
        let customers = try tokens.visitors(plan.customers).map { token in
            LifeCustomer(try attach(server, loop, token: token), useCase: useCase, tally: tally)
        }
        for agent in agents { agent.begin() }
        for customer in customers { customer.begin() }

        Progress.say("living for \(plan.seconds) s")
        try spend(Self.warmUp, loop)
        tally.reset()
        let (begin, meter) = (Clock.now(), try CoreMeter(server: server.process.pid))
        try spend(UInt64(plan.seconds) * Clock.second, loop)
        let figures = LifeFigures(tally.lives, elapsed: Clock.now() - begin, cores: try meter.use())
        tally.isEnding = true
        try loop.run("the last lives", timeout: 60, until: { tally.underWay == 0 })
        for connection in agents.map(\.connection) + customers.map(\.connection) { connection.cut() }
        return figures
    }

    private func attach(_ server: ServerProcess, _ loop: EventLoop, token: String) throws -> HubConnection {
        let connection = HubConnection(loop: loop, target: server.target, maskKey: .random(in: .min ... .max))
        return try HubDialogue(attaching: connection, token: token, loop: loop).connection
    }

    private func spend(_ duration: UInt64, _ loop: EventLoop) throws {
        let end = Clock.now() + duration
        try loop.run("ticket lives", timeout: Int(duration / Clock.second) + 30, until: { Clock.now() >= end })
    }
}

/// Lives by their interactions.
final class LifeTally {
    private let loop: EventLoop
    private var begun: [String: UInt64] = [:]
    private(set) var lives = Histogram()
    /// Nobody asks for an agent any more.
    var isEnding = false

    init(loop: EventLoop) { self.loop = loop }

    var underWay: Int { begun.count }

    func reset() { lives.reset() }

    /// The server has answered the customer who asked at `start`.
    func begin(_ interaction: String, at start: UInt64) {
        if begun.updateValue(start, forKey: interaction) != nil { fail("an interaction began twice") }
    }

    /// The server has answered the agent who finished the record.
    func end(_ interaction: String) {
        guard let start = begun.removeValue(forKey: interaction) else { return fail("an interaction ended that had not begun") }
        lives.record(Clock.now() - start)
    }

    func fail(_ reason: String) { loop.fail(LoadError(reason)) }
}
