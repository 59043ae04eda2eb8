public import Domain

/// What the machine wants done; carried out by the loop, in order.
public enum SignalingAction: Sendable {
    case send(LinkKey, ServerMessage)
    /// Close after what was sent has gone out.
    case close(LinkKey)
    /// The principal's first connection is there.
    case principalAttached(Principal)
    /// The page that carried this principal's media in a session is gone for good; no other has taken over.
    case unseated(Principal, SessionID)
    /// The principal's last connection is gone.
    case principalDetached(Principal)
}

/// What `receive` made of a message.
public enum Receipt {
    /// A `hello`: read its parameters, then `resume` or `attach`.
    case hello(id: Int64)
    case request(SignalingSession, id: Int64, Method)
    case notification(SignalingSession, Method)
    /// Nothing left to do: answered, refused or ignored.
    case settled
}

/// What the reply to `hello` says.
public struct Welcome {
    public let session: SignalingSession
    public let secret: String
    /// What the client saw is continued without a gap.
    public let resumed: Bool
    let lastSeen: UInt64
    /// What was pushed since, up to this moment.
    var missed: [Push] { resumed ? session.ring.after(lastSeen) ?? [] : [] }
    /// How many pushes will follow the reply.
    public var missedCount: Int { missed.count }
}
