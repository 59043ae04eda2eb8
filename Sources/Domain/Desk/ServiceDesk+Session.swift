extension ServiceDesk {
    /// A page of this person takes their media in the session; see `Session.join`.
    public mutating func joinSession(_ id: SessionID, as person: Identifier<Person>, epoch: Int?, at now: Instant)
        throws(DeskError) -> Session
    {
        var (session, participant) = try seat(of: person, in: id)
        guard session.medium == .video else { throw .notAllowed }
        if session.join(participant.id, epoch: epoch, at: now) {
            note(.participantJoined(session: id, participant: participant.id, epoch: participant.epoch + 1), at: now)
        }
        store(session, at: now)
        return session
    }

    public mutating func report(_ report: Participant.Report, by person: Identifier<Person>, at now: Instant) throws(DeskError) {
        var (session, participant) = try callSeat(of: person)
        guard participant.report != report else { return }
        session.report(report, by: participant.id, at: now)
        store(session, at: now)
    }

    /// What the relay sees of a participant's transport; ignored when it is about an earlier one.
    public mutating func relayReported(
        _ report: Participant.Report, of participant: ParticipantID, epoch: Int, in id: SessionID, at now: Instant
    ) {
        guard var session = sessions[id], let seat = session.participant(participant), seat.epoch == epoch, seat.report != report else {
            return
        }
        session.report(report, by: participant, at: now)
        store(session, at: now)
    }

    public mutating func setMedia(_ media: Participant.Media, by person: Identifier<Person>, at now: Instant) throws(DeskError) {
        var (session, participant) = try callSeat(of: person)
        guard participant.media != media else { return }
        session.setMedia(media, of: participant.id)
        store(session, at: now)
    }

    /// Customer and agent end the session for all, except that an agent whose call is being handed over, or who consults a colleague, leaves
    /// the customer to them. Everybody else leaves it.
    public mutating func hangUp(_ id: SessionID, by person: Identifier<Person>, at now: Instant) throws(DeskError) {
        var (session, participant) = try seat(of: person, in: id)
        switch participant.role {
        // Whoever is on the way to take the call has it.
        case .agent where session.handover != nil: endHandover(of: &session, .agentLeft, at: now)
        case .agent where session.consult?.state == .joined:
            _ = complete(session, wrapsUp: true, at: now)
            return
        case .customer, .agent: session.end(.hangup, by: participant.id, at: now)
        case .guest, .supervisor, .consulted: session.others.removeAll { $0.id == participant.id }
        }
        store(session, at: now)
        settle(at: now)
    }

    /// The agent parks the customer, or takes them back.
    public mutating func setHold(_ isOn: Bool, in id: SessionID, by person: Identifier<Person>, at now: Instant) throws(DeskError)
        -> Session
    {
        var (session, participant) = try seat(of: person, in: id)
        guard participant.role == .agent, session.mediaPath == .relay else { throw .notAllowed }
        guard (session.hold != nil) != isOn else { return session }
        session.hold = isOn ? Session.Hold(since: now, by: participant.id) : nil
        note(.hold(session: id, on: isOn), at: now)
        if session.state == .live { enterSegment(isOn ? .hold : .talk, of: session, at: now) }
        store(session, at: now)
        return session
    }

    /// Whoever takes a seat in a session that is going on reads what was written before; those who come with a page of their own get it
    /// with the page's snapshot.
    mutating func tellChat(of session: Session, to participant: Participant) {
        if let written = messages[session.interaction], !written.isEmpty {
            output.effects.append(.chatSoFar(session, participant, written))
        }
    }

    /// Adds a message; the same `key` of the same sender again returns what was stored the first time.
    public mutating func sendChat(
        _ text: BoundedText<MessageLimit>, key: BoundedText<NameLimit>, in id: SessionID, by person: Identifier<Person>, at now: Instant
    ) throws(DeskError) -> ChatMessage {
        let (session, sender) = try seat(of: person, in: id)
        // Whoever is not seen is not read either.
        if sender.role == .supervisor, sender.mode != .barge { throw .notAllowed }
        if let known = messages[session.interaction]?.last(where: { $0.key == key && $0.from == sender.id }) { return known }
        let written = messages[session.interaction, default: []].filter { $0.at >= session.startedAt }
        guard written.count < sessionPolicy.maximumMessages,
            written.reduce(text.description.utf8.count, { $0 + $1.text.description.utf8.count }) <= sessionPolicy.maximumMessageBytes
        else { throw .overloaded }
        let message = ChatMessage(
            id: Identifier<ChatMessage>(using: &routing.generator), key: key, from: sender.id, role: sender.role,
            name: sender.name, at: now, text: text)
        messages[session.interaction, default: []].append(message)
        output.changes.append(.chat(id, session.interaction, message))
        output.effects.append(.chat(session, message))
        note(.chatSent(session: id, message: message.id, from: sender.id), at: now)
        return message
    }

    mutating func setAttached(_ isAttached: Bool, person: Identifier<Person>, at now: Instant) {
        for id in seats[person] {
            guard var session = sessions[id], let participant = session.participant(of: person) else { continue }
            let before = session
            session.setAttached(isAttached, participant.id, at: now)
            if session != before { store(session, at: now) }
        }
    }

    func seat(of person: Identifier<Person>, in id: SessionID) throws(DeskError) -> (Session, Participant) {
        guard seats.has(person, in: id), let session = sessions[id], let participant = session.participant(of: person) else {
            throw .sessionGone
        }
        return (session, participant)
    }

    /// In the one session with media that they may have.
    private func callSeat(of person: Identifier<Person>) throws(DeskError) -> (Session, Participant) {
        guard let call = call(of: person), let participant = call.participant(of: person) else { throw .sessionGone }
        return (call, participant)
    }

    /// Keeps a session that is new, from whose state nothing follows.
    mutating func begin(_ session: Session, at now: Instant) {
        sessions[session.id] = session
        output.effects.append(.session(session))
        note(.sessionState(session: session.id, state: session.state), at: now)
        output.changes.append(.session(session))
        sessionDeadlines[session.id] = session.deadline(sessionPolicy)
    }

    /// Keeps the session and everything that follows from its new state.
    mutating func store(_ session: Session, at now: Instant) {
        let before = sessions[session.id]
        var session = session
        followColleague(of: &session, at: now)
        let hasFreed = followHandover(of: &session, at: now)
        defer { if hasFreed { settle(at: now) } }
        announceRecording(of: &session, at: now)
        sessions[session.id] = session
        output.effects.append(.session(session))
        if let before { dismiss(from: before, to: session, at: now) }
        if before?.state != session.state {
            note(.sessionState(session: session.id, state: session.state), at: now)
            follow(session, at: now)
        }
        guard !session.isEnded else { return }
        output.changes.append(.session(session))
        sessionDeadlines[session.id] = session.deadline(sessionPolicy)
    }

    /// Tells those who are no longer in the session.
    private mutating func dismiss(from before: Session, to session: Session, at now: Instant) {
        for gone in before.participants where session.participant(of: gone.person) == nil {
            seats.leave(gone.person, before.id)
            closeQuality(of: gone, in: session)
            output.effects.append(.dismissed(before, gone, dismissal(of: gone, from: session, before: before, at: now)))
            note(.participantLeft(session: session.id, participant: gone.id, role: gone.role), at: now)
        }
    }

    private func dismissal(of gone: Participant, from session: Session, before: Session, at now: Instant) -> Dismissal {
        if gone.role == .agent { return before.consulted?.person == session.agent.person ? .transferred : .takenOver }
        if session.invites.contains(where: { $0.guest == gone.id && $0.isRevoked }) { return .sentAway }
        if case .detached(let since) = gone.presence, since + sessionPolicy.reconnecting <= now { return .lost }
        return .left
    }

    private mutating func follow(_ session: Session, at now: Instant) {
        switch session.state {
        case .connecting: break
        case .live: enterSegment(session.hold == nil ? .talk : .hold, of: session, at: now)
        case .reconnecting: enterSegment(.reconnect, of: session, at: now)
        case .ended(let ending): close(session, ending, at: now)
        }
    }

    mutating func enterSegment(_ kind: Segment.Kind, of session: Session, at now: Instant) {
        guard var interaction = interactions[session.interaction] else { return }
        interaction.enterSegment(kind, agent: session.agentID, at: now)
        store(interaction)
    }

    private mutating func close(_ session: Session, _ ending: Session.Ending, at now: Instant) {
        if let consult = session.consult { endConsult(consult, of: session, .sessionEnded, at: now) }
        sessions[session.id] = nil
        sessionDeadlines[session.id] = nil
        for participant in session.participants {
            seats.leave(participant.person, session.id)
            closeQuality(of: participant, in: session)
        }
        output.changes.append(.sessionRemoved(session.id))
        guard var interaction = interactions[session.interaction] else { return }
        interaction.closeSegment(at: now)
        if ending == .agentLost {
            store(interaction)
            requeue(session, at: now)
        } else {
            // A customer who is sent on is still being served.
            if ending != .transferred {
                interaction.endedAt = now
                interaction.outcome = ending == .neverConnected ? .failed : .handled
            }
            interaction.enterSegment(.wrap, agent: session.agentID, at: now)
            store(interaction)
            routing.endCall(of: session.agentID, in: session.id, wrapUp: (interaction.id, session.ticket.queue), at: now)
            if let (wrapUp, interaction) = wrapUp(of: session.agentID, after: interaction.id) {
                output.effects.append(.wrapUp(session.agentID, wrapUp, interaction))
            }
        }
    }

    /// The agent is gone, the customer is not: back into the queue, with the ticket's age.
    private mutating func requeue(_ session: Session, at now: Instant) {
        routing.endCall(of: session.agentID, in: session.id, wrapUp: nil, at: now)
        enqueue(returning(session, at: now), at: now)
    }

    /// The session's ticket, waiting once more.
    func returning(_ session: Session, at now: Instant) -> Ticket {
        var ticket = session.ticket
        ticket.state = .waiting
        ticket.notBefore = [:]
        ticket.direct = nil
        ticket.turnaway = nil
        ticket.connectivity =
            session.customer.presence == .attached ? .attached : .detached(until: now + routingPolicy.grace(in: session.medium))
        return ticket
    }

    mutating func enqueue(_ ticket: Ticket, at now: Instant) {
        routing.enqueue(ticket, .returned, at: now)
        let queue = routing.tickets[ticket.id]?.queue ?? ticket.queue
        if var interaction = interactions[ticket.interaction], interaction.queue != queue {
            interaction.queue = queue
            store(interaction)
        }
        note(.ticketRequeued(ticket: ticket.id, interaction: ticket.interaction, queue: queue), at: now)
    }
}
