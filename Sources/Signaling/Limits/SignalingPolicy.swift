/// Every bound and time-out of signaling, named.
public struct SignalingPolicy: Hashable, Sendable {
    /// From the opened socket to `hello`.
    public var hello: Duration = .seconds(5)
    /// How often a client is asked to ping; three times as long without a word closes the socket.
    public var ping: Duration = .seconds(20)
    /// How long a signaling session outlives its socket.
    public var detached: Duration = .seconds(30)
    public var replayPushes = 512
    public var replayBytes = 256 * 1_024
    public var keptReplies = 256
    /// Requests of one signaling session that wait for their answer.
    public var requestsInFlight = 64
    public var sessionsPerPrincipal = 8
    public var connectionsPerAddress = 500
    public var messagesPerSecond = 100
    public var messagesPerSecondPerAddress = 5_000
    public var hellosPerSecondPerAddress = 50

    public init() {}

    public var silence: Duration { ping * 3 }
}
