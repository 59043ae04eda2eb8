/// Janus with the same crowd, the same active connections and the same window as Visavis.
final class JanusComparison {
    let load: AnswerLoad
    var process: ChildProcess { janus.process }
    private let janus: JanusProcess
    private let connections: JanusConnections

    init(executable: String, plan: LoadPlan, loop: EventLoop, folder: WorkFolder) throws {
        Progress.say("connecting \(plan.connections) clients to Janus")
        let janus = try JanusProcess(executable: executable, folder: folder)
        do {
            connections = try JanusConnections(plan.connections + plan.active, loop: loop, target: janus.target)
        } catch {
            janus.process.stop()
            throw janus.process.explaining(error)
        }
        self.janus = janus
        let tally = AnswerTally()
        let streams = connections.clients.suffix(plan.active).map {
            AnswerStream($0, dialect: .janus, firstID: 1, loop: loop, tally: tally)
        }
        load = AnswerLoad(streams, tally: tally, window: plan.window, process: janus.process, loop: loop)
    }

    /// The connections go first: an end that the server begins would count as a failure.
    func stop() {
        for client in connections.clients { client.cut() }
        janus.process.stop()
    }
}
