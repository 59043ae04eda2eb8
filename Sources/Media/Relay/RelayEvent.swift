/// What the relay has to tell; collected by `Relay.takeEvents()`.
public enum RelayEvent: Sendable, Equatable {
    /// The transport is encrypted and has an address; again after a lost consent was won back.
    case connected(RoomID, MemberID, connection: UInt32)
    case disconnected(RoomID, MemberID, connection: UInt32, reason: DisconnectReason)
    case quality(RoomID, MemberID, QualityReport)
    /// The first packet of a feed since its source appeared.
    case firstPacket(RoomID, FeedID)
}

public enum DisconnectReason: String, Sendable {
    /// Silent for 15 s (RFC 7675). The keys are kept a while: an ICE restart brings the transport back.
    case consentLost
    /// The other side said good-bye.
    case closed
    /// No transport within the time allowed, or DTLS failed.
    case failed
    /// The certificate was not the one the offer named.
    case fingerprintMismatch
}

/// Why an offer or a command was refused.
public enum RelayError: Error, Hashable, Sendable {
    /// The offer cannot be read.
    case badOffer(code: String, line: Int)
    /// A newer connection of this member is there.
    case stale
    /// This connection's transport has ended: offer with a greater one.
    case gone
    /// The offer has neither ICE credentials nor a certificate's fingerprint.
    case missingTransport
    /// The certificate changed within one connection.
    case fingerprintChanged
    /// A section is named that the offer does not have, or twice.
    case unknownSection(mid: String)
    /// One feed in two sections.
    case duplicateFeed
    /// Beyond a bound of the policy.
    case tooMany
    /// The encryption library refused.
    case transport(String)
}

/// What a section of an offer is for.
public struct SectionUse: Hashable, Sendable {
    public enum Use: Hashable, Sendable {
        /// The member sends this.
        case send(FeedKind)
        /// The member receives that feed, as far as its routes allow.
        case receive(FeedID)
    }

    public var mid: String
    public var use: Use

    public init(mid: String, use: Use) {
        self.mid = mid
        self.use = use
    }
}
