/// Every time-out and bound of a session, named.
public struct SessionPolicy: Hashable, Sendable {
    /// How long the two browsers have to reach each other after the agent accepted.
    public var connecting: Duration = .seconds(90)
    /// How long a call may stay without media, or a participant without a browser, before the session ends.
    public var reconnecting: Duration = .seconds(90)
    /// How long a customer who chats may stay without a browser.
    public var chatAbsence: Duration = .seconds(300)
    /// How long a former agent stays at most until everybody receives the next one.
    public var handover: Duration = .seconds(4)
    /// Chat messages of one session.
    public var maximumMessages = 500
    /// Bytes of their text together; a snapshot holds them all and must fit a client's queue.
    public var maximumMessageBytes = 256 * 1_024
    public var mediaPath = Session.MediaPath.relay
    public var recording = CapturePolicy()
    /// Guests, supervisors, customer and agent together. The relay's own bound is no smaller.
    public var maximumParticipants = 6
    /// Invites of one session.
    public var maximumInvites = 20
    /// How long an invite is good unless said otherwise, and at most.
    public var inviteLifetime: Duration = .seconds(3_600)
    public var maximumInviteLifetime: Duration = .seconds(24 * 3_600)

    public init() {}
}

/// What customers are asked about being recorded.
public struct CapturePolicy: Hashable, Sendable {
    /// Empty: nothing is recorded and nobody is asked.
    public var purposes: [ConsentPurpose] = []
    /// Only in these queues; `nil`: in all.
    public var queues: Set<QueueName>?

    public init() {}

    func questions(in queue: QueueName, at now: Instant) -> [Consent] {
        guard queues?.contains(queue) != false else { return [] }
        return purposes.map { Consent(purpose: $0, answer: .asked, at: now) }
    }
}
