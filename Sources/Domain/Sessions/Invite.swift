/// A link that lets one guest into one session.
public struct Invite: Hashable, Sendable, Codable {
    public let id: InviteID
    /// SHA-256 of the link's secret in hexadecimal; the secret itself is told once and kept nowhere.
    public let digest: String
    public let name: BoundedText<NameLimit>?
    public let expiresAt: Instant
    public internal(set) var isRevoked = false
    /// Who came with it. The same link brings the same guest back, on another device too.
    public internal(set) var guest: ParticipantID?

    init(id: InviteID, digest: String, name: BoundedText<NameLimit>?, expiresAt: Instant) {
        self.id = id
        self.digest = digest
        self.name = name
        self.expiresAt = expiresAt
    }

    public func isOpen(at now: Instant) -> Bool { !isRevoked && now < expiresAt }
}

public typealias InviteID = Identifier<Invite>
