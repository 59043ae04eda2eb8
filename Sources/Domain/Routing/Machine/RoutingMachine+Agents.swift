extension RoutingMachine {
    /// Makes the agent known, or tells that their browser is there again. `profile`: `nil` leaves it as it is.
    mutating func attachAgent(_ id: AgentID, name: BoundedText<NameLimit>, profile: AgentProfile?, at now: Instant) {
        guard var agent = agents[id] else {
            update(Agent(id: id, name: name, profile: profile ?? AgentProfile(), at: now))
            return
        }
        let profile = profile ?? agent.profile
        guard agent.connectivity != .attached || agent.name != name || agent.profile != profile else { return }
        // Given up, and back: a shift begins.
        if agent.connectivity == .gone { agent.idleSince = max(agent.idleSince, now) }
        agent.name = name
        agent.profile = profile
        agent.connectivity = .attached
        deadlines[.lease(id)] = nil
        update(agent)
    }

    mutating func detachAgent(_ id: AgentID, at now: Instant) {
        guard var agent = agents[id], agent.connectivity == .attached else { return }
        let until = now + policy.agentLease
        agent.connectivity = .detached(until: until)
        deadlines[.lease(id)] = until
        update(agent)
    }

    /// The lease has run out.
    mutating func giveUp(_ id: AgentID, at now: Instant) {
        guard var agent = agents[id] else { return }
        agent.connectivity = .gone
        update(agent)
        if case .offered(let offer) = agent.workload { endOffer(offer, .rescinded, at: now) }
    }

    mutating func setProfile(_ profile: AgentProfile, of id: AgentID) {
        guard var agent = agents[id], agent.profile != profile else { return }
        agent.profile = profile
        update(agent)
    }

    /// A human choice: always wins, and always clears not-responding. `result`: what becomes of an offer that is open.
    mutating func setActivity(_ activity: Activity, of id: AgentID, _ result: OfferResult, at now: Instant) {
        guard var agent = agents[id] else { return }
        guard agent.activity != activity || agent.notRespondingSince != nil else { return }
        if agent.activity.kind == .offline, activity.kind != .offline { agent.idleSince = max(agent.idleSince, now) }
        agent.activity = activity
        agent.activitySince = now
        agent.notRespondingSince = nil
        update(agent)
        if activity.kind != .available, case .offered(let offer) = agent.workload { endOffer(offer, result, at: now) }
    }

    // MARK: Work

    /// An agent takes a call that was not offered. `false`: has other work.
    mutating func beginCall(of id: AgentID, session: SessionID, at now: Instant) -> Bool {
        guard var agent = agents[id], agent.workload == .idle else { return false }
        agent.workload = .talking(session)
        update(agent)
        return true
    }

    /// The call is over for the agent: wrap-up follows, or nothing when the customer went back to the queue.
    mutating func endCall(of id: AgentID, wrapUp: (interaction: InteractionID, queue: QueueName)?, at now: Instant) {
        guard var agent = agents[id] else { return }
        if let (interaction, queue) = wrapUp {
            let wrapUp = WrapUp(interaction: interaction, policy: wrapUpPolicy(of: queue), longest: policy.longestWrapUp, at: now)
            agent.workload = .wrapUp(wrapUp)
            deadlines[.wrapUp(id)] = wrapUp.deadline
        } else {
            agent.workload = .idle
            agent.idleSince = now
        }
        update(agent)
    }

    private func wrapUpPolicy(of queue: QueueName) -> WrapUpPolicy {
        guard plan.contains(queue) else { return WrapUpPolicy(seconds: Int(policy.wrapUp.wholeMilliseconds / 1_000)) }
        return plan.settings(of: queue).wrapUp
    }

    /// Whether there was a wrap-up of that interaction to end.
    mutating func endWrapUp(of id: AgentID, interaction: InteractionID, at now: Instant) -> Bool {
        guard var agent = agents[id], case .wrapUp(let wrapUp) = agent.workload, wrapUp.interaction == interaction else { return false }
        agent.workload = .idle
        agent.idleSince = now
        deadlines[.wrapUp(id)] = nil
        update(agent)
        happenings.append(.wrapUpEnded(agent, wrapUp))
        return true
    }

    mutating func changeWrapUp(of id: AgentID, _ change: (inout WrapUp) -> Void) -> WrapUp? {
        guard var agent = agents[id], case .wrapUp(var wrapUp) = agent.workload else { return nil }
        let due = deadlines[.wrapUp(id)]
        let before = wrapUp.deadline
        change(&wrapUp)
        agent.workload = .wrapUp(wrapUp)
        if wrapUp.deadline != before || due == nil { deadlines[.wrapUp(id)] = wrapUp.deadline }
        update(agent)
        return wrapUp
    }

    // MARK: Keeping

    /// Takes an agent as storage remembers them, with the timers their state calls for.
    mutating func adopt(_ agent: Agent) {
        var agent = agent
        agent.activity = Activity(agent.activity.name, in: plan)
        setDeadlines(of: agent)
        update(agent)
    }

    mutating func setDeadlines(of agent: Agent) {
        if case .detached(let until) = agent.connectivity { deadlines[.lease(agent.id)] = until }
        if case .wrapUp(let wrapUp) = agent.workload { deadlines[.wrapUp(agent.id)] = wrapUp.deadline }
    }

    mutating func update(_ agent: Agent) {
        let before = agents.updateValue(agent, forKey: agent.id)
        if let before {
            census.replace(before, by: agent)
        } else {
            census.add(agent)
        }
        index(agent, before)
        happenings.append(.agentChanged(agent))
    }

    /// Puts the agent where those who look for one find them, and takes them away from where they were found before.
    mutating func index(_ agent: Agent, _ before: Agent?) {
        let whereabouts = agent.whereabouts
        matchmaker.place(agent.id, profile: agent.profile, idleSince: whereabouts == .free ? agent.idleSince : nil)
        if whereabouts == .free { freshAgents.append(agent.id) }
        let (former, bystander) = (before?.whereabouts, Bystander(agent))
        if whereabouts == former, let before, whereabouts == .free || bystander.agrees(with: Bystander(before)) { return }
        switch former {
        case .occupied: occupied.remove(bystander)
        case .absent: absent.remove(bystander)
        case .free, nil: break
        }
        switch whereabouts {
        case .occupied: occupied.insert(bystander)
        case .absent: absent.insert(bystander)
        case .free: break
        }
    }
}

extension Agent {
    fileprivate enum Whereabouts {
        case free, occupied, absent
    }

    fileprivate var whereabouts: Whereabouts { canTakeOffer ? .free : isStaffed ? .occupied : .absent }
}
