/// An agent shields themselves from a customer's behaviour.
extension ServiceDesk {
    /// The longest that a visitor is kept away by one word of an agent.
    public static let longestBlock = Duration.seconds(7 * 86_400)

    /// Flags the interaction, so that supervisors look at it; ends the call if `ends`, and takes no visit of the customer for `block`.
    public mutating func protect(
        _ id: SessionID, by person: Identifier<Person>, ends: Bool, block: Duration? = nil, at now: Instant
    ) throws(DeskError) -> Session {
        var (session, participant) = try seat(of: person, in: id)
        guard participant.role == .agent else { throw .notAllowed }
        let until = block.map { now + min($0, Self.longestBlock) }
        let flag = Flag(at: now, agent: session.agentID, blockedUntil: until, endedCall: ends)
        if var interaction = interactions[session.interaction] {
            interaction.add(flag)
            store(interaction)
        }
        if let until { setBlock(of: session.customerID, until: until, at: now) }
        note(.protected(session: id, interaction: session.interaction, agent: session.agentID, blockedUntil: until), at: now)
        output.effects.append(.flagged(session, flag))
        if ends {
            // For all, also when a colleague is being consulted.
            session.end(.hangup, by: participant.id, at: now)
            store(session, at: now)
            settle(at: now)
        }
        return sessions[id] ?? session
    }

    /// A supervisor lets the customer come again.
    public mutating func liftBlock(of customer: CustomerID, by account: AccountID, at now: Instant) throws(DeskError) {
        guard blocks[customer] != nil else { throw .notFound }
        note(.blockLifted(customer: customer, by: account), at: now)
        setBlock(of: customer, until: nil, at: now)
    }

    private mutating func setBlock(of customer: CustomerID, until: Instant?, at now: Instant) {
        for (id, end) in blocks where end <= now && id != customer {
            blocks[id] = nil
            output.changes.append(.block(id, until: nil))
        }
        blocks[customer] = until
        output.changes.append(.block(customer, until: until))
    }

    func isBlocked(_ customer: CustomerID, at now: Instant) -> Bool { blocks[customer].map { $0 > now } ?? false }
}

/// An agent's word that a customer's behaviour is to be looked at.
public struct Flag: Hashable, Sendable, Codable {
    public let at: Instant
    public let agent: AgentID
    /// Until when no visit of the customer is taken; `nil`: they may come again.
    public let blockedUntil: Instant?
    public let endedCall: Bool
}
