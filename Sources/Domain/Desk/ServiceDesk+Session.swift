extension ServiceDesk {
    /// A page of this person takes their media in the session; see `Session.join`.
    public mutating func joinSession(_ id: SessionID, as person: Identifier<Person>, epoch: Int?, at now: Instant)
        throws(DeskError) -> Session
    {
        var (session, role) = try seat(of: person, in: id)
        if session.join(role, epoch: epoch, at: now) {
            let participant = session.participant(role)
            note(.participantJoined(session: id, participant: participant.id, epoch: participant.epoch), at: now)
        }
        store(session, at: now)
        return session
    }

    public mutating func report(_ report: Participant.Report, by person: Identifier<Person>, at now: Instant) throws(DeskError) {
        var (session, role) = try seat(of: person)
        guard session.participant(role).report != report else { return }
        session.report(report, by: role, at: now)
        store(session, at: now)
    }

    public mutating func setMedia(_ media: Participant.Media, by person: Identifier<Person>, at now: Instant) throws(DeskError) {
        var (session, role) = try seat(of: person)
        guard session.participant(role).media != media else { return }
        session.setMedia(media, of: role)
        store(session, at: now)
    }

    public mutating func hangUp(_ id: SessionID, by person: Identifier<Person>, at now: Instant) throws(DeskError) {
        var (session, role) = try seat(of: person, in: id)
        session.end(.hangup, by: session.participant(role).id, at: now)
        store(session, at: now)
        settle(at: now)
    }

    /// Adds a message; the same `key` of the same sender again returns what was stored the first time.
    public mutating func sendChat(
        _ text: BoundedText<MessageLimit>, key: BoundedText<NameLimit>, in id: SessionID, by person: Identifier<Person>, at now: Instant
    ) throws(DeskError) -> ChatMessage {
        let (session, role) = try seat(of: person, in: id)
        let sender = session.participant(role)
        if let known = messages[id]?.last(where: { $0.key == key && $0.from == sender.id }) { return known }
        let written = messages[id, default: []]
        guard written.count < sessionPolicy.maximumMessages,
            written.reduce(text.description.utf8.count, { $0 + $1.text.description.utf8.count }) <= sessionPolicy.maximumMessageBytes
        else { throw .overloaded }
        let message = ChatMessage(
            id: Identifier<ChatMessage>(using: &routing.generator), key: key, from: sender.id, role: role, at: now, text: text)
        messages[id, default: []].append(message)
        output.changes.append(.chat(id, session.interaction, message))
        output.effects.append(.chat(session, message))
        note(.chatSent(session: id, message: message.id, from: sender.id), at: now)
        return message
    }

    mutating func setAttached(_ isAttached: Bool, person: Identifier<Person>, role: Participant.Role, at now: Instant) {
        guard let id = sessionOfPerson[person], var session = sessions[id] else { return }
        let before = session
        session.setAttached(isAttached, role, at: now)
        if session != before { store(session, at: now) }
    }

    private func seat(of person: Identifier<Person>, in id: SessionID? = nil) throws(DeskError) -> (Session, Participant.Role) {
        guard let held = sessionOfPerson[person], id == nil || id == held, let session = sessions[held] else { throw .sessionGone }
        return (session, session.customer.person == person ? .customer : .agent)
    }

    /// Keeps the session and everything that follows from its new state.
    mutating func store(_ session: Session, at now: Instant) {
        let before = sessions[session.id]
        sessions[session.id] = session
        output.effects.append(.session(session))
        if before?.state != session.state {
            note(.sessionState(session: session.id, state: session.state), at: now)
            follow(session, at: now)
        }
        guard !session.isEnded else { return }
        output.changes.append(.session(session))
        sessionDeadlines[session.id] = session.deadline(sessionPolicy)
    }

    private mutating func follow(_ session: Session, at now: Instant) {
        switch session.state {
        case .connecting: break
        case .live: enterSegment(.talk, of: session, at: now)
        case .reconnecting: enterSegment(.reconnect, of: session, at: now)
        case .ended(let ending): close(session, ending, at: now)
        }
    }

    private mutating func enterSegment(_ kind: Segment.Kind, of session: Session, at now: Instant) {
        guard var interaction = interactions[session.interaction] else { return }
        interaction.enterSegment(kind, agent: session.agentID, at: now)
        store(interaction)
    }

    private mutating func close(_ session: Session, _ ending: Session.Ending, at now: Instant) {
        sessions[session.id] = nil
        sessionDeadlines[session.id] = nil
        messages[session.id] = nil
        for participant in session.participants { sessionOfPerson[participant.person] = nil }
        output.changes.append(.sessionRemoved(session.id))
        guard var interaction = interactions[session.interaction] else { return }
        interaction.closeSegment(at: now)
        if ending == .agentLost {
            store(interaction)
            requeue(session, at: now)
        } else {
            interaction.endedAt = now
            interaction.outcome = ending == .neverConnected ? .failed : .handled
            interaction.enterSegment(.wrap, agent: session.agentID, at: now)
            store(interaction)
            routing.endCall(of: session.agentID, wrapUp: interaction.id, at: now)
            if let (wrapUp, interaction) = wrapUp(of: session.agentID) {
                output.effects.append(.wrapUp(session.agentID, wrapUp, interaction))
            }
        }
    }

    /// The agent is gone, the customer is not: back into the queue, with the ticket's age.
    private mutating func requeue(_ session: Session, at now: Instant) {
        routing.endCall(of: session.agentID, wrapUp: nil, at: now)
        var ticket = session.ticket
        ticket.state = .waiting
        ticket.notBefore = [:]
        ticket.connectivity =
            session.customer.presence == .attached ? .attached : .detached(until: now + routingPolicy.customerGrace)
        note(.ticketRequeued(ticket: ticket.id, interaction: ticket.interaction, queue: ticket.queue), at: now)
        routing.enqueue(ticket, at: now)
    }
}
