/// What storage remembers of a desk: enough to build it again after the process died at any moment.
public struct DeskSnapshot: Sendable {
    public var tickets: [Ticket] = []
    public var agents: [Agent] = []
    public var sessions: [Session] = []
    /// Those that are not closed.
    public var interactions: [Interaction] = []
    /// Of those, by interaction, oldest first.
    public var messages: [InteractionID: [ChatMessage]] = [:]
    public var waits: [QueueWaits] = []
    public var blocks: [CustomerID: Instant] = [:]

    public init() {}
}

extension ServiceDesk {
    /// The least time a wrap-up has left after a restart, so that nobody loses a form to an outage.
    private static let wrapUpAfterRestart = Duration.seconds(30)

    /// The desk as it was, seen from `now`: nobody is connected yet and everybody has their full grace to come back; offers are
    /// withdrawn without blame; tickets keep their age and place.
    public init(
        restoring snapshot: DeskSnapshot, routing: RoutingPolicy, sessions: SessionPolicy, plan: ValidatedPlan = .unplanned,
        identifiers: IdentifierSource = IdentifierSource(),
        at now: Instant
    ) {
        self.init(routing: routing, sessions: sessions, plan: plan, identifiers: identifiers)
        for interaction in snapshot.interactions where !interaction.isClosed {
            interactions[interaction.id] = interaction
            messages[interaction.id] = snapshot.messages[interaction.id]
        }
        for session in snapshot.sessions where !session.isEnded && interactions[session.interaction] != nil {
            restore(session, at: now)
        }
        // Agents first: a step may ask whether anybody is there.
        for agent in snapshot.agents.sorted(by: { $0.id < $1.id }) { restore(agent, at: now) }
        for ticket in snapshot.tickets.sorted(by: { ($0.order, $0.id) < ($1.order, $1.id) })
        where interactions[ticket.interaction] != nil { self.routing.restore(ticket, at: now) }
        _ = self.routing.takeHappenings()
        for row in snapshot.waits { waits.restore(row) }
        blocks = snapshot.blocks.filter { $0.value > now }
        touchesAllQueues = true
        observeLoads(at: now)
    }

    private mutating func restore(_ session: Session, at now: Instant) {
        var session = session
        session.restart(sessionPolicy, at: now)
        self.sessions[session.id] = session
        for participant in session.participants { seats.sit(participant.person, in: session.id) }
        sessionDeadlines[session.id] = session.deadline(sessionPolicy)
    }

    private mutating func restore(_ agent: Agent, at now: Instant) {
        var agent = agent
        agent.workload.offer = nil
        agent.workload.engagements = agent.workload.engagements.compactMap { engagement in
            var engagement = engagement
            switch engagement.stage {
            case .talking(let session): return sessions[session] == nil ? nil : engagement
            case .wrapUp(var wrapUp):
                guard interactions[wrapUp.interaction] != nil else { return nil }
                wrapUp.deadline = max(wrapUp.deadline, now + Self.wrapUpAfterRestart)
                engagement.stage = .wrapUp(wrapUp)
                return engagement
            }
        }
        routing.restore(agent, at: now)
    }
}

extension RoutingMachine {
    mutating func restore(_ ticket: Ticket, at now: Instant) {
        var ticket = ticket
        ticket.state = .waiting
        ticket.connectivity = ticket.callback?.isPending == true ? .gone : .detached(until: now + policy.grace(in: ticket.medium))
        // The time the server was away counts against nobody.
        if case .invited(let until) = ticket.callback?.state {
            ticket.callback?.state = .invited(until: max(until, now + policy.customerGrace))
        }
        if ticket.turnaway != nil { deadlines[.turnaway(ticket.id)] = now + policy.turnaway }
        enqueue(ticket, .returned, at: now)
    }

    mutating func restore(_ agent: Agent, at now: Instant) {
        var agent = agent
        if agent.connectivity != .gone { agent.connectivity = .detached(until: now + policy.agentLease) }
        adopt(agent)
    }
}

extension Session {
    /// The server was away: the time it was away counts against nobody.
    mutating func restart(_ policy: SessionPolicy, at now: Instant) {
        if !isEnded { since = max(since, now) }
        let isRelayed = mediaPath == .relay
        updateAll { participant in
            if participant.presence != .left { participant.presence = .detached(since: now) }
            // The relay went with the process: nobody's media flows until they come back.
            if isRelayed { participant.report = .disconnected }
        }
        // Whoever was being asked sees no offer any more.
        if consult?.state == .asking { consult = nil }
        if isRelayed, state == .live { state = .reconnecting }
        handover?.restart(policy, at: now)
        // What the former process recorded is closed; the rest of the session is another recording.
        capture.report = .idle
        capture.recording = nil
    }
}
