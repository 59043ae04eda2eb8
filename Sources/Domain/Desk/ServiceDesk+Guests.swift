extension ServiceDesk {
    /// The agent makes a link for one guest. `digest`: of the link's secret.
    public mutating func createInvite(
        digest: String, name: BoundedText<NameLimit>?, lifetime: Duration?, in id: SessionID, by person: Identifier<Person>, at now: Instant
    ) throws(DeskError) -> Invite {
        var (session, participant) = try seat(of: person, in: id)
        guard participant.role == .agent, session.mediaPath == .relay else { throw .notAllowed }
        guard session.invites.count < sessionPolicy.maximumInvites else { throw .overloaded }
        let lifetime = min(lifetime ?? sessionPolicy.inviteLifetime, sessionPolicy.maximumInviteLifetime)
        let invite = Invite(id: InviteID(using: &routing.generator), digest: digest, name: name, expiresAt: now + lifetime)
        session.invites.append(invite)
        note(.inviteCreated(session: id, invite: invite.id), at: now)
        store(session, at: now)
        return invite
    }

    /// Also sends away who came with it.
    public mutating func revokeInvite(_ invite: InviteID, in id: SessionID, by person: Identifier<Person>, at now: Instant)
        throws(DeskError) -> Session
    {
        var (session, participant) = try seat(of: person, in: id)
        guard participant.role == .agent else { throw .notAllowed }
        guard let index = session.invites.firstIndex(where: { $0.id == invite }) else { throw .notFound }
        session.invites[index].isRevoked = true
        if let guest = session.invites[index].guest { session.others.removeAll { $0.id == guest } }
        note(.inviteRevoked(session: id, invite: invite), at: now)
        store(session, at: now)
        return session
    }

    /// Somebody opened the link: a guest takes the invite's one seat, or comes back to it.
    public mutating func admitGuest(digest: String, name: BoundedText<NameLimit>?, at now: Instant) throws(DeskError) -> (GuestID, Session)
    {
        for var session in sessions.values {
            guard let index = session.invites.firstIndex(where: { $0.digest == digest }) else { continue }
            // Whoever is in the session may come back to it after the link's time.
            if !session.invites[index].isRevoked, let known = session.invites[index].guest.flatMap(session.participant) {
                return (GuestID(known.person), session)
            }
            guard session.invites[index].isOpen(at: now) else { throw .inviteGone }
            guard session.participants.count < sessionPolicy.maximumParticipants else { throw .overloaded }
            let guest = GuestID(using: &routing.generator)
            var participant = Participant(
                id: session.invites[index].guest ?? ParticipantID(using: &routing.generator), role: .guest,
                person: Identifier<Person>(guest), name: name ?? session.invites[index].name, presence: .detached(since: now))
            participant.consents = sessionPolicy.recording.questions(in: session.ticket.queue, at: now)
            session.others.append(participant)
            session.invites[index].guest = participant.id
            seats.sit(participant.person, in: session.id)
            note(.guestAdmitted(session: session.id, participant: participant.id, invite: session.invites[index].id), at: now)
            store(session, at: now)
            return (guest, session)
        }
        throw .inviteGone
    }

    public mutating func setGuest(_ guest: GuestID, attached: Bool, at now: Instant) {
        setAttached(attached, person: Identifier<Person>(guest), at: now)
    }
}
