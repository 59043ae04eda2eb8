extension ServiceDesk {
    public mutating func attachAgent(_ id: AgentID, name: BoundedText<NameLimit>, at now: Instant) {
        routing.attachAgent(id, name: name, at: now)
        setAttached(true, person: Identifier<Person>(id), at: now)
        settle(at: now)
    }

    public mutating func detachAgent(_ id: AgentID, at now: Instant) {
        routing.detachAgent(id, at: now)
        setAttached(false, person: Identifier<Person>(id), at: now)
        settle(at: now)
    }

    public mutating func setActivity(_ activity: Activity, of id: AgentID, at now: Instant) throws(DeskError) -> Agent {
        guard let before = agent(id) else { throw .notFound }
        if before.activity != activity { note(.agentActivity(agent: id, activity: activity), at: now) }
        routing.setActivity(activity, of: id, at: now)
        let chosen = agent(id) ?? before
        settle(at: now)
        return chosen
    }

    /// First come, first served: a late accept is `offerGone`. Accepting again what one already has returns the session.
    public mutating func acceptOffer(_ offer: OfferID, by agent: AgentID, at now: Instant) throws(DeskError) -> Session {
        if let held = session(ofAgent: agent), held.ticket.state == .offered(offer) { return held }
        if sessionOfPerson[Identifier<Person>(agent)] != nil { throw .alreadyInSession }
        routing.settle(at: now)
        let id = SessionID(using: &routing.generator)
        let taken = routing.accept(offer, by: agent, session: id, at: now)
        guard let ticket = taken, let taker = self.agent(agent) else {
            settle(at: now)
            throw .offerGone
        }
        let session = Session(
            id: id, ticket: ticket, agent: taker,
            participants: (ParticipantID(using: &routing.generator), ParticipantID(using: &routing.generator)),
            policy: sessionPolicy, at: now)
        sessionOfPerson[session.customer.person] = id
        sessionOfPerson[session.agent.person] = id
        if var interaction = interactions[ticket.interaction] {
            if interaction.answeredAt == nil { interaction.answeredAt = now }
            interaction.enterSegment(.talk, agent: agent, at: now)
            store(interaction)
        }
        note(.sessionStarted(session: id, interaction: ticket.interaction, agent: agent), at: now)
        settle(at: now)
        store(session, at: now)
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

    public mutating func finishWrapUp(
        of id: InteractionID, by agent: AgentID, disposition: Disposition, resolved: Bool?, note text: BoundedText<NoteLimit>?,
        at now: Instant
    ) throws(DeskError) {
        guard var interaction = interactions[id], wrapUp(of: agent)?.wrapUp.interaction == id else { throw .notFound }
        interaction.disposition = disposition
        interaction.resolved = resolved
        if let text { interaction.note = text }
        interactions[id] = interaction
        _ = routing.endWrapUp(of: agent, interaction: id, at: now)
        settle(at: now)
    }

    private func holds(_ agent: AgentID, _ interaction: InteractionID) -> Bool {
        session(ofAgent: agent)?.interaction == interaction || wrapUp(of: agent)?.wrapUp.interaction == interaction
    }
}
