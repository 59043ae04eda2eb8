/// Offers to colleagues of an agent who has the customer already.
extension RoutingMachine {
    /// The one who can take an offer and has been idle longest.
    func longestIdle(serving queue: QueueName) -> Agent? {
        var found: Agent?
        let agents = agents
        matchmaker.idle.walk { rank in
            if let agent = agents[rank.id], agent.canTake(.video), agent.profile.serves(queue) { found = agent }
            return found == nil
        }
        return found
    }

    mutating func offerConsult(_ request: ConsultRequest, of ticket: Ticket, to agent: AgentID, at now: Instant) -> Offer {
        let offer = Offer(
            id: OfferID(using: &generator), ticket: ticket.id, interaction: ticket.interaction, agent: agent, createdAt: now,
            deadline: now + offerTime(in: ticket.queue), consult: request)
        offers[offer.id] = offer
        deadlines[.offer(offer.id)] = offer.deadline
        if var agent = agents[agent] {
            agent.workload.offer = offer.id
            update(agent)
        }
        happenings.append(.consultOffered(offer, ticket))
        return offer
    }

    /// `nil` when the offer ended before.
    mutating func acceptConsult(_ id: OfferID, by agent: AgentID) -> Agent? {
        guard let offer = offers[id], offer.agent == agent, let session = offer.consult?.session, var taker = agents[agent] else {
            return nil
        }
        finish(offer, .accepted)
        taker.workload.offer = nil
        taker.workload.begin(session, .video)
        update(taker)
        return taker
    }
}
