import Foundation

struct LoadPlan {
    let server: String
    let web: String
    /// Nil leaves the comparison out.
    let janus: String?
    let connections: Int
    let pairs: Int
    let window: Int
    let active: Int
    let seconds: Int
}

/// The phases, one after the other, against one server that this run starts and stops.
struct SignalingLoad {
    /// Rounds of answers for each server; odd, so that the median is a round that happened.
    private static let rounds = 3

    let plan: LoadPlan

    func run() throws -> Report {
        // Both crowds, the pairs, the active connections, and some for everything else.
        try Descriptors.raiseLimit(toHold: 2 * (plan.connections + plan.active + plan.pairs) + 200)
        try Cores.takeClientCore()
        if let janus = plan.janus { try JanusProcess.requireInstalled(janus) }
        let folder = try WorkFolder()
        defer { folder.remove() }

        let loop = try EventLoop()
        Progress.say("starting the server with \(plan.pairs) agents")
        let server = try ServerProcess(executable: plan.server, web: plan.web, agents: plan.pairs, folder: folder)
        defer { server.process.stop() }
        do {
            return try measure(server, loop, folder)
        } catch {
            throw server.process.explaining(error)
        }
    }

    private func measure(_ server: ServerProcess, _ loop: EventLoop, _ folder: WorkFolder) throws -> Report {
        var report = Report(plan: plan)
        let empty = try ProcessMemory(of: server.process.pid)
        let tokens = Tokens(port: server.port)
        let idle = IdleConnections(plan.connections, loop: loop, target: server.target)

        Progress.say("connecting \(plan.connections) visitors")
        report.connecting = ConnectFigures(try idle.connect(tokens: try tokens.visitors(plan.connections)))
        report.memory = MemoryFigures(empty: empty, connected: try ProcessMemory(of: server.process.pid), connections: plan.connections)

        report.relay = try relay(server, loop, tokens)
        report.answers = try answers(server, loop, tokens, folder)
        Progress.say("cutting and resuming \(plan.connections) connections")
        report.resume = ResumeFigures(try idle.storm())
        return report
    }

    private func relay(_ server: ServerProcess, _ loop: EventLoop, _ tokens: Tokens) throws -> RelayReport {
        Progress.say("bringing \(plan.pairs) pairs together")
        let useCase = try tokens.useCase()
        let pairs = try server.agents.map { agent in
            try SessionPair(
                customer: dialogue(server, loop, token: try tokens.visitors(1)[0]),
                agent: dialogue(server, loop, token: try tokens.agent(agent, password: server.password)), useCase: useCase)
        }
        let load = RelayLoad(pairs: pairs, loop: loop, server: server)
        Progress.say("relaying for \(plan.seconds) s with \(plan.window) messages under way per pair")
        let saturated = try load.saturate(window: plan.window, seconds: plan.seconds)
        Progress.say("relaying for \(plan.seconds) s at half of \(Int(saturated.perSecond)) messages/s")
        let paced = try load.pace(rate: saturated.perSecond / 2, seconds: plan.seconds)
        for pair in pairs { try pair.end() }
        return RelayReport(saturated: saturated, atHalfTheRate: paced)
    }

    private func dialogue(_ server: ServerProcess, _ loop: EventLoop, token: String) throws -> HubDialogue {
        let connection = HubConnection(loop: loop, target: server.target, maskKey: .random(in: .min ... .max))
        return try HubDialogue(attaching: connection, token: token, loop: loop)
    }

    private func answers(_ server: ServerProcess, _ loop: EventLoop, _ tokens: Tokens, _ folder: WorkFolder) throws -> AnswersReport {
        let asking = try tokens.visitors(plan.active).map { try dialogue(server, loop, token: $0).connection }
        defer { for connection in asking { connection.cut() } }
        let tally = AnswerTally()
        let streams = asking.map { AnswerStream($0.client, dialect: .visavis, firstID: $0.takeID(), loop: loop, tally: tally) }
        let ours = AnswerLoad(streams, tally: tally, window: plan.window, process: server.process, loop: loop)
        guard let executable = plan.janus else {
            for _ in 0..<Self.rounds { try answerRound("Visavis", ours, pausing: nil) }
            return AnswersReport(visavis: ours.figures, janus: nil)
        }
        let comparison = try JanusComparison(executable: executable, plan: plan, loop: loop, folder: folder)
        defer { comparison.stop() }
        for _ in 0..<Self.rounds {
            try answerRound("Visavis", ours, pausing: comparison.process)
            try answerRound("Janus", comparison.load, pausing: server.process)
        }
        return AnswersReport(visavis: ours.figures, janus: comparison.load.figures)
    }

    private func answerRound(_ name: String, _ load: AnswerLoad, pausing other: ChildProcess?) throws {
        Progress.say("asking \(name)")
        try load.round(seconds: max(1, plan.seconds * 2 / 5), pausing: other)
    }
}
