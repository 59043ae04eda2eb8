/// What was, or should have been, recorded of one session: announced by the desk before the first packet is kept, then followed by the
/// recorder until it is closed. The row is the promise that the reconciler compares with the files.
public struct Recording: Hashable, Sendable, Codable {
    public enum State: String, Sendable, Codable {
        /// Announced; nothing is on disk yet. → recording, completed, partial, failed
        case expected
        /// At least one cluster is on disk. → paused, completed, partial, failed
        case recording
        /// Nothing is kept for now (card data, consent withdrawn, hold by policy). → recording, completed, partial, failed
        case paused
        /// Everything that should be there is there and was verified. Nothing follows but its erasure.
        case completed
        /// Something is there and playable, something is missing: the gap map says what. Nothing follows but its erasure.
        case partial
        /// Nothing that can be played is there. Nothing follows but its erasure.
        case failed
    }

    public let id: RecordingID
    public let session: SessionID
    public let interaction: InteractionID
    public let queue: QueueName
    public let customer: CustomerID
    /// Who answered first; others come and go in the sidecar.
    public let agent: AgentID
    public let expectedAt: Instant
    /// What the customer agreed to when it began.
    public let purposes: [ConsentPurpose]

    public init(
        id: RecordingID, session: SessionID, interaction: InteractionID, queue: QueueName, customer: CustomerID, agent: AgentID,
        expectedAt: Instant, purposes: [ConsentPurpose]
    ) {
        self.id = id
        self.session = session
        self.interaction = interaction
        self.queue = queue
        self.customer = customer
        self.agent = agent
        self.expectedAt = expectedAt
        self.purposes = purposes
    }
}

public typealias RecordingID = Identifier<Recording>

/// What a recording may be used for; a customer agrees to each by itself.
public enum ConsentPurpose: String, Sendable, Codable, CaseIterable {
    /// Quality assurance and training.
    case quality
    /// Proof of what was agreed.
    case evidence
}

/// A person's word on one purpose. What was never asked is absent.
public struct Consent: Hashable, Sendable, Codable {
    public enum Answer: String, Sendable, Codable {
        case asked, granted, refused, withdrawn
    }

    public let purpose: ConsentPurpose
    public internal(set) var answer: Answer
    /// When it was given, refused or withdrawn.
    public internal(set) var at: Instant
}
