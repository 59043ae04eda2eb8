import Domain

/// A desk on which all agents are busy and as many tickets wait as were asked for: for each that is taken another one comes.
///
/// Its clock is its own. It passes `interval` from one hang-up to the next, what 5,000 agents need for calls of five minutes, so that the
/// tickets go through their steps as they would on such a day.
struct LoadedDesk {
    private static let interval = Duration.milliseconds(60)

    private var desk: ServiceDesk
    private var business: SyntheticBusiness
    private var now = Instant(milliseconds: 1_700_000_000_000)
    private let waiting: Int
    private var agents: [AgentID] = []
    /// The living calls, the oldest first, from `oldest` on.
    private var calls: [Session] = []
    private var oldest = 0
    private var decisions = Histogram()
    private var spent: UInt64 = 0

    init(waiting: Int, agents count: Int, seed: UInt64) throws {
        self.waiting = waiting
        business = try SyntheticBusiness(seed: seed)
        var routing = RoutingPolicy()
        routing.maximumTickets = waiting + 1
        // Nobody joins a call here: what browsers do is not measured.
        var sessions = SessionPolicy()
        sessions.connecting = .seconds(24 * 3_600)
        desk = ServiceDesk(routing: routing, sessions: sessions, plan: business.plan, identifiers: IdentifierSource(seed: seed &+ 1))
        for _ in 0..<count {
            let agent = business.agent()
            desk.attachAgent(agent.id, name: agent.name, profile: agent.profile, at: now)
            agents.append(agent.id)
        }
        _ = desk.takeOutput()
        try fill(spreading: Self.interval)
        for agent in agents {
            _ = try desk.setActivity(.available, of: agent, at: now)
            try answer(desk.takeOutput(), since: Clock.now())
        }
        try fill(spreading: .zero)
    }

    /// The first third is for warming up: agents and tickets find the state in which they stay.
    mutating func measure(seconds: Int) throws -> DecisionFigures {
        try run(for: UInt64(seconds) * Clock.second / 3)
        decisions.reset()
        spent = 0
        let (begin, meter) = (Clock.now(), try CoreMeter(server: nil))
        try run(for: UInt64(seconds) * Clock.second)
        return DecisionFigures(
            waiting: waiting, decisions: decisions, spent: spent, elapsed: Clock.now() - begin, cores: try meter.use())
    }

    private mutating func run(for duration: UInt64) throws {
        let end = Clock.now() + duration
        while Clock.now() < end {
            for _ in 0..<64 { try turn() }
        }
    }

    /// A call ends, its agent finishes the record and is free, and new customers come for those who were taken.
    private mutating func turn() throws {
        now = now + Self.interval
        if let due = desk.nextDeadline, due <= now {
            let begin = Clock.now()
            desk.advance(to: now)
            try answer(desk.takeOutput(), since: begin)
        }
        guard oldest < calls.count else { throw LoadError("no agent is in a call") }
        let call = calls[oldest]
        oldest += 1
        if oldest > 10_000 {
            calls.removeFirst(oldest)
            oldest = 0
        }
        try desk.hangUp(call.id, by: call.agent.person, at: now)
        _ = desk.takeOutput()
        let begin = Clock.now()
        try desk.finishWrapUp(of: call.interaction, by: call.agentID, disposition: .resolved, resolved: true, note: nil, at: now)
        try answer(desk.takeOutput(), since: begin)
        try fill(spreading: .zero)
    }

    private mutating func fill(spreading gap: Duration) throws {
        while desk.ticketCount < waiting {
            let (caller, context) = business.visit(knownAgents: agents)
            now = now + gap
            let begin = Clock.now()
            _ = try desk.startVisit(caller, context: context, at: now)
            try answer(desk.takeOutput(), since: begin)
        }
    }

    /// Accepts each offer that the last verb made. Where it made one, it was a decision: its time, with what it said, and the acceptance's.
    private mutating func answer(_ output: consuming DeskOutput, since begin: UInt64) throws {
        let made = Clock.now() - begin
        var offers: [Offer] = []
        for case .offer(let offer, _) in output.effects { offers.append(offer) }
        for offer in offers {
            let start = Clock.now()
            let session = try desk.acceptOffer(offer.id, by: offer.agent, at: now)
            _ = desk.takeOutput()
            // Several offers of one verb share its time.
            let time = made / UInt64(offers.count) + Clock.now() - start
            decisions.record(time)
            spent += time
            calls.append(session)
        }
    }
}
