extension ServiceDesk {
    /// A supervisor takes a seat. Nobody supervises two sessions, or one while in a call of their own.
    public mutating func supervise(
        _ id: SessionID, as account: AccountID, name: BoundedText<NameLimit>, mode: SupervisionMode, at now: Instant
    ) throws(DeskError) -> Session {
        let person = Identifier<Person>(account)
        if let held = sessionOfPerson[person] {
            guard held == id, sessions[id]?.participant(of: person)?.role == .supervisor else { throw .alreadyInSession }
            return try setSupervision(mode, in: id, by: account, at: now)
        }
        guard var session = sessions[id], session.mediaPath == .relay else { throw .sessionGone }
        guard session.participants.count < sessionPolicy.maximumParticipants else { throw .overloaded }
        if let agent = agent(account) {
            guard agent.workload == .idle else { throw .alreadyInSession }
            // Who listens is not offered a customer at the same time.
            if agent.activity.kind == .available { _ = try setActivity(.away, of: account, at: now) }
        }
        let participant = Participant(
            id: ParticipantID(using: &routing.generator), role: .supervisor, mode: mode, person: person, name: name, presence: .attached)
        session.others.append(participant)
        sessionOfPerson[person] = id
        note(.supervision(session: id, account: account, mode: mode), at: now)
        store(session, at: now)
        return session
    }

    public mutating func setSupervision(_ mode: SupervisionMode, in id: SessionID, by account: AccountID, at now: Instant)
        throws(DeskError) -> Session
    {
        var (session, participant) = try seat(of: Identifier<Person>(account), in: id)
        guard participant.role == .supervisor else { throw .notAllowed }
        guard participant.mode != mode else { return session }
        session.update(participant.id) { $0.mode = mode }
        note(.supervision(session: id, account: account, mode: mode), at: now)
        store(session, at: now)
        return session
    }

    /// The supervisor becomes the agent; the former agent leaves without wrap-up. The interaction goes on with another segment.
    public mutating func takeOver(_ id: SessionID, by account: AccountID, at now: Instant) throws(DeskError) -> Session {
        var (session, participant) = try seat(of: Identifier<Person>(account), in: id)
        guard participant.role == .supervisor else { throw .notAllowed }
        let former = session.agentID
        guard routing.beginCall(of: account, session: id, at: now) else { throw .alreadyInSession }
        session.others.removeAll { $0.id == participant.id }
        participant.role = .agent
        participant.mode = nil
        session.agent = participant
        session.hold = nil
        session.refresh(at: now)
        note(.takenOver(session: id, from: former, to: account), at: now)
        routing.endCall(of: former, wrapUp: nil, at: now)
        if session.state == .live { enterSegment(.talk, of: session, at: now) }
        store(session, at: now)
        settle(at: now)
        return session
    }
}
