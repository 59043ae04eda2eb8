/// Warm transfers: the agent speaks to a colleague while the customer holds, then hands over (complete), brings all together (off hold), or
/// goes back to the customer (return). It is one interaction; each of them has segments of their own in it.
extension ServiceDesk {
    /// Asks one colleague, or the longest idle of a queue. The customer holds from now on. Who declines or does not answer leaves the
    /// customer with the agent.
    /// - Throws: `agentUnavailable`: nobody who was asked for is free now; `overloaded`: the session is full; `notAllowed`: not the agent,
    ///   not relayed, or a consult or a takeover is under way.
    public mutating func startConsult(_ target: TransferTarget, in id: SessionID, by person: Identifier<Person>, at now: Instant)
        throws(DeskError) -> Session
    {
        var (session, participant) = try seat(of: person, in: id)
        guard participant.role == .agent, session.mediaPath == .relay else { throw .notAllowed }
        guard session.consult == nil, session.handover == nil else { throw .notAllowed }
        guard session.participants.count < sessionPolicy.maximumParticipants else { throw .overloaded }
        let colleague = try colleague(for: target)
        let request = ConsultRequest(session: id, by: participant.name)
        let offer = routing.offerConsult(request, of: session.ticket, to: colleague.id, at: now)
        session.consult = Consult(colleague: colleague.id, name: colleague.name, target: target, offer: offer.id, since: now)
        if session.hold == nil { session.hold = Session.Hold(since: now, by: participant.id) }
        note(.consultStarted(session: id, interaction: session.interaction, from: session.agentID, colleague: colleague.id), at: now)
        if session.state == .live { enterSegment(.hold, of: session, at: now) }
        store(session, at: now)
        settle(at: now)
        return sessions[id] ?? session
    }

    /// The colleague becomes the agent and has the customer; the former agent wraps up.
    public mutating func completeConsult(in id: SessionID, by person: Identifier<Person>, at now: Instant) throws(DeskError) -> Session {
        let (session, participant) = try seat(of: person, in: id)
        guard participant.role == .agent, session.consult?.state == .joined, session.handover == nil else { throw .notAllowed }
        return complete(session, wrapsUp: true, at: now)
    }

    /// The agent takes the question back or sends the colleague away, and the customer is off hold.
    public mutating func returnFromConsult(in id: SessionID, by person: Identifier<Person>, at now: Instant) throws(DeskError) -> Session {
        var (session, participant) = try seat(of: person, in: id)
        guard participant.role == .agent, let consult = session.consult else { throw .notAllowed }
        session.endConsult()
        session.hold = nil
        if session.state == .live { enterSegment(.talk, of: session, at: now) }
        endConsult(consult, of: session, .returned, at: now)
        store(session, at: now)
        settle(at: now)
        return sessions[id] ?? session
    }

    private func colleague(for target: TransferTarget) throws(DeskError) -> Agent {
        let colleague: Agent?
        switch target {
        case .agent(let id): colleague = routing.agents[id].flatMap { $0.canTake(.video) ? $0 : nil }
        case .queue(let queue):
            guard plan.contains(queue) || !plan.isPlanned else { throw .notFound }
            colleague = routing.longestIdle(serving: queue)
        }
        // Whoever supervises a session may be free for the queue and has no second seat.
        guard let colleague, call(of: Identifier<Person>(colleague.id)) == nil else { throw .agentUnavailable }
        return colleague
    }

