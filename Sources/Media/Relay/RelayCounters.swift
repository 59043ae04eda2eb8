/// What the relay did since it was made. Every drop has its reason.
public struct RelayCounters: Hashable, Sendable {
    /// Datagrams of any kind that came in, and their bytes.
    public var received: UInt64 = 0
    public var receivedBytes: UInt64 = 0
    /// Media packets sent on, one a receiver, without retransmissions.
    public var forwarded: UInt64 = 0
    public var forwardedBytes: UInt64 = 0
    /// Packets sent again because a receiver asked; packets that came again because the relay asked.
    public var retransmitted: UInt64 = 0
    public var recovered: UInt64 = 0
    public var musicPackets: UInt64 = 0

    // Feedback.
    public var nacksReceived: UInt64 = 0
    public var nacksSent: UInt64 = 0
    public var keyFrameRequestsReceived: UInt64 = 0
    public var keyFrameRequestsSent: UInt64 = 0

    // Drops.
    /// Not from a validated address, or nobody's STUN.
    public var unknownSource: UInt64 = 0
    /// Failed its authentication: STUN integrity, SRTP tag.
    public var unauthenticated: UInt64 = 0
    public var replayed: UInt64 = 0
    public var malformed: UInt64 = 0
    public var unknownSSRC: UInt64 = 0
    public var unknownPayloadType: UInt64 = 0
    public var duplicates: UInt64 = 0
    public var padding: UInt64 = 0
    public var tooLate: UInt64 = 0
    /// Held back until a key frame comes.
    public var gated: UInt64 = 0
    /// Larger than a datagram may be once protected, or refused by SRTP.
    public var unsendable: UInt64 = 0
    /// Beyond a bound on handshakes, SSRCs, RTCP, key-frame requests or retransmissions.
    public var limited: UInt64 = 0
    /// Asked for again, but no longer (or not yet) in the history.
    public var unavailable: UInt64 = 0
    public var handshakes: UInt64 = 0

    public init() {}
}
