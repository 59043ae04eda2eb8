import Domain

/// A desk and a crowd that does anything at any time: comes, goes, answers late, vanishes, changes the rules; and a server that dies
/// between any two events. After each event every invariant is checked.
///
/// Knows no test framework: a test runs thousands of events, an executable millions.
struct RoutingSimulation {
    let seed: UInt64
    var desk: ServiceDesk
    var now = Instant(milliseconds: 1_700_000_000_000)
    var random: IdentifierSource
    var version = 1
    var stored = StoredState()
    var ledger = SimulationLedger()
    var summary = SimulationSummary()
    let customers: [CustomerID]
    let agents: [AgentID]
    let supervisors: [AgentID]
    private var timeline: [(at: Instant, event: SimulatedEvent, outcome: String)] = []
    private static let remembered = 40

    static func run(seed: UInt64, events: Int) throws -> SimulationSummary {
        var simulation = try Self(seed: seed)
        for _ in 0..<events { try simulation.next() }
        try simulation.finish()
        return simulation.summary
    }

    init(seed: UInt64) throws {
        self.seed = seed
        var random = IdentifierSource(seed: seed)
        customers = (0..<SimulatedEvent.customers).map { _ in CustomerID(using: &random) }
        agents = (0..<SimulatedEvent.agents).map { _ in AgentID(using: &random) }
        supervisors = (0..<SimulatedEvent.supervisors).map { _ in AgentID(using: &random) }
        var routing = RoutingPolicy()
        routing.maximumCallbackWait = .seconds(2 * 3_600)
        desk = ServiceDesk(
            routing: routing, sessions: SessionPolicy(), plan: try SimulatedPlans.plan(version: 1, using: &random),
            identifiers: IdentifierSource(seed: random.next()))
        stored.forgetsTheClosed = true
        self.random = random
    }

    /// Busy hours, in which nobody is idle, and quiet ones, in which colleagues have time.
    private var crowd: Int { (summary.events / 300).isMultiple(of: 2) ? SimulatedEvent.customers : 3 }

    mutating func next() throws {
        let event = SimulatedEvent(using: &random, version: version, crowd: crowd)
        summary.events += 1
        var outcome = ""
        do {
            try play(event)
        } catch let refused as DeskError {
            outcome = "refused: \(refused)"
        }
        if timeline.count >= 2 * Self.remembered { timeline.removeFirst(Self.remembered) }
        timeline.append((now, event, outcome))
        try hear()
        try check()
        try pass(.milliseconds(Int64(random.next() % 1_500)))
    }

    /// Lets time pass, firing each deadline at its own instant.
    mutating func pass(_ duration: Duration) throws {
        let end = now + duration
        while let next = desk.nextDeadline, next <= end {
            now = max(now, next)
            desk.advance(to: now)
            try hear()
            try check()
        }
        now = end
    }

    /// Nobody does anything any more: everything ends by itself.
    private mutating func finish() throws {
        try pass(.seconds(8 * 3_600))
        if desk.ticketCount != 0 || desk.offerCount != 0 { throw failure("tickets or offers are left at the end") }
        if let open = ledger.interactions.first(where: { !$0.value.isClosed && desk.interactions[$0.key] == nil }) {
            throw failure("interaction \(open.key) was never closed")
        }
    }

    /// Takes what the desk says, as a server would.
    mutating func hear() throws {
        let output = desk.takeOutput()
        stored.apply(output.changes)
        if let finding = ledger.hear(output, at: now, counting: &summary) { throw failure(finding) }
    }

    private func check() throws {
        if let finding = desk.audit().first { throw failure(finding) }
        if let finding = ledger.finding(in: desk, customers: customers, agents: agents + supervisors, at: now) { throw failure(finding) }
    }

    func failure(_ finding: String) -> SimulationFailure {
        let lines = timeline.suffix(Self.remembered).map { entry in
            let seconds = Double((entry.at - Instant(milliseconds: 1_700_000_000_000)).wholeMilliseconds) / 1_000
            return "\(seconds) s  \(entry.event) \(entry.outcome)"
        }
        return SimulationFailure(seed: seed, event: summary.events, finding: finding, timeline: lines)
    }
}
