extension ServiceDesk {
    /// Every broken invariant, in words; empty when all is well. Run by the server from time to time and by the tests after each event.
    public func audit() -> [String] {
        var findings: [String] = []
        func check(_ holds: Bool, _ finding: @autoclosure () -> String) {
            if !holds { findings.append(finding()) }
        }
        let agents = routing.agents
        for ticket in routing.tickets.values {
            check(standing(ticket) != nil, "ticket \(ticket.id) has no place")
            check(interactions[ticket.interaction] != nil, "ticket \(ticket.id) has no interaction")
            check(sessionOfPerson[Identifier<Person>(ticket.customer)] == nil, "ticket \(ticket.id): its customer is also in a session")
            if case .offered(let offer) = ticket.state {
                check(routing.offers[offer]?.ticket == ticket.id, "ticket \(ticket.id) names an offer that is not its own")
            }
        }
        check(routing.lines.values.reduce(0) { $0 + $1.count } == routing.tickets.count, "places and tickets do not match")
        for offer in routing.offers.values {
            check(agents[offer.agent]?.workload == .offered(offer.id), "offer \(offer.id): its agent does not have it")
            check(routing.tickets[offer.ticket]?.state == .offered(offer.id), "offer \(offer.id): its ticket does not have it")
        }
        for agent in agents.values {
            switch agent.workload {
            case .idle: break
            case .offered(let offer): check(routing.offers[offer]?.agent == agent.id, "agent \(agent.id) waits on a dead offer")
            case .talking(let session): check(sessions[session]?.agentID == agent.id, "agent \(agent.id) talks in a dead session")
            case .wrapUp(let wrapUp): check(interactions[wrapUp.interaction] != nil, "agent \(agent.id) wraps up nothing")
            }
        }
        for session in sessions.values {
            check(agents[session.agentID]?.workload == .talking(session.id), "session \(session.id): its agent is elsewhere")
            for participant in session.participants {
                check(sessionOfPerson[participant.person] == session.id, "session \(session.id): its \(participant.role) is elsewhere")
            }
            check(interactions[session.interaction] != nil, "session \(session.id) has no interaction")
        }
        return findings + routing.auditDeadlines() + auditSessionDeadlines()
    }

    private func auditSessionDeadlines() -> [String] {
        sessions.values.compactMap { session in
            guard let due = session.deadline(sessionPolicy) else { return nil }
            // Later is allowed: see `forgive`.
            if let deadline = sessionDeadlines[session.id], deadline >= due { return nil }
            return "session \(session.id) lacks the deadline of its state"
        }
    }
}

extension RoutingMachine {
    func auditDeadlines() -> [String] {
        var findings: [String] = []
        for ticket in tickets.values {
            if !hasDeadline(.ticketExpiry(ticket.id)) { findings.append("ticket \(ticket.id) waits for ever") }
            if case .detached = ticket.connectivity, !hasDeadline(.ticketDetached(ticket.id)) {
                findings.append("ticket \(ticket.id) is held for ever for a customer who is away")
            }
        }
        for offer in offers.values where !hasDeadline(.offer(offer.id)) { findings.append("offer \(offer.id) never ends") }
        for agent in agents.values {
            if case .detached = agent.connectivity, !hasDeadline(.lease(agent.id)) {
                findings.append("agent \(agent.id): lease without end")
            }
            if case .wrapUp = agent.workload, !hasDeadline(.wrapUp(agent.id)) { findings.append("agent \(agent.id): wrap-up without end") }
        }
        return findings
    }

    private func hasDeadline(_ timer: Timer) -> Bool { deadline(of: timer) != nil }
}
