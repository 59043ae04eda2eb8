public import Domain

/// A refusal: a stable code for programs, a sentence for people. PROTOCOL.md §8.
public struct SignalingError: Error, Hashable, Sendable {
    public enum Code: String, Sendable, CaseIterable {
        case badMessage = "bad_message"
        case badRequest = "bad_request"
        case unknownMethod = "unknown_method"
        case notAuthenticated = "not_authenticated"
        case tokenExpired = "token_expired"
        case tokenReplayed = "token_replayed"
        case resumeFailed = "resume_failed"
        case notAllowed = "not_allowed"
        case rateLimited = "rate_limited"
        case noSuchQueue = "no_such_queue"
        case notAvailable = "not_available"
        case queueClosed = "queue_closed"
        case queueFull = "queue_full"
        case mediumNotOffered = "medium_not_offered"
        case slotTaken = "slot_taken"
        case contactUnsupported = "contact_unsupported"
        case ticketGone = "ticket_gone"
        case offerGone = "offer_gone"
        case offerTaken = "offer_taken"
        case agentUnavailable = "agent_unavailable"
        case sessionGone = "session_gone"
        case alreadyInSession = "already_in_session"
        case notFound = "not_found"
        case staleEpoch = "stale_epoch"
        case badSDP = "bad_sdp"
        case mediaUnavailable = "media_unavailable"
        case inviteGone = "invite_gone"
        case storageUnavailable = "storage_unavailable"
        case overloaded
        case draining
        case `internal`
    }

    public let code: Code
    public let message: String
    public let retryAfterMs: Int64?
    /// What is offered to a customer whom a queue does not take.
    public let turnaway: Turnaway?
    /// What to tell that customer, in their language and the plan's words.
    public let greeting: String?

    public init(_ code: Code, _ message: String, retryAfterMs: Int64? = nil, turnaway: Turnaway? = nil, greeting: String? = nil) {
        self.code = code
        self.message = message
        self.retryAfterMs = retryAfterMs
        self.turnaway = turnaway
        self.greeting = greeting
    }
}
