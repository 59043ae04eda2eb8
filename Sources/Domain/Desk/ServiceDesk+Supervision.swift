extension ServiceDesk {
    /// A supervisor takes a seat. Nobody supervises two sessions, or one while in a call of their own.
    public mutating func supervise(
        _ id: SessionID, as account: AccountID, name: BoundedText<NameLimit>, mode: SupervisionMode, at now: Instant
    ) throws(DeskError) -> Session {
        let person = Identifier<Person>(account)
        if !seats[person].isEmpty {
            guard seats.has(person, in: id), sessions[id]?.participant(of: person)?.role == .supervisor else { throw .alreadyInSession }
            return try setSupervision(mode, in: id, by: account, at: now)
        }
        guard var session = sessions[id] else { throw .sessionGone }
        guard session.medium == .video else { throw .notAllowed }
        guard session.mediaPath == .relay else { throw .sessionGone }
        guard session.participants.count < sessionPolicy.maximumParticipants else { throw .overloaded }
        if let agent = agent(account) {
            guard agent.workload.isIdle else { throw .alreadyInSession }
            // Who listens is not offered a customer at the same time.
            if agent.activity.kind == .available { _ = try setActivity(.away, of: account, at: now) }
        }
        let participant = Participant(
            id: ParticipantID(using: &routing.generator), role: .supervisor, mode: mode, person: person, name: name, presence: .attached)
        session.others.append(participant)
        seats.sit(person, in: id)
        note(.supervision(session: id, account: account, mode: mode), at: now)
        store(session, at: now)
        tellChat(of: session, to: participant)
        return session
    }

    public mutating func setSupervision(_ mode: SupervisionMode, in id: SessionID, by account: AccountID, at now: Instant)
        throws(DeskError) -> Session
    {
        var (session, participant) = try seat(of: Identifier<Person>(account), in: id)
        guard participant.role == .supervisor else { throw .notAllowed }
        let isOnTheWay = session.handover?.newcomer == participant.id
        guard participant.mode != mode || isOnTheWay else { return session }
        if isOnTheWay { endHandover(of: &session, .withdrawn, at: now) }
        session.update(participant.id) { $0.mode = mode }
        note(.supervision(session: id, account: account, mode: mode), at: now)
        store(session, at: now)
        settle(at: now)
        return session
    }

    /// The supervisor is about to become the agent, without the hold if there is one; until they are received by all, everybody hears and
    /// sees both. The interaction goes on with another segment, the former agent leaves without wrap-up. `setSupervision` takes it back.
    public mutating func takeOver(_ id: SessionID, by account: AccountID, at now: Instant) throws(DeskError) -> Session {
        var (session, participant) = try seat(of: Identifier<Person>(account), in: id)
        guard participant.role == .supervisor else { throw .notAllowed }
        if session.handover?.newcomer == participant.id { return session }
        try beginHandover(.takeover, to: participant, in: &session, at: now)
        session.update(participant.id) { $0.mode = .barge }
        if participant.mode != .barge { note(.supervision(session: id, account: account, mode: .barge), at: now) }
        store(session, at: now)
        settle(at: now)
        return sessions[id] ?? session
    }
}
