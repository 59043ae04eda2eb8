/// Why these agents and not others.
extension RoutingMachine {
    func assignmentRecord(of ticket: Ticket, _ offers: [Offer], at now: Instant) -> AssignmentRecord {
        let demand = if let place = placements[ticket.id] { place.demand } else { demand(of: ticket) }
        let route = ticket.route
        let rule = if let route { route.rule } else { plan.workflow.default.name }
        return AssignmentRecord(
            at: now, ageMs: ticket.age(at: now).wholeMilliseconds, planVersion: plan.version,
            rule: rule, step: route?.step ?? 0, ring: route?.ring ?? 0, priority: ticket.priority,
            demand: .init(queue: demand.queue, skills: demand.skills, agent: demand.agent),
            candidates: candidates(for: ticket, demand, chosen: offers.map(\.agent)),
            tallies: census.tallies, offers: offers.map(\.id), offerDeadline: offers.first?.deadline ?? now, stepEnd: route?.until)
    }

    /// The chosen; half of the rest for who is free, from the longest idle on; then some of those who are there and have other work,
    /// then of those who are not there.
    private func candidates(for ticket: Ticket, _ demand: Demand, chosen: [AgentID]) -> CandidateList {
        var candidates = CandidateList(asked: demand.skills, capacity: max(AssignmentRecord.maximumCandidates, chosen.count + 1))
        for id in chosen {
            if let since = agents[id]?.idleSince { candidates.append(id, idleSince: since, .chosen) }
        }
        let free = max((AssignmentRecord.maximumCandidates - chosen.count) / 2, 1) + candidates.count
        // As many more as those that may be among them.
        for rank in matchmaker.idle.first(free) where candidates.count < free && !chosen.contains(rank.id) {
            candidates.append(rank.id, idleSince: rank.since, verdict(on: rank.id, ticket, demand))
        }
        for others in [occupied, absent] where !others.isEmpty {
            let count = min(AssignmentRecord.maximumCandidates - candidates.count, others.count)
            // Another stretch for each ticket, so that everybody is seen now and then.
            let first = count < others.count ? Int(ticket.order % UInt64(others.count)) : 0
            let tail = min(count, others.count - first)
            for (from, limit) in [(first, tail), (0, count - tail)] {
                for other in others.elements(from: from, limit: limit) {
                    // Not `??`: what stands behind it is a closure that copies the machine.
                    let verdict = if let known = other.standing.verdict { known } else { verdict(on: other.id, ticket, demand) }
                    candidates.append(other.id, idleSince: other.idleSince, verdict)
                }
            }
        }
        return candidates
    }

    private func verdict(on id: AgentID, _ ticket: Ticket, _ demand: Demand) -> AssignmentRecord.Verdict {
        guard let agent = agents[id] else { return .disconnected }
        if let verdict = agent.standing.verdict { return verdict }
        if agent.activity.kind != .available { return .notAvailable(activity: agent.activity.name) }
        switch agent.profile.shortfall(for: demand) {
        case .queue: return .otherQueue
        case .skill(let requirement): return .missingSkill(requirement)
        case nil: break
        }
        if !agent.canTake(demand.medium) { return .atCapacity }
        if let until = ticket.notBefore[id] { return .declined(until: until) }
        return demand.agent == nil ? .idleLessLong : .notTheOne
    }
}

extension AgentStanding {
    /// `nil`: more has to be known of the agent.
    fileprivate var verdict: AssignmentRecord.Verdict? {
        switch self {
        case .disconnected: .disconnected
        case .notResponding: .notResponding
        case .talking, .offered: .busy
        case .wrappingUp: .wrappingUp
        case .offline, .away, .free: nil
        }
    }
}
