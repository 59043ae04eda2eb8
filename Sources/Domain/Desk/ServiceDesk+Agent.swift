extension ServiceDesk {
    /// `profile`: what the agent can do and for whom; `nil` leaves it as it is, which is everything for an agent never seen before.
    public mutating func attachAgent(
        _ id: AgentID, name: BoundedText<NameLimit>, profile: AgentProfile? = nil, at now: Instant
    ) {
        routing.attachAgent(id, name: name, profile: profile, at: now)
        setAttached(true, person: Identifier<Person>(id), at: now)
        settle(at: now)
    }

    public mutating func detachAgent(_ id: AgentID, at now: Instant) {
        routing.detachAgent(id, at: now)
        setAttached(false, person: Identifier<Person>(id), at: now)
        settle(at: now)
    }

    /// The agent's own choice; whichever it is, they respond again. `notFound`: the plan has no such activity.
    public mutating func setActivity(_ activity: Activity, of id: AgentID, at now: Instant) throws(DeskError) -> Agent {
        try choose(activity.name, of: id, by: nil, at: now)
    }

    /// What managers say of this agent from now on; an open offer lives on. An agent whom the desk does not know yet brings their
    /// profile along when they attach.
    public mutating func setProfile(_ profile: AgentProfile, of id: AgentID, at now: Instant) {
        guard let before = agent(id), before.profile != profile else { return }
        routing.setProfile(profile, of: id)
        note(.agentProfile(agent: id, profile: profile), at: now)
        settle(at: now)
    }

    mutating func choose(_ name: ActivityName, of id: AgentID, by supervisor: AccountID?, at now: Instant) throws(DeskError) -> Agent {
        guard let before = agent(id), plan.activity(named: name) != nil else { throw .notFound }
        let activity = Activity(name, in: plan)
        if let supervisor {
            note(.agentForced(agent: id, activity: activity, by: supervisor), at: now)
        } else if before.activity != activity {
            note(.agentActivity(agent: id, activity: activity), at: now)
        }
        routing.setActivity(activity, of: id, supervisor == nil ? .rejected : .rescinded, at: now)
        let chosen = agent(id) ?? before
        settle(at: now)
        return chosen
    }

    /// First come, first served: a late accept is `offerTaken` when another agent has the customer, otherwise `offerGone`. Accepting
    /// again what one already has returns the session.
    public mutating func acceptOffer(_ offer: OfferID, by agent: AgentID, at now: Instant) throws(DeskError) -> Session {
        if let joined = try joinConsult(offer, by: agent, at: now) { return joined }
        if let held = sessions(ofAgent: agent).first(where: { $0.ticket.state == .offered([offer]) }) { return held }
        routing.settle(at: now)
        // A seat beside another agent is no work, and yet a call.
        if call(of: Identifier<Person>(agent)) != nil {
            let medium = (routing.offers[offer]?.ticket).flatMap { routing.tickets[$0]?.medium }
            if medium == .video || medium == .chat && plan.plan.media.video.exclusive { throw .alreadyInSession }
        }
        let id = SessionID(using: &routing.generator)
        let offeredAt = routing.offers[offer]?.createdAt
        let taken = routing.accept(offer, by: agent, session: id, at: now)
        guard let ticket = taken, let taker = self.agent(agent) else {
            settle(at: now)
            throw isTaken(offer, from: agent) ? .offerTaken : .offerGone
        }
        learn(answerTo: ticket, offeredAt: offeredAt ?? now, at: now)
        let session = Session(
            id: id, ticket: ticket, agent: taker,
            participants: (ParticipantID(using: &routing.generator), ParticipantID(using: &routing.generator)),
            policy: sessionPolicy, at: now)
        seats.sit(session.customer.person, in: id)
        seats.sit(session.agent.person, in: id)
        var accepted: AssignmentRecord?
        change(ticket.interaction) { interaction in
            if interaction.answeredAt == nil { interaction.answeredAt = now }
            interaction.enterSegment(.talk, agent: agent, at: now)
            accepted = interaction.accept(offer, by: agent, at: now)
        }
        if let accepted {
            output.changes.append(.assignmentAccepted(ticket.interaction, number: accepted.number, by: agent, at: now))
        }
        note(.sessionStarted(session: id, interaction: ticket.interaction, agent: agent), at: now)
        settle(at: now)
        begin(session, at: now)
        // Of the colleagues who had the customer before.
        tellChat(of: session, to: session.agent)
        return session
    }

    public mutating func rejectOffer(_ offer: OfferID, by agent: AgentID, at now: Instant) throws(DeskError) {
        let wasOpen = routing.reject(offer, by: agent, at: now)
        settle(at: now)
        if !wasOpen { throw .offerGone }
    }

    /// Replaces the note of an interaction the agent is talking in or wrapping up; `nil` empties it.
    public mutating func saveNote(_ text: BoundedText<NoteLimit>?, on id: InteractionID, by agent: AgentID, at now: Instant)
        throws(DeskError)
    {
        guard var interaction = interactions[id], holds(agent, id) else { throw .notFound }
        interaction.note = text
        store(interaction)
        note(.noteSaved(interaction: id, agent: agent), at: now)
    }

    /// Where the queue's wrap-up is `timedFixed`, the record is finished and the agent's time runs on.
    public mutating func finishWrapUp(
        of id: InteractionID, by agent: AgentID, disposition: Disposition, resolved: Bool?, note text: BoundedText<NoteLimit>?,
        at now: Instant
    ) throws(DeskError) {
        guard let wrapUp = routing.agents[agent]?.workload.wrapUp(of: id), let index = interactions.index(forKey: id) else {
            throw .notFound
        }
        interactions.values[index].disposition = disposition
        interactions.values[index].resolved = resolved
        if let text { interactions.values[index].note = text }
        if wrapUp.policy.mode == .timedFixed {
            output.changes.append(.interaction(interactions.values[index]))
            _ = routing.changeWrapUp(of: agent, interaction: id) { $0.isFinished = true }
        } else {
            _ = routing.endWrapUp(of: agent, interaction: id, at: now)
        }
        settle(at: now)
    }

    /// Leaves the record unfinished, where the queue allows it.
    public mutating func skipWrapUp(of id: InteractionID, by agent: AgentID, at now: Instant) throws(DeskError) {
        guard let (wrapUp, _) = wrapUp(of: agent, after: id) else { throw .notFound }
        guard wrapUp.canSkip else { throw .notAllowed }
        _ = routing.endWrapUp(of: agent, interaction: id, at: now)
        settle(at: now)
    }

    /// More time, as often as the queue allows it; `overloaded` beyond that.
    public mutating func extendWrapUp(of id: InteractionID, by agent: AgentID, at now: Instant) throws(DeskError) -> WrapUp {
        guard let (wrapUp, interaction) = wrapUp(of: agent, after: id) else { throw .notFound }
        guard wrapUp.canExtend else { throw .overloaded }
        let changed = routing.changeWrapUp(of: agent, interaction: id) { wrapUp in
            wrapUp.extensionsUsed += 1
            wrapUp.deadline = wrapUp.deadline + .seconds(wrapUp.policy.extensionSeconds)
        }
        guard let changed else { throw .notFound }
        note(.wrapUpExtended(interaction: id, agent: agent, until: changed.deadline), at: now)
        output.effects.append(.wrapUp(agent, changed, interaction))
        settle(at: now)
        return changed
    }

    private func isTaken(_ offer: OfferID, from agent: AgentID) -> Bool {
        // Only who was asked hears it: nobody learns of others' offers by guessing.
        guard let ended = routing.endedOffers[offer], ended.agent == agent, let session = session(of: ended.customer) else { return false }
        return session.ticket.id == ended.ticket && session.agentID != agent
    }

    private func holds(_ agent: AgentID, _ interaction: InteractionID) -> Bool {
        let isIn = seats[Identifier<Person>(agent)].contains { id in
            guard let session = sessions[id], session.interaction == interaction else { return false }
            return session.agentID == agent || session.consult?.colleague == agent
        }
        return isIn || wrapUp(of: agent, after: interaction) != nil
    }
}
