public import Domain

/// One client's conversation with the hub: it outlives the socket for a while and is resumed with its secret.
///
/// Owned by the one loop that runs the `SignalingMachine`; not Sendable.
public final class SignalingSession {
    public let id: SignalingSessionID
    public let principal: Principal
    /// What the principal signed in with, so that signing out ends it.
    public let credential: String?
    /// Grows at each attach; a socket of an older generation is fenced.
    public internal(set) var generation: UInt64 = 0
    var secret: ResumeSecret
    var link: LinkKey?
    var detachedAt: Instant?
    /// The reply to `hello` has gone out; until then pushes are only kept.
    var isWelcomed = false
    /// The sequence of the last push.
    public internal(set) var sequence: UInt64 = 0
    var ring = ReplayRing()
    var replies = ReplyMemory()
    var messages: TokenBucket
    /// What the owner keeps with the session; it goes when the session goes.
    public var attachment: AnyObject?
    /// The room in which this session carries a participant's media.
    public internal(set) var seat: Seat?

    public struct Seat {
        public let room: Room
        public let participant: ParticipantID
    }

    init(id: SignalingSessionID, principal: Principal, credential: String?, secret: ResumeSecret, messages: TokenBucket) {
        self.id = id
        self.principal = principal
        self.credential = credential
        self.secret = secret
        self.messages = messages
    }

    public var isAttached: Bool { link != nil }
}

public typealias SignalingSessionID = Identifier<SignalingSession>

/// 256 random bits that let a client take up its session again; replaced at each use.
public struct ResumeSecret: Sendable, CustomStringConvertible {
    private let halves: (Identifier<ResumeSecret>, Identifier<ResumeSecret>)

    init(using generator: inout IdentifierSource) {
        halves = (Identifier(using: &generator), Identifier(using: &generator))
    }

    public var description: String { "\(halves.0)\(halves.1)" }

    /// Compares in a time that does not depend on where the two differ.
    func matches(_ text: String) -> Bool {
        let own = Array(description.utf8)
        let given = Array(text.utf8)
        guard own.count == given.count else { return false }
        return zip(own, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// The transport's name for a socket.
public struct LinkKey: Hashable, Sendable {
    public let raw: UInt64

    public init(raw: UInt64) { self.raw = raw }
}
