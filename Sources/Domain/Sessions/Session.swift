/// A video room, or a chat, from the agent's accept to its end.
public struct Session: Hashable, Sendable {
    public enum State: Hashable, Sendable, Codable {
        /// The two browsers have not yet met. → live, ended
        case connecting
        /// Media flows. → reconnecting, ended
        case live
        /// Media stopped and is being restored. → live, ended
        case reconnecting
        /// Nothing follows.
        case ended(Ending)
    }

    public enum Ending: String, Sendable, Codable {
        case hangup
        case customerLost = "customer_lost"
        case agentLost = "agent_lost"
        case neverConnected = "never_connected"
        case bothLost = "both_lost"
        /// Both are there, but media did not come back.
        case mediaLost = "media_lost"
        /// The agent sent the customer on: they wait for somebody else.
        case transferred
    }

    /// How media travels.
    public enum MediaPath: String, Sendable, Codable {
        /// Through the server, which can record it and let others take part.
        case relay
        /// From browser to browser.
        case direct
        /// Not at all: a chat.
        case none
    }

    /// The agent has parked the customer.
    public struct Hold: Hashable, Sendable, Codable {
        public let since: Instant
        public let by: ParticipantID
    }

    public let id: SessionID
    public let interaction: InteractionID
    /// The ticket it came from; it goes back to its queue, with its age, when the agent is lost.
    public let ticket: Ticket
    public let startedAt: Instant
    public let mediaPath: MediaPath
    public internal(set) var state: State = .connecting
    /// When `state` began.
    public internal(set) var since: Instant
    public internal(set) var customer: Participant
    public internal(set) var agent: Participant
    /// Guests, supervisors and a colleague who is consulted, in the order they came.
    public internal(set) var others: [Participant] = []
    public internal(set) var endedBy: ParticipantID?
    public internal(set) var hold: Hold?
    public internal(set) var consult: Consult?
    /// Somebody is about to become the agent.
    public internal(set) var handover: Handover?
    public internal(set) var invites: [Invite] = []
    public internal(set) var capture = Capture()

    public var medium: Medium { ticket.medium }
    public var agentID: AgentID { AgentID(agent.person) }
    public var customerID: CustomerID { ticket.customer }
    public var participants: [Participant] { [customer, agent] + others }

    public var isEnded: Bool {
        if case .ended = state { return true }
        return false
    }

    public func participant(_ id: ParticipantID) -> Participant? {
        if id == customer.id { return customer }
        if id == agent.id { return agent }
        return others.first { $0.id == id }
    }

    public func participant(of person: Identifier<Person>) -> Participant? {
        if person == customer.person { return customer }
        if person == agent.person { return agent }
        return others.first { $0.person == person }
    }

    /// Changes one participant in place; nothing happens when there is none of that id.
    mutating func update(_ id: ParticipantID, _ change: (inout Participant) -> Void) {
        if id == customer.id { return change(&customer) }
        if id == agent.id { return change(&agent) }
        if let index = others.firstIndex(where: { $0.id == id }) { change(&others[index]) }
    }

    mutating func updateAll(_ change: (inout Participant) -> Void) {
        change(&customer)
        change(&agent)
        for index in others.indices { change(&others[index]) }
    }

    init(
        id: SessionID, interaction: InteractionID, ticket: Ticket, mediaPath: MediaPath, startedAt: Instant, customer: Participant,
        agent: Participant
    ) {
        self.id = id
        self.interaction = interaction
        self.ticket = ticket
        self.mediaPath = mediaPath
        self.startedAt = startedAt
        since = startedAt
        self.customer = customer
        self.agent = agent
    }
}

public typealias SessionID = Identifier<Session>

/// Rows that were stored before a field existed are read as if it had its first value.
extension Session: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, interaction, ticket, startedAt, mediaPath, state, since, customer, agent, others, endedBy, hold, consult, handover
        case invites, capture
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        id = try row.decode(SessionID.self, forKey: .id)
        interaction = try row.decode(InteractionID.self, forKey: .interaction)
        ticket = try row.decode(Ticket.self, forKey: .ticket)
        startedAt = try row.decode(Instant.self, forKey: .startedAt)
        mediaPath = try row.decodeIfPresent(MediaPath.self, forKey: .mediaPath) ?? .direct
        state = try row.decode(State.self, forKey: .state)
        since = try row.decode(Instant.self, forKey: .since)
        customer = try row.decode(Participant.self, forKey: .customer)
        agent = try row.decode(Participant.self, forKey: .agent)
        others = try row.decodeIfPresent([Participant].self, forKey: .others) ?? []
        endedBy = try row.decodeIfPresent(ParticipantID.self, forKey: .endedBy)
        hold = try row.decodeIfPresent(Hold.self, forKey: .hold)
        consult = try row.decodeIfPresent(Consult.self, forKey: .consult)
        handover = try row.decodeIfPresent(Handover.self, forKey: .handover)
        invites = try row.decodeIfPresent([Invite].self, forKey: .invites) ?? []
        capture = try row.decodeIfPresent(Capture.self, forKey: .capture) ?? Capture()
    }
}
