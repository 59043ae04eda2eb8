public import Domain

/// The seam between the product and its database: SQLite today, PostgreSQL beside it later. All calls block; the server makes them
/// from the writer's thread or from a task, never from the signaling loop.
public protocol Store: Sendable {
    /// What the desk needs to go on after a restart.
    func loadDesk() throws(StorageError) -> DeskSnapshot
    /// Writes all batches in one transaction: all or nothing.
    func commit(_ batches: [CommitBatch]) throws(StorageError)

    /// When the database was last proved to be writable.
    func lastHeartbeat() throws(StorageError) -> Instant?

    func account(named name: String) throws(StorageError) -> AccountRecord?
    func account(_ id: AccountID) throws(StorageError) -> AccountRecord?
    func accounts() throws(StorageError) -> [AccountRecord]
    /// The account of a living web session; `digest` is the SHA-256 of the cookie in hexadecimal.
    func account(webSession digest: String, at now: Instant) throws(StorageError) -> AccountRecord?
    /// Which of these web sessions, by digest, are still good.
    func livingWebSessions(among digests: [String], at now: Instant) throws(StorageError) -> Set<String>
    func hasAPIKey(digest: String) throws(StorageError) -> Bool
    func customer(externalID: String) throws(StorageError) -> Customer?
    func customer(_ id: CustomerID) throws(StorageError) -> Customer?
    /// Messages for other systems that are due, oldest first.
    func dueOutbox(at now: Instant, limit: Int) throws(StorageError) -> [OutboxMessage]
    /// When the next message that is not yet due becomes so; `nil`: none waits.
    func nextOutboxAttempt(after now: Instant) throws(StorageError) -> Instant?
    /// Messages that are neither delivered nor given up.
    func pendingOutboxCount() throws(StorageError) -> Int
    /// Letters of that kind that are due, oldest first.
    func dueLetters(_ kind: ContactAddress.Kind, at now: Instant, limit: Int) throws(StorageError) -> [OutgoingLetter]
    /// When the next letter that is not yet due becomes so; `nil`: none waits.
    func nextLetterAttempt(_ kind: ContactAddress.Kind, after now: Instant) throws(StorageError) -> Instant?
    func letterCount(_ kind: ContactAddress.Kind) throws(StorageError) -> Int

    func recording(_ id: RecordingID) throws(StorageError) -> RecordingRecord?
    /// Newest first.
    func recordings(_ query: RecordingQuery) throws(StorageError) -> [RecordingRecord]
    /// By id.
    func recordings(_ duty: RecordingDuty, limit: Int) throws(StorageError) -> [RecordingRecord]
    func interaction(_ id: InteractionID) throws(StorageError) -> Interaction?
    /// What was written in a session, in order.
    func messages(of session: SessionID) throws(StorageError) -> [ChatMessage]
    /// What was written about a matter in sessions without a recording, in order.
    func unrecordedMessages(about interaction: InteractionID) throws(StorageError) -> [ChatMessage]
    func apiKeyName(digest: String) throws(StorageError) -> String?
    /// The plan of that version; `nil`: the latest. `nil` when there is none.
    func routingPlan(version: Int?) throws(StorageError) -> RoutingPlanRecord?
    /// Newest first.
    func routingPlans(limit: Int) throws(StorageError) -> [RoutingPlanVersion]
    /// Of those accounts for whom a manager set one.
    func agentProfiles() throws(StorageError) -> [AgentID: AgentProfile]
    /// Who talked with the customer last.
    func lastAgent(of customer: CustomerID) throws(StorageError) -> AgentID?
    /// What became of the interactions that began since `start` in these queues, each with its target.
    func serviceFigures(since start: Instant, targets: [QueueName: Duration]) throws(StorageError) -> [QueueName: ServiceFigures]
    /// Newest first.
    func audit(_ query: AuditQuery) throws(StorageError) -> [AuditEntry]
}

/// What belongs together: state, journal and outbox of one tick, or one administrative change.
public struct CommitBatch: Sendable {
    public var events: [DomainEvent]
    public var changes: [StateChange]
    public var outbox: [OutboxMessage]
    public var records: [RecordChange]

    public init(
        events: [DomainEvent] = [], changes: [StateChange] = [], outbox: [OutboxMessage] = [], records: [RecordChange] = []
    ) {
        self.events = events
        self.changes = changes
        self.outbox = outbox
        self.records = records
    }

    public var isEmpty: Bool { events.isEmpty && changes.isEmpty && outbox.isEmpty && records.isEmpty }
}

/// Changes outside the desk.
public enum RecordChange: Sendable {
    case account(AccountRecord)
    case webSession(digest: String, account: AccountID, createdAt: Instant, expiresAt: Instant)
    case webSessionEnded(digest: String)
    /// Signs the account out everywhere.
    case webSessionsEnded(AccountID)
    case webSessionsExpired(before: Instant)
    case apiKey(digest: String, name: String, createdAt: Instant)
    case customer(Customer)
    case outboxDelivered(id: String, at: Instant)
    case outboxFailed(id: String, attempts: Int, nextAttemptAt: Instant)
    /// The message stays, but is not due again.
    case outboxGivenUp(id: String, attempts: Int)
    /// Removes what was delivered before that time.
    case outboxPurged(deliveredBefore: Instant)
    /// To be sent to a customer.
    case letter(Letter)
    case letterUpdate(LetterID, LetterUpdate)
    /// Proves that the database can be written.
    case heartbeat(Instant)
    case recordingUpdate(RecordingID, RecordingUpdate)
    case audit(AuditRecord)
    /// A new version; one that is there already fails the batch.
    case routingPlan(RoutingPlanRecord)
    case agentProfile(AgentID, AgentProfile)
}

public struct AccountRecord: Hashable, Sendable {
    public let account: Account
    /// A self-describing password hash.
    public var password: String
    public var isDisabled: Bool
    public let createdAt: Instant

    public init(account: Account, password: String, isDisabled: Bool = false, createdAt: Instant) {
        self.account = account
        self.password = password
        self.isDisabled = isDisabled
        self.createdAt = createdAt
    }
}

/// A message that another system is to receive at least once.
public struct OutboxMessage: Hashable, Sendable {
    public let id: String
    public let topic: String
    /// JSON.
    public let body: String
    public let createdAt: Instant
    public let attempts: Int

    public init(id: String, topic: String, body: String, createdAt: Instant, attempts: Int = 0) {
        self.id = id
        self.topic = topic
        self.body = body
        self.createdAt = createdAt
        self.attempts = attempts
    }
}
