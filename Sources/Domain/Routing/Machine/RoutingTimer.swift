extension RoutingMachine {
    enum Timer: Hashable, Sendable {
        case offer(OfferID)
        case ticketExpiry(TicketID)
        case ticketDetached(TicketID)
        case ticketRetry(TicketID)
        case callback(TicketID)
        /// A customer whom the queue gives up has not asked for a call back.
        case turnaway(TicketID)
        /// The next step or ring.
        case step(TicketID)
        case direct(TicketID)
        /// A queue with overflow rules is looked through.
        case overflow(QueueName)
        case lease(AgentID)
        /// The first of the agent's wrap-ups that ends.
        case wrapUp(AgentID)
    }
}

extension RoutingMachine.Timer {
    /// Timers are set and cleared at every turn: the hash is that of whose timer it is, which is mixed already. The timers of one ticket
    /// or agent differ in the seed.
    func _rawHashValue(seed: Int) -> Int {
        switch self {
        case .offer(let id): id._rawHashValue(seed: seed)
        case .ticketExpiry(let id): id._rawHashValue(seed: seed)
        case .ticketDetached(let id): id._rawHashValue(seed: seed &+ 1)
        case .ticketRetry(let id): id._rawHashValue(seed: seed &+ 2)
        case .callback(let id): id._rawHashValue(seed: seed &+ 3)
        case .turnaway(let id): id._rawHashValue(seed: seed &+ 4)
        case .step(let id): id._rawHashValue(seed: seed &+ 5)
        case .direct(let id): id._rawHashValue(seed: seed &+ 6)
        case .overflow(let queue): queue._rawHashValue(seed: seed)
        case .lease(let id): id._rawHashValue(seed: seed)
        case .wrapUp(let id): id._rawHashValue(seed: seed &+ 1)
        }
    }
}
