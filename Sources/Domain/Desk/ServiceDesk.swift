/// The whole main job as one pure machine: the queue, the offers, the sessions and the interactions they make.
///
/// Every verb takes the time, may throw a `DeskError` (then nothing changed), and leaves its output behind for `takeOutput()`.
/// `nextDeadline` says when `advance(to:)` is due at the latest.
public struct ServiceDesk: Sendable {
    /// Most verbs leave no more behind.
    private static let outputOfAVerb = 8

    public let sessionPolicy: SessionPolicy
    var routing: RoutingMachine
    /// Living sessions.
    public internal(set) var sessions: [SessionID: Session] = [:]
    /// Interactions that are not yet wrapped up.
    public internal(set) var interactions: [InteractionID: Interaction] = [:]
    /// What was written in them, oldest first: whoever has the customer next reads it.
    public internal(set) var messages: [InteractionID: [ChatMessage]] = [:]
    var seats = Seats()
    var sessionDeadlines = DeadlineQueue<SessionID>()
    /// What was measured of each living participant since their last whole minute.
    var qualities: [ParticipantID: QualityAccumulator] = [:]
    /// Customers whose visits are not taken, and until when.
    public internal(set) var blocks: [CustomerID: Instant] = [:]
    var waits = WaitEstimator()
    var waitsKeptAt: [QueueName: Instant] = [:]
    /// Queues whose load the current input may have changed.
    var touchedQueues: Set<QueueName> = []
    var touchesAllQueues = false
    /// Agents who serve every queue changed, but not how many are at work: time has passed under the loads that are known.
    var agesAllQueues = false
    /// `RoutingMachine.staffingChanges` when all loads were looked at.
    var observedStaffing = -1
    var output = DeskOutput()

    /// `plan`: what managers decided; unless they did, each queue is served first come, first served, by anyone.
    public init(
        routing: RoutingPolicy, sessions: SessionPolicy, plan: ValidatedPlan = .unplanned,
        identifiers: IdentifierSource = IdentifierSource()
    ) {
        self.routing = RoutingMachine(policy: routing, plan: plan)
        self.routing.generator = identifiers
        sessionPolicy = sessions
    }

    public var routingPolicy: RoutingPolicy { routing.policy }
    /// The plan adopted now.
    public var plan: ValidatedPlan { routing.plan }

    public var nextDeadline: Instant? {
        mutating get {
            [routing.nextDeadline, sessionDeadlines.next].compactMap(\.self).min()
        }
    }

    /// Fires everything that is due.
    public mutating func advance(to now: Instant) {
        while let id = sessionDeadlines.popDue(now) {
            guard var before = sessions[id] else { continue }
            expireHandover(of: &before, at: now)
            var session = before
            session.expire(sessionPolicy, at: now)
            if session.agentID == before.agentID {
                store(session, at: now)
            } else {
                _ = handedOver(session, from: before, wrapsUp: false, at: now)
            }
        }
        settle(at: now)
    }

    /// Time stood still for the desk (nothing could be stored): what fell due meanwhile is put off to `instant`, so that those who come
    /// back now are heard first.
    public mutating func forgive(until instant: Instant) {
        routing.postpone(to: instant)
        sessionDeadlines.postpone(to: instant)
    }

    public mutating func takeOutput() -> DeskOutput {
        guard !output.isEmpty else { return DeskOutput() }
        var taken = DeskOutput(capacity: Self.outputOfAVerb)
        swap(&taken, &output)
        return taken
    }

    mutating func settle(at now: Instant) {
        routing.settle(at: now)
        for happening in routing.takeHappenings() { record(happening, at: now) }
        observeLoads(at: now)
    }

    mutating func note(_ kind: DomainEvent.Kind, at now: Instant) {
        output.events.append(DomainEvent(at: now, kind: kind))
    }
}
