public import Domain

/// Who did what to whom, written once and never changed.
public struct AuditRecord: Hashable, Sendable {
    public enum Actor: Hashable, Sendable {
        case account(AccountID)
        /// By its name.
        case apiKey(String)
        /// A policy that the operator has set.
        case server
    }

    public let at: Instant
    public let actor: Actor
    /// `subject.verb`, e.g. `recording.viewed`.
    public let action: String
    public let subject: Subject
    /// Whose managers may read it; `nil`: only those of all queues.
    public let queue: QueueName?
    public let detail: [String: String]

    public struct Subject: Hashable, Sendable {
        public let kind: String
        public let id: String

        public init(kind: String, id: String) {
            self.kind = kind
            self.id = id
        }
    }

    public init(at: Instant, actor: Actor, action: String, subject: Subject, queue: QueueName?, detail: [String: String] = [:]) {
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.queue = queue
        self.detail = detail
    }
}

/// A record as it stands in the log.
public struct AuditEntry: Hashable, Sendable {
    /// Grows with each entry.
    public let number: Int64
    public let record: AuditRecord
    public let actorName: String?
}

/// Which entries a list shows, newest first.
public struct AuditQuery: Sendable {
    /// `to` is exclusive.
    public var from: Instant?
    public var to: Instant?
    /// `nil`: everything.
    public var queues: [QueueName]?
    /// An account's id, or the name of an API key.
    public var actor: String?
    public var action: String?
    public var subject: String?
    /// Where a page ended.
    public var before: Int64?
    public var limit: Int

    public init(limit: Int) { self.limit = limit }
}
