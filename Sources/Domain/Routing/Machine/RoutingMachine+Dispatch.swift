import HeapModule

/// Bringing together what became possible since the last time. Between dispatches no free agent could take a ticket that waits, so only
/// tickets and agents that changed are looked at.
extension RoutingMachine {
    private struct Chance: Comparable {
        let rank: Rank
        /// Whose best ticket this is; `nil`: the ticket itself is new.
        let agent: AgentID?

        static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
    }

    /// So many are gone through one by one.
    private static let few = 8

    /// The best ticket first, of all queues, to the longest idle agents who can take it.
    mutating func dispatch(at now: Instant) {
        defer {
            freshTickets.removeAll(keepingCapacity: true)
            freshAgents.removeAll(keepingCapacity: true)
        }
        guard !matchmaker.idle.isEmpty, matchmaker.ticketCount > 0 else { return }
        var chances = Heap<Chance>()
        for id in freshTickets {
            if let place = placements[id], place.slot != nil { chances.insert(Chance(rank: place.rank, agent: nil)) }
        }
        var seen = 0
        while !matchmaker.idle.isEmpty {
            // A call that is served leaves those with chats free for others: they come while the others are gone through.
            while seen < freshAgents.count {
                let agent = freshAgents[seen]
                seen += 1
                if let best = bestTicket(for: agent) { chances.insert(Chance(rank: best, agent: agent)) }
            }
            guard let chance = chances.popMin() else { break }
            if let agent = chance.agent {
                guard let best = bestTicket(for: agent) else { continue }
                if best != chance.rank {
                    chances.insert(Chance(rank: best, agent: agent))
                    continue
                }
            }
            guard serve(chance.rank, at: now), let agent = chance.agent, let next = bestTicket(for: agent) else { continue }
            chances.insert(Chance(rank: next, agent: agent))
        }
    }

    private func bestTicket(for agent: AgentID) -> Rank? {
        guard matchmaker.place(of: agent) != nil else { return nil }
        // Not `self`: a closure that reads it copies all of it.
        let (restricted, tickets, crowded) = (restricted, tickets, crowdedQueues)
        return matchmaker.bestTicket(for: agent) { id in
            !restricted.contains(id) || tickets[id].map { $0.isOpen(to: agent) && !$0.hasToWait(for: crowded) } == true
        }
    }

    /// Whether the ticket could be offered to anybody.
    private mutating func serve(_ rank: Rank, at now: Instant) -> Bool {
        guard let place = placements[rank.id], place.rank == rank, let slot = place.slot, let ticket = tickets[rank.id] else {
            return false
        }
        if ticket.hasToWait(for: crowdedQueues) { return false }
        var limit = 1
        if place.demand.agent == nil, let route = ticket.route { limit = currentStep(route).offers }
        let agents = takers(of: ticket, rank, in: slot, limit: max(limit, 1))
        guard !agents.isEmpty else { return false }
        if ticket.callback?.isReady == true {
            invite(ticket, at: now)
        } else {
            offer(ticket, to: agents, at: now)
        }
        return true
    }

    /// Who can take the ticket, the longest idle first. Whom nobody could take at the end of the last dispatch only those can who became
    /// free, or are others, since.
    private func takers(of ticket: Ticket, _ rank: Rank, in slot: Int, limit: Int) -> [AgentID] {
        let refused = ticket.notBefore
        if freshAgents.count <= Self.few, freshTickets.count <= Self.few, !freshTickets.contains(ticket.id) {
            return matchmaker.bestAgents(for: rank, in: slot, among: freshAgents, limit: limit) { refused[$0] == nil }
        }
        return matchmaker.bestAgents(for: rank, in: slot, limit: limit) { refused[$0] == nil }
    }

    func isOpen(_ ticket: TicketID, to agent: AgentID) -> Bool {
        !restricted.contains(ticket) || tickets[ticket].map { $0.isOpen(to: agent) && !$0.hasToWait(for: crowdedQueues) } == true
    }
}

extension Ticket {
    /// Whether its customer would be written to, and the queue expects as many as it may already.
    fileprivate func hasToWait(for crowded: Set<QueueName>) -> Bool { callback?.isReady == true && crowded.contains(queue) }
}
