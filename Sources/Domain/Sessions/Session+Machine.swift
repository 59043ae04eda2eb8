/// The session's life as a pure machine: each input is a method that takes the time; `deadline` says when to call `expire`.
extension Session {
    init(
        id: SessionID, ticket: Ticket, agent: Agent, participants: (customer: ParticipantID, agent: ParticipantID), policy: SessionPolicy,
        at now: Instant
    ) {
        let isCall = ticket.medium == .video
        var customer = Participant(
            id: participants.customer, role: .customer, person: Identifier<Person>(ticket.customer), name: ticket.caller.customer.name,
            presence: Self.presence(ticket.connectivity, at: now))
        if isCall { customer.consents = policy.recording.questions(in: ticket.queue, at: now) }
        self.init(
            id: id, interaction: ticket.interaction, ticket: ticket, mediaPath: isCall ? policy.mediaPath : .none, startedAt: now,
            customer: customer,
            agent: Participant(
                id: participants.agent, role: .agent, person: Identifier<Person>(agent.id), name: agent.name,
                presence: Self.presence(agent.connectivity, at: now)))
        // Nothing has to be connected before one can write.
        if !isCall { state = .live }
    }

    private static func presence(_ connectivity: Connectivity, at now: Instant) -> Participant.Presence {
        connectivity == .attached ? .attached : .detached(since: now)
    }

    /// A page takes the participant's media. It goes on with the same epoch when it carried it already (`epoch` is current),
    /// otherwise the epoch grows. Returns whether it grew.
    mutating func join(_ id: ParticipantID, epoch: Int?, at now: Instant) -> Bool {
        var grew = false
        update(id) { participant in
            participant.presence = .attached
            if let epoch, epoch > 0, epoch == participant.epoch { return }
            participant.epoch += 1
            participant.report = .connecting
            grew = true
        }
        if grew {
            handover?.renewed(id)
            refresh(at: now)
        }
        return grew
    }

    mutating func report(_ report: Participant.Report, by id: ParticipantID, at now: Instant) {
        update(id) { $0.report = report }
        refresh(at: now)
    }

    mutating func setMedia(_ media: Participant.Media, of id: ParticipantID) {
        update(id) { $0.media = media }
    }

    mutating func setAttached(_ isAttached: Bool, _ id: ParticipantID, at now: Instant) {
        update(id) { participant in
            switch (participant.presence, isAttached) {
            case (.detached, true): participant.presence = .attached
            case (.attached, false): participant.presence = .detached(since: now)
            default: break
            }
        }
    }

    mutating func end(_ ending: Ending, by participant: ParticipantID?, at now: Instant) {
        guard !isEnded else { return }
        endedBy = participant
        if let participant { update(participant) { $0.presence = .left } }
        enter(.ended(ending), at: now)
    }

    /// Derives the state from what both sides report.
    mutating func refresh(at now: Instant) {
        guard medium == .video else { return }
        let isConnected = customer.report == .connected && agent.report == .connected
        switch state {
        case .connecting where isConnected, .reconnecting where isConnected: enter(.live, at: now)
        case .live where !isConnected: enter(.reconnecting, at: now)
        default: break
        }
    }

    private mutating func enter(_ next: State, at now: Instant) {
        state = next
        since = now
    }

    /// When `expire` is due. A browser that lost the hub does not end a call whose media still flows: as long as the other side, being
    /// there, reports `connected`, the absent side's time starts anew at each look.
    func deadline(_ policy: SessionPolicy) -> Instant? {
        var due = handover?.deadline
        func end(at instant: Instant) { due = min(due ?? instant, instant) }
        switch state {
        case .connecting: end(at: since + policy.connecting)
        case .reconnecting: end(at: since + policy.reconnecting)
        case .live: break
        case .ended: return nil
        }
        func waitFor(_ participant: borrowing Participant) {
            if case .detached(let since) = participant.presence { end(at: since + grace(of: participant, policy)) }
        }
        waitFor(customer)
        waitFor(agent)
        for other in others { waitFor(other) }
        return due
    }

    /// Ends the session if its time is up; otherwise grants more time where media still flows. Guests and supervisors who stayed away
    /// too long are no longer in it.
    mutating func expire(_ policy: SessionPolicy, at now: Instant) {
        guard !isEnded else { return }
        others = others.compactMap { other in
            guard isLost(other, policy, at: now) else { return other }
            // As for customer and agent: what the relay still carries is not cut because a page has lost the hub.
            guard mediaPath == .relay, other.report == .connected else { return nil }
            var other = other
            other.presence = .detached(since: now)
            return other
        }
        let customerIsLost = isLost(customer, policy, at: now)
        let agentIsLost = isLost(agent, policy, at: now)
        let isOverdue =
            switch state {
            case .connecting: since + policy.connecting <= now
            case .reconnecting: since + policy.reconnecting <= now
            case .live, .ended: false
            }
        switch (customerIsLost, agentIsLost) {
        case (true, true): end(.bothLost, by: nil, at: now)
        case (true, false) where !mediaFlows(from: customer, to: agent): end(.customerLost, by: customer.id, at: now)
        // A colleague who is consulted is there for the customer.
        case (false, true) where !mediaFlows(from: agent, to: customer) && consulted != nil: handOver(at: now)
        case (false, true) where !mediaFlows(from: agent, to: customer): end(.agentLost, by: agent.id, at: now)
        case (true, false): customer.presence = .detached(since: now)
        case (false, true): agent.presence = .detached(since: now)
        case (false, false) where isOverdue: end(overdueEnding, by: nil, at: now)
        case (false, false): break
        }
    }

    private var overdueEnding: Ending {
        switch (customer.presence, agent.presence) {
        case (.attached, .attached): state == .connecting ? .neverConnected : .mediaLost
        case (.attached, _): .agentLost
        case (_, .attached): .customerLost
        default: .bothLost
        }
    }

    /// Direct: the other side sees it. Relayed: the relay does, and reports for the one whose page is silent.
    private func mediaFlows(from absent: Participant, to other: Participant) -> Bool {
        medium == .video && state == .live && other.presence == .attached && other.report == .connected
            && (mediaPath == .direct || absent.report == .connected)
    }

    private func isLost(_ participant: Participant, _ policy: SessionPolicy, at now: Instant) -> Bool {
        if case .detached(let since) = participant.presence { return since + grace(of: participant, policy) <= now }
        return false
    }

    /// How long this participant's browser may be away. Who chats looks at other pages, and puts the phone away, meanwhile.
    private func grace(of participant: Participant, _ policy: SessionPolicy) -> Duration {
        medium == .chat && participant.role == .customer ? policy.chatAbsence : policy.reconnecting
    }
}