    /// The colleague accepts. `nil`: the offer is not one of a consult.
    mutating func joinConsult(_ offer: OfferID, by agent: AgentID, at now: Instant) throws(DeskError) -> Session? {
        if let held = call(of: Identifier<Person>(agent)), held.consult?.offer == offer, held.consult?.colleague == agent {
            return held
        }
        guard let id = routing.offers[offer]?.consult?.session else { return nil }
        guard var session = sessions[id], session.consult?.offer == offer, let taker = routing.acceptConsult(offer, by: agent) else {
            throw .offerGone
        }
        guard session.participants.count < sessionPolicy.maximumParticipants else {
            routing.endCall(of: agent, in: id, wrapUp: nil, at: now)
            settle(at: now)
            throw .overloaded
        }
        session.consult?.state = .joined
        session.consult?.since = now
        let presence: Participant.Presence = taker.connectivity == .attached ? .attached : .detached(since: now)
        let seat = Participant(
            id: ParticipantID(using: &routing.generator), role: .consulted, person: Identifier<Person>(agent), name: taker.name,
            presence: presence)
        session.others.append(seat)
        seats.sit(seat.person, in: id)
        if var interaction = interactions[session.interaction] {
            interaction.beginConsult(agent: agent, at: now)
            store(interaction)
        }
        note(.consultJoined(session: id, colleague: agent), at: now)
        settle(at: now)
        store(session, at: now)
        tellChat(of: session, to: seat)
        return session
    }

    /// The former agent wraps up, unless they were lost.
    mutating func complete(_ before: Session, wrapsUp: Bool, at now: Instant) -> Session {
        var session = before
        session.handOver(at: now)
        return handedOver(session, from: before, wrapsUp: wrapsUp, at: now)
    }

    /// The session has another agent than `before`: the one who was consulted.
    mutating func handedOver(_ session: Session, from before: Session, wrapsUp: Bool, at now: Instant) -> Session {
        let former = before.agentID
        if var interaction = interactions[session.interaction] {
            interaction.endConsult(agent: session.agentID, at: now)
            if wrapsUp { interaction.enterSegment(.wrap, agent: former, at: now) }
            store(interaction)
        }
        note(.consultEnded(session: session.id, colleague: session.agentID, ending: .completed), at: now)
        routing.endCall(of: former, in: session.id, wrapUp: wrapsUp ? (session.interaction, session.ticket.queue) : nil, at: now)
        enterSegment(session.state == .reconnecting ? .reconnect : .talk, of: session, at: now)
        store(session, at: now)
        if let (wrapUp, interaction) = wrapUp(of: former, after: session.interaction) {
            output.effects.append(.wrapUp(former, wrapUp, interaction))
        }
        settle(at: now)
        return sessions[session.id] ?? session
    }

    /// Frees the colleague of a consult that the session no longer has, and tells the agent why.
    mutating func endConsult(_ consult: Consult, of session: Session, _ ending: ConsultEnding, at now: Instant) {
        switch consult.state {
        case .asking: routing.endOffer(consult.offer, .rescinded, at: now)
        case .joined:
            routing.endCall(of: consult.colleague, in: session.id, wrapUp: nil, at: now)
            if var interaction = interactions[session.interaction] {
                interaction.endConsult(agent: consult.colleague, at: now)
                store(interaction)
            }
        }
        note(.consultEnded(session: session.id, colleague: consult.colleague, ending: ending), at: now)
        output.effects.append(.consultEnded(session, consult, ending))
    }

    /// The colleague's offer ended without their accepting: the customer stays with the agent.
    mutating func consultOfferEnded(_ offer: Offer, _ result: OfferResult, at now: Instant) {
        guard let id = offer.consult?.session, var session = sessions[id], let consult = session.consult, consult.offer == offer.id,
            consult.state == .asking, result != .accepted
        else { return }
        let ending: ConsultEnding =
            switch result {
            case .rejected: .declined
            case .timeout: .missed
            case .accepted, .rescinded, .taken: .unavailable
            }
        session.endConsult()
        note(.consultEnded(session: id, colleague: consult.colleague, ending: ending), at: now)
        output.effects.append(.consultEnded(session, consult, ending))
        store(session, at: now)
    }

    /// The colleague has no seat any more: they left, or were away too long.
    mutating func followColleague(of session: inout Session, at now: Instant) {
        guard let consult = session.consult, consult.state == .joined, session.consulted == nil, !session.isEnded else { return }
        session.consult = nil
        endConsult(consult, of: session, .left, at: now)
    }
}
