import Domain

/// The desk's doings as an outsider sees them: what it said and stored, compared with what it is.
struct SimulationLedger {
    private(set) var interactions: [InteractionID: (enqueuedAt: Instant, customer: CustomerID, isClosed: Bool)] = [:]
    private var offers: [OfferID: Offer] = [:]
    /// Made by what happened last.
    private var fresh: [AgentID: Offer] = [:]
    private var told: [TicketID: Int] = [:]
    private(set) var lastEnded: Offer?
    private var forgiven: Instant?

    mutating func forgive(until instant: Instant) { forgiven = instant }

    /// Offers do not outlive the process, and neither does the memory of what was told.
    mutating func restarted() {
        offers = [:]
        told = [:]
    }

    mutating func hear(_ output: DeskOutput, at now: Instant, counting summary: inout SimulationSummary) -> String? {
        fresh = [:]
        for change in output.changes {
            guard case .interaction(let interaction) = change else { continue }
            if let known = interactions[interaction.id] {
                if known.isClosed { return "interaction \(interaction.id) changed after it was closed" }
                if known.enqueuedAt != interaction.enqueuedAt { return "interaction \(interaction.id) changed its age" }
            } else {
                summary.visits += 1
            }
            interactions[interaction.id] = (interaction.enqueuedAt, interaction.caller.customer.id, interaction.isClosed)
            if interaction.assignments.count > 50 { return "interaction \(interaction.id) keeps too many assignments" }
        }
        for event in output.events {
            if case .consultEnded(_, _, .completed) = event.kind { summary.handovers += 1 }
            if case .consultJoined = event.kind { summary.consults += 1 }
            if case .callbackBooked(_, _, _, _, let by) = event.kind {
                summary.booked += 1
                if by != nil { summary.promised += 1 }
            }
            if case .callbackInvited = event.kind { summary.invited += 1 }
        }
        for effect in output.effects {
            switch effect {
            case .offer(let offer, _):
                if offers.updateValue(offer, forKey: offer.id) != nil { return "offer \(offer.id) was made twice" }
                summary.offers += 1
                fresh[offer.agent] = offer
            case .session(let session):
                if session.medium == .chat, session.startedAt == now { summary.chats += 1 }
            case .offerEnded(let offer, let result):
                if offers.removeValue(forKey: offer.id) == nil { return "offer \(offer.id) ended twice" }
                if result == .accepted { summary.accepted += 1 }
                lastEnded = offer
            case .ticket(let standing):
                if let finding = tell(standing, counting: &summary) { return finding }
            case .ticketClosed(let ticket, _): told[ticket.id] = nil
            default: break
            }
        }
        interactions = interactions.count > 4_096 ? interactions.filter { !$0.value.isClosed } : interactions
        return nil
    }

    mutating func tell(_ standing: TicketStanding, counting summary: inout SimulationSummary) -> String? {
        // Who booked a time has no place before it.
        if standing.position == 0 {
            told[standing.ticket.id] = nil
            return nil
        }
        let before = told.updateValue(standing.position, forKey: standing.ticket.id)
        if let before, standing.position > before {
            if standing.movedBack == nil {
                return "ticket \(standing.ticket.id) fell from \(before) to \(standing.position) without a reason"
            }
            summary.movedBack += 1
        }
        return nil
    }

    /// What does not hold now.
    func finding(in desk: ServiceDesk, customers: [CustomerID], agents: [AgentID], at now: Instant) -> String? {
        offerFinding(in: desk, agents: agents, at: now) ?? customerFinding(in: desk, customers: customers, agents: agents)
            ?? positionFinding(in: desk)
    }

    private func offerFinding(in desk: ServiceDesk, agents: [AgentID], at now: Instant) -> String? {
        if desk.offerCount != offers.count { return "\(desk.offerCount) offers are open, \(offers.count) were said to be" }
        for offer in offers.values where max(offer.deadline, forgiven ?? offer.deadline) < now {
            return "offer \(offer.id) outlived its deadline"
        }
        for agent in agents {
            let sessions = desk.sessions.values.filter { $0.agentID == agent || $0.consulted?.person == Identifier<Person>(agent) }
            let wrapUps = desk.wrapUps(of: agent)
            let calls = sessions.count { $0.medium == .video } + wrapUps.count { $0.wrapUp.medium == .video }
            let chats = sessions.count + wrapUps.count - calls
            let offered = offers.values.count { $0.agent == agent }
            // A plan may have allowed more before.
            if calls > 1 || offered > 1 || chats > PlanLimits.chatCapacity.upperBound {
                return "agent \(agent) has \(calls) calls, \(chats) chats, \(offered) offers"
            }
            if let offer = fresh[agent], offers[offer.id] != nil, !hasRoom(for: desk, offer, calls: calls, chats: chats) {
                return "agent \(agent), with \(calls) calls and \(chats) chats, is offered \(offer.ticket)"
            }
        }
        return nil
    }

    /// What was offered since the last look fits beside what the agent has.
    private func hasRoom(for desk: ServiceDesk, _ offer: Offer, calls: Int, chats: Int) -> Bool {
        let media = desk.plan.plan.media
        switch desk.interactions[offer.interaction]?.medium {
        case .video: return calls == 0 && (chats == 0 || !media.video.exclusive)
        case .chat: return chats < media.chat.capacity && (calls == 0 || !media.video.exclusive)
        case nil: return false
        }
    }

    /// Everybody who came is waiting, talking, or done, and only one of them.
    private func customerFinding(in desk: ServiceDesk, customers: [CustomerID], agents: [AgentID]) -> String? {
        var places: [InteractionID: Int] = [:]
        for session in desk.sessions.values { places[session.interaction, default: 0] += 1 }
        var tickets = 0
        for customer in customers {
            guard let ticket = desk.ticket(of: customer)?.ticket else { continue }
            tickets += 1
            places[ticket.interaction, default: 0] += 1
            if ticket.enqueuedAt != interactions[ticket.interaction]?.enqueuedAt { return "ticket \(ticket.id) changed its age" }
        }
        if tickets != desk.ticketCount { return "there are tickets of nobody" }
        let wrapped = Set(agents.flatMap { desk.wrapUps(of: $0).map(\.interaction.id) })
        for (id, interaction) in interactions where !interaction.isClosed {
            let count = places[id] ?? 0
            if count > 1 { return "interaction \(id) is being served twice" }
            if count == 0, !wrapped.contains(id) { return "interaction \(id) is lost" }
        }
        return nil
    }

    private func positionFinding(in desk: ServiceDesk) -> String? {
        for queue in SimulatedPlans.queues {
            for (index, standing) in desk.standings(in: queue).enumerated() {
                if standing.position != index + 1 { return "ticket \(standing.ticket.id) is not where it says" }
                guard let before = told[standing.ticket.id] else { continue }
                if (standing.position > before) != (standing.movedBack != nil) {
                    return
                        "ticket \(standing.ticket.id) was told \(before), is \(standing.position), reason \(String(describing: standing.movedBack))"
                }
            }
        }
        return nil
    }
}
