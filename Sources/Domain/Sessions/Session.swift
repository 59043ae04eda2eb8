/// A video room, from the agent's accept to its end.
public struct Session: Hashable, Sendable, Codable {
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
    }

    public let id: SessionID
    public let interaction: InteractionID
    /// The ticket it came from; it goes back to its queue, with its age, when the agent is lost.
    public let ticket: Ticket
    public let startedAt: Instant
    public internal(set) var state: State = .connecting
    /// When `state` began.
    public internal(set) var since: Instant
    public internal(set) var customer: Participant
    public internal(set) var agent: Participant
    public internal(set) var endedBy: ParticipantID?

    public var agentID: AgentID { AgentID(agent.person) }
    public var customerID: CustomerID { ticket.customer }
    public var participants: [Participant] { [customer, agent] }

    public var isEnded: Bool {
        if case .ended = state { return true }
        return false
    }
}

public typealias SessionID = Identifier<Session>

/// Somebody in a session.
public struct Participant: Hashable, Sendable, Codable {
    public enum Role: String, Sendable, Codable {
        case customer, agent
    }

    public enum Presence: Hashable, Sendable, Codable {
        case attached
        case detached(since: Instant)
        case left
    }

    /// What this participant's peer connection reports.
    public enum Report: String, Sendable, Codable {
        case connecting, connected, disconnected
    }

    /// What this participant is sending.
    public struct Media: Hashable, Sendable, Codable {
        public var audio: Bool
        public var video: Bool
        public var screen: Bool

        public init(audio: Bool, video: Bool, screen: Bool) {
            self.audio = audio
            self.video = video
            self.screen = screen
        }
    }

    public let id: ParticipantID
    public let role: Role
    /// The customer's or the account's id.
    public let person: Identifier<Person>
    public let name: BoundedText<NameLimit>?
    public internal(set) var presence: Presence
    /// Grows each time another page takes over this participant's media: the other side then builds a new peer connection.
    public internal(set) var epoch = 0
    public internal(set) var report: Report = .connecting
    public internal(set) var media = Media(audio: false, video: false, screen: false)
}

public typealias ParticipantID = Identifier<Participant>

/// Stands for a customer or an account where it does not matter which.
public enum Person {}

extension Identifier {
    /// The same id seen as another kind; for the few places where a customer and an account are both "a person".
    public init<Other>(_ other: Identifier<Other>) {
        high = other.high
        low = other.low
    }
}

public struct ChatMessage: Hashable, Sendable, Codable {
    public let id: Identifier<ChatMessage>
    /// Chosen by the sender's client; the same key is stored once.
    public let key: BoundedText<NameLimit>
    public let from: ParticipantID
    public let role: Participant.Role
    public let at: Instant
    public let text: BoundedText<MessageLimit>
}
