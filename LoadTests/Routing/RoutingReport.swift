import Foundation

/// The machine alone with so many waiting tickets.
struct DecisionFigures: Codable {
    let waiting: Int
    /// Decisions in the time that they took: the verb that made the offer, and its acceptance.
    let perSecond: Double
    let meanUs: Double
    let p50Us: Double
    let p99Us: Double
    let maxUs: Double
    /// Whole lives in the time of everything: tickets that come and change steps, offers, acceptances, hanging up, wrap-up.
    let livesPerSecond: Double
    let decisions: Int
    let cores: CoreUse

    init(waiting: Int, decisions: Histogram, spent: UInt64, elapsed: UInt64, cores: CoreUse) {
        self.waiting = waiting
        self.decisions = Int(decisions.total)
        self.cores = cores
        perSecond = (Double(decisions.total) / (Double(spent) / Double(Clock.second))).rounded(digits: 0)
        livesPerSecond = (Double(decisions.total) / (Double(elapsed) / Double(Clock.second))).rounded(digits: 0)
        meanUs = (Double(spent) / Double(max(1, decisions.total)) / 1_000).rounded(digits: 2)
        func microseconds(_ quantile: Double) -> Double {
            (Double(decisions.nanoseconds(atQuantile: quantile)) / 1_000).rounded(digits: 2)
        }
        p50Us = microseconds(0.5)
        p99Us = microseconds(0.99)
        maxUs = microseconds(1)
    }
}

/// Through the server: customer enqueues, agent accepts, hangs up, finishes the wrap-up.
struct LifeFigures: Codable {
    let perSecond: Double
    /// From the customer's request to the end of the wrap-up.
    let p50Ms: Double
    let p99Ms: Double
    let lives: Int
    /// The server's processor time for each, all threads.
    let serverMs: Double
    let cores: CoreUse

    init(_ lives: Histogram, elapsed: UInt64, cores: CoreUse) {
        self.lives = Int(lives.total)
        self.cores = cores
        perSecond = (Double(lives.total) / (Double(elapsed) / Double(Clock.second))).rounded(digits: 0)
        serverMs = (cores.server * 1_000 / max(1, perSecond)).rounded(digits: 3)
        p50Ms = (Double(lives.nanoseconds(atQuantile: 0.5)) / Double(Clock.millisecond)).rounded(digits: 1)
        p99Ms = (Double(lives.nanoseconds(atQuantile: 0.99)) / Double(Clock.millisecond)).rounded(digits: 1)
    }
}

/// The JSON document that `routing` prints.
struct RoutingReport: LoadReport {
    let machine: Machine
    let parameters: [String: Int]
    /// Fewest waiting tickets first.
    var decisions: [DecisionFigures] = []
    /// The mean decision with the most tickets by that with the fewest, and what a cost that grows logarithmically would make it.
    var costRatio: Double?
    var logarithmicRatio: Double?
    var lives: LifeFigures?
    var missed: [String]?
    var unchecked: [String]?

    init(plan: RoutingLoadPlan) {
        machine = Machine()
        parameters = [
            "agents": plan.agents, "seed": Int(truncatingIfNeeded: plan.seed), "customers": plan.customers,
            "serverAgents": plan.serverAgents, "seconds": plan.seconds,
        ]
    }

    mutating func compare() {
        guard let least = decisions.first, let most = decisions.last, most.waiting > least.waiting else { return }
        costRatio = (most.meanUs / least.meanUs).rounded(digits: 2)
        logarithmicRatio = (log2(Double(most.waiting)) / log2(Double(least.waiting))).rounded(digits: 2)
    }

    var disturbance: Double { (decisions.map(\.cores.others) + [lives?.cores.others].compactMap { $0 }).max() ?? 0 }

    var figures: [String: Double] {
        var figures: [String: Double] = [:]
        figures["decisionsPerSecond"] = decisions.last?.perSecond
        figures["decisionP99Ms"] = decisions.last.map { $0.p99Us / 1_000 }
        if let costRatio, let logarithmicRatio { figures["growthBeyondLogarithmic"] = (costRatio / logarithmicRatio).rounded(digits: 2) }
        figures["livesPerSecond"] = lives?.perSecond
        return figures
    }
}
