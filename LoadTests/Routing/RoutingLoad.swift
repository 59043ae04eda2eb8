struct RoutingLoadPlan {
    /// Nil leaves the server out.
    let server: String?
    let web: String
    /// Tickets that wait, measurement by measurement, fewest first.
    let waiting: [Int]
    let agents: Int
    let seed: UInt64
    let customers: Int
    let serverAgents: Int
    let serverCores: Cores.Share
    let seconds: Int
}

/// The machine by itself with more and more tickets, then the whole server.
struct RoutingLoad {
    let plan: RoutingLoadPlan

    func run() throws -> RoutingReport {
        try Cores.takeClientCore()
        var report = RoutingReport(plan: plan)
        for waiting in plan.waiting {
            Progress.say("a desk with \(plan.agents) agents and \(waiting) waiting tickets")
            var desk = try LoadedDesk(waiting: waiting, agents: plan.agents, seed: plan.seed)
            Progress.say("deciding for \(plan.seconds) s")
            report.decisions.append(try desk.measure(seconds: plan.seconds))
        }
        report.compare()
        if let server = plan.server { report.lives = try LifeLoad(executable: server, plan: plan).run() }
        return report
    }
}
