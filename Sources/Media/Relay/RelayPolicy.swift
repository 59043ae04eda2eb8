/// The relay's bounds and times. Defaults suit a public server of two-party calls.
public struct RelayPolicy: Sendable {
    /// Where clients reach the relay: its candidates, in order of preference.
    public var addresses: [SocketAddress]
    public var ice = ICEPolicy()

    // MARK: Times

    /// An offer whose transport is not up after this is forgotten.
    public var setUpTimeout = Duration.seconds(30)
    /// How long the keys of a transport without consent are kept for an ICE restart.
    public var lingering = Duration.seconds(45)
    public var reportInterval = Duration.milliseconds(500)
    public var qualityInterval = Duration.seconds(5)
    /// Between two key frames asked of one source.
    public var keyFrameInterval = Duration.milliseconds(500)
    /// Asked again when none has come and somebody still waits.
    public var keyFrameRetry = Duration.seconds(1)
    /// Somebody else's transport may take an address over when its owner was silent for this long.
    public var addressReuse = Duration.seconds(5)
    /// Timers fire on multiples of this, so that a thousand transports do not mean a thousand wake-ups.
    public var timerGrain = Duration.milliseconds(5)

    // MARK: Bounds

    public var participants = 64
    public var sections = 64
    public var handshakes = 256
    public var handshakesPerAddress = 64
    /// DTLS datagrams taken from a peer before it has connected.
    public var handshakeDatagrams = 400
    public var pathsPerPeer = 16
    /// Different SSRCs a transport may use in its life, RTCP senders included.
    public var incomingSSRCs = 48
    /// Outgoing streams a transport may have had in its life: SRTP keeps the state of each.
    public var outgoingStreams = 512
    public var retransmissionsPerSecond = 1_000.0
    /// Of what a receiver is sent, the part that it is sent again at most, beyond `retransmissionBurst`: where packets are lost because
    /// there are too many, sending them all again ends in sending nothing else.
    public var retransmissionShare = 0.5
    /// Packets; what a receiver may be sent again at once.
    public var retransmissionBurst = 200.0
    public var keyFrameRequestsPerSecond = 4.0
    public var controlPacketsPerSecond = 200.0

    // MARK: Video

    public var historyBytes = 512 << 10
    /// No sender is told to send less.
    public var minimumBitrate: UInt64 = 100_000
    /// Told to a sender as long as no receiver says less.
    public var maximumBitrate: UInt64 = 2_500_000
    /// A receiver's estimate older than this no longer counts.
    public var estimateLifetime = Duration.seconds(10)
    public var videoCodecs: [VideoCodec] = [.vp8, .h264]

    public init(addresses: [SocketAddress]) { self.addresses = addresses }
}
