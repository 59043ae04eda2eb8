/// What a socket has received since it was opened.
public struct ReceiveCounters: Hashable, Sendable {
    public var datagrams: UInt64 = 0
    public var bytes: UInt64 = 0
    public var batches: UInt64 = 0
    /// Larger than any datagram of ours can be; thrown away.
    public var truncated: UInt64 = 0
    /// Lost before anybody saw them because the socket's buffer was full (`SO_RXQ_OVFL`).
    public var kernelDrops: UInt64 = 0
    /// Calls that failed for another reason than that nothing was there.
    public var errors: UInt64 = 0
}

/// What a socket has sent since it was opened.
public struct SendCounters: Hashable, Sendable {
    public var datagrams: UInt64 = 0
    public var bytes: UInt64 = 0
    /// Datagrams of one path that went to the kernel as one count once.
    public var messages: UInt64 = 0
    public var calls: UInt64 = 0
    /// The kernel had no room. They are not tried again: media that is late is worth nothing.
    public var dropped: UInt64 = 0
    /// Anything else, for example a path without a route.
    public var failed: UInt64 = 0
    /// The latest reason for `dropped` or `failed`.
    public var lastErrno: Int32 = 0
}

public struct DatagramCounters: Hashable, Sendable {
    public var received = ReceiveCounters()
    public var sent = SendCounters()
}
