/// One agent after another in a living session; see `Handover`. Begun by what it is for, ended wherever a session is kept (`store`).
extension ServiceDesk {
    /// `participant`'s page gets what the newcomer sends with this epoch. Nothing happens when that is not asked any more.
    public mutating func received(
        _ newcomer: ParticipantID, epoch: Int, by person: Identifier<Person>, in id: SessionID, at now: Instant
    ) throws(DeskError) {
        var (session, participant) = try seat(of: person, in: id)
        guard let handover = session.handover, handover.newcomer == newcomer, session.newcomer?.epoch == epoch else { return }
        guard participant.mayRemain, !handover.receivers.contains(participant.id) else { return }
        session.handover?.receivers.append(participant.id)
        store(session, at: now)
    }

    /// - Throws: `alreadyInSession` when the newcomer has other work, `notAllowed` while somebody else is on the way.
    mutating func beginHandover(_ cause: Handover.Cause, to newcomer: Participant, in session: inout Session, at now: Instant)
        throws(DeskError)
    {
        guard session.handover == nil else { throw .notAllowed }
        // From now on: nobody who is on the way is offered something else.
        guard routing.beginCall(of: AgentID(newcomer.person), session: session.id, at: now) else { throw .alreadyInSession }
        session.handover = Handover(cause, to: newcomer, since: now, deadline: now + sessionPolicy.handover)
        note(.handoverBegun(session: session.id, cause: cause, from: session.agentID, to: AgentID(newcomer.person)), at: now)
    }

    /// Ends what has come to its end. Returns whether it did: agents are free then.
    mutating func followHandover(of session: inout Session, at now: Instant) -> Bool {
        guard let ending = session.handoverEnding else { return false }
        endHandover(of: &session, ending, at: now)
        return true
    }

    /// The bounded time is over: whoever is connected by now has the call.
    mutating func expireHandover(of session: inout Session, at now: Instant) {
        guard let handover = session.handover, handover.deadline <= now else { return }
        endHandover(of: &session, session.newcomer?.report == .connected ? .overdue : .newcomerLost, at: now)
    }

    mutating func endHandover(of session: inout Session, _ ending: Handover.Ending, at now: Instant) {
        guard let handover = session.handover else { return }
        session.handover = nil
        note(.handoverEnded(session: session.id, to: handover.account, ending: ending), at: now)
        switch ending {
        case .received, .overdue, .agentLeft: complete(handover, in: &session, at: now)
        case .withdrawn, .newcomerLost, .sessionEnded:
            // Who is not taken for the agent is not left open to all by mistake.
            session.update(handover.newcomer) { if $0.role == .supervisor { $0.mode = .monitor } }
            routing.endCall(of: handover.account, in: session.id, wrapUp: nil, at: now)
        }
    }

    private mutating func complete(_ handover: Handover, in session: inout Session, at now: Instant) {
        guard var newcomer = session.participant(handover.newcomer) else { return }
        let (former, state) = (session.agentID, session.state)
        session.others.removeAll { $0.id == newcomer.id }
        newcomer.role = .agent
        newcomer.mode = nil
        session.agent = newcomer
        session.hold = nil
        session.refresh(at: now)
        switch handover.cause {
        case .takeover:
            note(.takenOver(session: session.id, from: former, to: handover.account), at: now)
            routing.endCall(of: former, in: session.id, wrapUp: nil, at: now)
        }
        // Another state brings its own segment.
        if session.state == .live, state == .live { enterSegment(.talk, of: session, at: now) }
    }
}
