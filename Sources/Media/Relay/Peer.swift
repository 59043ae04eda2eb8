/// One member's transport: ICE, DTLS, SRTP, what comes in over it and what goes out.
final class Peer {
    enum Phase {
        /// → connected
        case settingUp
        /// → suspended
        case connected
        /// Consent was lost; the keys wait for an ICE restart. → connected
        case suspended
    }

    /// Index in the relay's tables.
    let slot: Int
    unowned(unsafe) let room: Room
    let member: MemberID
    let connection: UInt32
    let expected: CertificateFingerprint
    /// Sender of our RTCP, and the name that ties it to the streams.
    let reporter: UInt32
    let cname: String
    let created: MediaTime

    // MARK: Transport

    var phase = Phase.settingUp
    var ice: ICELite
    /// Keys of `ice`'s credentials in the relay's table; the second from before a restart.
    var ufragKeys: [UInt64]
    var remoteUfrag: String
    var paths: [DatagramPath] = []
    /// Where datagrams go; the selected path.
    var path: DatagramPath
    var dtls: DTLSEndpoint?
    var isHandshaking = false
    var handshakeDatagrams = 0
    var handshakeAddress = IPAddress.any
    /// When this transport is given up, unless it connects.
    var expiry: MediaTime
    var lastAuthentic: MediaTime

    // MARK: Media

    /// Encrypted, with an address and consent.
    var canSend = false
    private(set) var sender: SRTPSender?
    private(set) var receiver: SRTPReceiver?
    /// The same for every packet: they go when the peer goes.
    private(set) var lentSender: Uncounted<SRTPSender>?
    private(set) var lentReceiver: Uncounted<SRTPReceiver>?
    var sections: [MediaSection] = []
    var sources: [Source] = []
    let table: Confined<StreamTable>
    var forwarders: [Forwarder] = []
    var outgoingStreamCount = 0
    var music: MusicPlayback?

    /// The sender's clocks, tied to ours: NTP time in nanoseconds, and the 24-bit absolute send time.
    var clockOffset = WindowedMinimum(window: .seconds(30))
    let sendTimes = Confined(SendTimeAlignment())

    // MARK: Signaling

    /// Of the answer's `o=` line.
    var answerVersion: UInt64 = 0

    // MARK: Reports

    var nextReport: MediaTime
    var reportNumber = 0
    var roundTrip: Duration?
    /// The receiver's estimate of its link, bits per second.
    var estimate: (bitsPerSecond: UInt64, at: MediaTime)?
    var lastQuality: MediaTime
    var retransmissions: RetransmissionBudget
    var keyFrameRequests: RateLimit
    var controlPackets: RateLimit

    init(
        slot: Int, room: Room, member: MemberID, connection: UInt32, transport: PeerTransport, reporter: UInt32, cname: String,
        policy: RelayPolicy, at now: MediaTime
    ) {
        self.slot = slot
        unsafe self.room = room
        self.member = member
        self.connection = connection
        self.reporter = reporter
        self.cname = cname
        expected = transport.fingerprint
        remoteUfrag = transport.remoteUfrag
        ufragKeys = [transport.credentials.packedUfrag]
        ice = ICELite(credentials: transport.credentials, policy: policy.ice)
        path = DatagramPath(remote: SocketAddress(address: .any, port: 0), local: .any)
        created = now
        expiry = now + policy.setUpTimeout
        lastAuthentic = now
        lastQuality = now
        // Peers report at different moments.
        nextReport = now + .milliseconds(100 + slot * 7 % 400)
        table = Confined(StreamTable(capacity: policy.incomingSSRCs))
        retransmissions = RetransmissionBudget(policy: policy, at: now)
        keyFrameRequests = RateLimit(perSecond: policy.keyFrameRequestsPerSecond, at: now)
        controlPackets = RateLimit(perSecond: policy.controlPacketsPerSecond, at: now)
    }
}

extension Peer {
    /// Once, when the handshake is done.
    func take(_ keys: DTLSKeys) throws(SRTPError) {
        precondition(sender == nil && receiver == nil, "packets on their way use the keys that there are")
        let (sender, receiver) = (
            try SRTPSender(profile: keys.profile, key: keys.sending), try SRTPReceiver(profile: keys.profile, key: keys.receiving)
        )
        (self.sender, self.receiver) = (sender, receiver)
        (lentSender, lentReceiver) = (Uncounted(sender), Uncounted(receiver))
    }

    /// What each SSRC of it is.
    var streams: StreamTable {
        @inline(__always) _read { yield table.value }
        @inline(__always) _modify { yield &table.value }
    }

    /// The RTCP name of a member's streams, which is the name of their common clock.
    static func cname(of member: MemberID) -> String { String(member.high, radix: 16) + "-" + String(member.low, radix: 16) }
}

/// What an offer and our answer to it settle about the transport.
struct PeerTransport {
    var credentials: ICECredentials
    var remoteUfrag: String
    var fingerprint: CertificateFingerprint
}

/// One section of a peer's description and what it carries.
struct MediaSection {
    var mid: [UInt8]
    var use: SectionUse.Use
    /// Of a section that sends.
    var format: Source.Format?
    /// Of a section that receives.
    var forwarder: Forwarder?
}
