import Domain
import Testing

/// A desk with a manual clock, people with short names, and a memory of what everybody was told.
struct Timeline {
    private(set) var desk: ServiceDesk
    private(set) var now = Instant(milliseconds: 1_700_000_000_000)
    private(set) var told: [DeskEffect] = []
    private(set) var events: [DomainEvent] = []
    private var ids = IdentifierSource(seed: 99)

    init(
        seed: UInt64 = 1, routing: RoutingPolicy = RoutingPolicy(), sessions: SessionPolicy = SessionPolicy(),
        plan: ValidatedPlan = .unplanned
    ) {
        desk = ServiceDesk(routing: routing, sessions: sessions, plan: plan, identifiers: IdentifierSource(seed: seed))
    }

    /// Lets time pass, firing each deadline at its own instant.
    mutating func wait(_ duration: Duration) {
        let end = now + duration
        while let next = desk.nextDeadline, next <= end {
            now = max(now, next)
            desk.advance(to: now)
            collect()
        }
        now = end
        desk.advance(to: now)
        collect()
    }

    /// Lets time pass without the desk being told.
    mutating func skip(_ duration: Duration) { now = now + duration }

    mutating func act<Result>(_ body: (inout ServiceDesk, Instant) throws -> Result) rethrows -> Result {
        let result = try body(&desk, now)
        collect()
        #expect(desk.audit() == [])
        return result
    }

    func customer(_ name: String) -> CustomerID { CustomerID(high: Self.number(name), low: 1) }
    func agent(_ name: String) -> AgentID { AgentID(high: Self.number(name), low: 2) }

    /// Everybody's id follows from their name (FNV-1a).
    private static func number(_ name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    @discardableResult
    mutating func visit(_ name: String, queue: String = "advice", context: VisitContext = VisitContext()) throws -> TicketStanding {
        let caller = Caller(
            customer: Customer(id: customer(name), name: BoundedText(name)), useCase: try #require(QueueName(queue)), language: .english)
        return try act { desk, now in try desk.startVisit(caller, context: context, at: now) }
    }

    mutating func arrive(_ name: String, _ activity: Activity = .available, profile: AgentProfile? = nil) throws {
        let id = agent(name)
        let text = try #require(BoundedText<NameLimit>(name))
        act { desk, now in desk.attachAgent(id, name: text, profile: profile, at: now) }
        _ = try act { desk, now in try desk.setActivity(activity, of: id, at: now) }
    }

    mutating func accept(_ name: String) throws -> Session {
        let id = agent(name)
        let offer = try #require(desk.offer(to: id)).offer
        return try act { desk, now in try desk.acceptOffer(offer.id, by: id, at: now) }
    }

    /// Both join and report a connection.
    mutating func connect(_ session: Session) throws {
        for participant in session.participants {
            _ = try act { desk, now in try desk.joinSession(session.id, as: participant.person, epoch: nil, at: now) }
        }
        for participant in session.participants {
            try act { desk, now in try desk.report(.connected, by: participant.person, at: now) }
        }
    }

    /// An agent and a customer in a live call.
    mutating func call(_ agent: String = "Ada", _ customer: String = "Cleo") throws -> Session {
        try arrive(agent)
        try visit(customer)
        let session = try accept(agent)
        try connect(session)
        return try #require(desk.sessions[session.id])
    }

    func position(_ name: String) -> Int? {
        desk.ticket(of: customer(name))?.position
    }

    /// Ends the process and builds the desk again from what was stored.
    mutating func restart(after outage: Duration = .zero) {
        now = now + outage
        desk = ServiceDesk(
            restoring: stored.snapshot, routing: desk.routingPolicy, sessions: desk.sessionPolicy, plan: desk.plan,
            identifiers: IdentifierSource(seed: ids.next()), at: now)
        #expect(desk.audit() == [])
    }

    private(set) var stored = StoredState()

    private mutating func collect() {
        let output = desk.takeOutput()
        told += output.effects
        events += output.events
        stored.apply(output.changes)
    }

    mutating func forgetWhatWasTold() { told = [] }
}
