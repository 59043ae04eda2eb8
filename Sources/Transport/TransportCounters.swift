/// What a loop has done since it started, for metrics.
public struct TransportCounters: Sendable {
    public internal(set) var acceptedConnections: UInt64 = 0
    /// Sockets closed on acceptance because `maxConnections` was reached.
    public internal(set) var refusedConnections: UInt64 = 0
    public internal(set) var requests: UInt64 = 0
    public internal(set) var openedLinks: UInt64 = 0
    public internal(set) var messagesReceived: UInt64 = 0
    public internal(set) var messagesSent: UInt64 = 0
    public internal(set) var bytesReceived: UInt64 = 0
    public internal(set) var bytesSent: UInt64 = 0
    /// Links dropped because their peer read too slowly.
    public internal(set) var slowReaders: UInt64 = 0
    /// Bytes that wait on all links together, now.
    public internal(set) var queuedBytes = 0
}
