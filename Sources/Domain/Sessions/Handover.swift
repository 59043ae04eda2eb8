/// Somebody is about to become the agent of a session. Make before break: the former agent stays in the call until everybody who remains
/// receives the newcomer, so that nobody is left alone while browsers negotiate.
public struct Handover: Hashable, Sendable, Codable {
    public enum Cause: String, Sendable, Codable {
        /// A supervisor takes the call.
        case takeover
    }

    /// How it ended. With the first three the newcomer is the agent, with the others the agent stays.
    public enum Ending: String, Sendable, Codable {
        /// Everybody who remains receives the newcomer.
        case received
        /// Somebody does not, and the time is over.
        case overdue
        /// The former agent hung up, or nothing of them came any more.
        case agentLeft
        /// The newcomer thought better of it.
        case withdrawn
        /// The newcomer left, or was not connected when the time was over.
        case newcomerLost
        /// The session ended meanwhile.
        case sessionEnded
    }

    public let cause: Cause
    public let newcomer: ParticipantID
    /// Whose workload it is already.
    public let account: AgentID
    public let since: Instant
    public internal(set) var deadline: Instant
    /// Those who receive what the newcomer sends now.
    public internal(set) var receivers: [ParticipantID] = []

    init(_ cause: Cause, to newcomer: Participant, since: Instant, deadline: Instant) {
        self.cause = cause
        self.newcomer = newcomer.id
        account = AgentID(newcomer.person)
        self.since = since
        self.deadline = deadline
    }

    /// This participant's media begin anew: what was received of it, or by it, says nothing any more.
    mutating func renewed(_ participant: ParticipantID) {
        receivers.removeAll { participant == newcomer || $0 == participant }
    }

    /// The server was away, and the relay with it: everybody needs the time to come back first.
    mutating func restart(_ policy: SessionPolicy, at now: Instant) {
        receivers = []
        deadline = now + policy.reconnecting + policy.handover
    }
}

extension Session {
    /// Who takes the agent's place.
    public var newcomer: Participant? { handover.flatMap { participant($0.newcomer) } }

    /// How the handover ends by what is known now; `nil`: not yet.
    var handoverEnding: Handover.Ending? {
        guard let handover else { return nil }
        if isEnded { return .sessionEnded }
        guard let newcomer else { return .newcomerLost }
        guard newcomer.report == .connected else { return nil }
        // Nobody has to wait for the end of what is not there.
        if agent.report != .connected { return .agentLeft }
        return remaining.allSatisfy { handover.receivers.contains($0.id) } ? .received : nil
    }

    /// Those who would be left alone: the customer, and the guests who are connected.
    private var remaining: [Participant] { [customer] + others.filter { $0.mayRemain && $0.report == .connected } }
}

extension Participant {
    /// Whether this is somebody whom an agent may leave alone. Supervisors came to listen.
    var mayRemain: Bool { role == .customer || role == .guest }
}
