/// Every time-out and bound of a session, named.
public struct SessionPolicy: Hashable, Sendable {
    /// How long the two browsers have to reach each other after the agent accepted.
    public var connecting: Duration = .seconds(90)
    /// How long a call may stay without media, or a participant without a browser, before the session ends.
    public var reconnecting: Duration = .seconds(90)
    /// Chat messages a session keeps.
    public var maximumMessages = 500
    /// Bytes of their text together; a snapshot holds them all and must fit a client's queue.
    public var maximumMessageBytes = 256 * 1_024

    public init() {}
}
