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
        if let offer = agent.workload.offer { endOffer(offer, .rescinded, at: now) }
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
        if activity.kind != .available, let offer = agent.workload.offer { endOffer(offer, result, at: now) }
    }

    // MARK: Work

    /// An agent takes a call that was not offered. `false`: has other work.
    mutating func beginCall(of id: AgentID, session: SessionID, at now: Instant) -> Bool {
        guard var agent = agents[id], agent.workload.isIdle else { return false }
        agent.workload.begin(session, .video)
        update(agent)
        return true
    }

    /// The call, or the chat, is over for the agent: wrap-up follows, or nothing when the customer went back to the queue. Nothing
    /// happens when they have it no more.
    mutating func endCall(
        of id: AgentID, in session: SessionID, wrapUp: (interaction: InteractionID, queue: QueueName)?, at now: Instant
    ) {
        guard var agent = agents[id] else { return }
        let medium = agent.workload.engagements.first { $0.session == session }?.medium ?? .video
        let next = wrapUp.map { interaction, queue in
            WrapUp(interaction: interaction, medium: medium, policy: wrapUpPolicy(of: queue), longest: policy.longestWrapUp, at: now)
        }
        guard agent.workload.end(session, wrapUp: next) else { return }
        if next == nil { agent.idleSince = now }
        setWrapUpDeadline(of: agent)
        update(agent)
    }

    private mutating func setWrapUpDeadline(of agent: Agent) {
        deadlines[.wrapUp(agent.id)] = agent.workload.wrapUps.map(\.deadline).min()
    }

    /// The time of at least one of them is over.
    mutating func endWrapUpsDue(of id: AgentID, at now: Instant) {
        for wrapUp in agents[id]?.workload.wrapUps ?? [] where wrapUp.deadline <= now {
            _ = endWrapUp(of: id, interaction: wrapUp.interaction, at: now)
        }
    }

    private func wrapUpPolicy(of queue: QueueName) -> WrapUpPolicy {
        guard plan.contains(queue) else { return WrapUpPolicy(seconds: Int(policy.wrapUp.wholeMilliseconds / 1_000)) }
        return plan.settings(of: queue).wrapUp
    }

    /// Whether there was a wrap-up of that interaction to end.
    mutating func endWrapUp(of id: AgentID, interaction: InteractionID, at now: Instant) -> Bool {
        guard var agent = agents[id], let wrapUp = agent.workload.wrapUp(of: interaction) else { return false }
        agent.workload.endWrapUp(of: interaction)
        agent.idleSince = now
        setWrapUpDeadline(of: agent)
        update(agent)
        happenings.append(.wrapUpEnded(agent, wrapUp))
        return true
    }

    mutating func changeWrapUp(of id: AgentID, interaction: InteractionID, _ change: (inout WrapUp) -> Void) -> WrapUp? {
        guard var agent = agents[id], var wrapUp = agent.workload.wrapUp(of: interaction) else { return nil }
        let due = deadlines[.wrapUp(id)]
        let before = wrapUp.deadline
        change(&wrapUp)
        agent.workload.replace(wrapUp)
        if wrapUp.deadline != before || due == nil { setWrapUpDeadline(of: agent) }
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
        setWrapUpDeadline(of: agent)
    }

    mutating func update(_ changed: consuming Agent) {
        let room = changed.room(by: plan.plan.media)
        if changed.openTo != room { changed.openTo = room }
        let agent = changed
        let before = agents.updateValue(agent, forKey: agent.id)
        if let before {
            if census.replace(before, by: agent) { staffingChanges += 1 }
        } else {
            census.add(agent)
            staffingChanges += 1
        }
        index(agent, before)
        happenings.append(.agentChanged(agent))
    }

    /// Puts the agent where those who look for one find them, and takes them away from where they were found before.
    mutating func index(_ agent: Agent, _ before: Agent?) {
        let whereabouts = agent.whereabouts
        matchmaker.place(agent)
        if whereabouts == .free { freshAgents.append(agent.id) }
        let (former, bystander) = (before?.whereabouts, Bystander(agent))
        if whereabouts == former, let before, whereabouts == .free || bystander.agrees(with: Bystander(before)) { return }
        switch former {
        case whereabouts, .free, nil: break
        case .occupied: occupied.remove(bystander)
        case .absent: absent.remove(bystander)
        }
        switch whereabouts {
        case .occupied: occupied.update(with: bystander)
        case .absent: absent.update(with: bystander)
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
