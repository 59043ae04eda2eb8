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
    private func candidates(for ticket: Ticket, _ demand: Demand, chosen: [AgentID]) -> [AssignmentRecord.Candidate] {
        var seen: [AgentID] = chosen
        seen.reserveCapacity(max(AssignmentRecord.maximumCandidates, chosen.count + 1))
        let free = max((AssignmentRecord.maximumCandidates - chosen.count) / 2, 1)
        // As many more as those that may be among them.
        for rank in matchmaker.idle.first(free + chosen.count) where seen.count < free + chosen.count && !chosen.contains(rank.id) {
            seen.append(rank.id)
        }
        seen += sample(of: occupied, AssignmentRecord.maximumCandidates - seen.count, from: ticket.order)
        seen += sample(of: absent, AssignmentRecord.maximumCandidates - seen.count, from: ticket.order)
        var candidates: [AssignmentRecord.Candidate] = []
        candidates.reserveCapacity(seen.count)
        for id in seen {
            guard let agent = agents[id] else { continue }
            let verdict = chosen.contains(id) ? .chosen : verdict(on: agent, ticket, demand)
            candidates.append(AssignmentRecord.Candidate(agent: id, idleSince: agent.idleSince, verdict: verdict))
        }
        return candidates
    }

    /// Another stretch for each ticket, so that everybody is seen now and then.
    private func sample(of agents: RankedSet<AgentID>, _ count: Int, from start: UInt64) -> [AgentID] {
        guard count > 0, !agents.isEmpty else { return [] }
        let total = agents.count
        guard count < total else { return agents.elements }
        let first = Int(start % UInt64(total))
        let tail = agents.elements(from: first, limit: count)
        return tail.count == count ? tail : tail + agents.first(count - tail.count)
    }

    private func verdict(on agent: Agent, _ ticket: Ticket, _ demand: Demand) -> AssignmentRecord.Verdict {
        switch agent.standing {
        case .disconnected: return .disconnected
        case .offline, .away: return .notAvailable(activity: agent.activity.name)
        case .notResponding: return .notResponding
        case .talking, .offered: return .busy
        case .wrappingUp: return .wrappingUp
        case .free: break
        }
        switch agent.profile.shortfall(for: demand) {
        case .queue: return .otherQueue
        case .skill(let requirement): return .missingSkill(requirement)
        case nil: break
        }
        if let until = ticket.notBefore[agent.id] { return .declined(until: until) }
        return demand.agent == nil ? .idleLessLong : .notTheOne
    }
}
