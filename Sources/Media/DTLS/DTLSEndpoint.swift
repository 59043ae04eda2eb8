/// One DTLS 1.2 association that agrees on SRTP keys (RFC 5764). Confined to one thread; reads no clock.
///
/// After each `receive`, `advance` and `close`: look at `state` and `drain` what is to be sent. The server role is for browsers;
/// the client role for tests and load clients.
public final class DTLSEndpoint {
    public enum Role: Sendable { case server, client }

    /// From the first datagram to the keys.
    public static let handshakeTimeout = Duration.seconds(30)
    /// How often, and how often at most, the last flight is repeated for a peer that did not get it.
    private static let finalFlightPause = Duration.milliseconds(20)
    private static let maxFinalFlights = 32

    public let role: Role
    public private(set) var state: DTLSState = .handshaking

    private let port: DTLSPort
    /// Nil once closed: a closed association holds neither memory of OpenSSL's nor keys.
    private var session: DTLSSession?
    private var filter = DTLSHandshakeFilter()
    private var numbering = DTLSRecordNumbering()
    private var flight: DTLSFlight?
    private var finalFlight: [[UInt8]] = []
    private var finalFlights = 0
    private var finalFlightAt: MediaTime
    private var outgoing: [[UInt8]] = []
    private let handshakeDeadline: MediaTime

    /// - Parameters:
    ///   - expected: What signaling says about the peer's certificate.
    ///   - profiles: A client offers them in this order; of a server's, the first that the client has is used.
    public init(
        identity: DTLSIdentity, role: Role, expected: CertificateFingerprint, at time: MediaTime,
        profiles: [SRTPProfile] = SRTPProfile.preference
    ) throws(DTLSError) {
        self.role = role
        port = DTLSPort(expected: expected)
        session = try DTLSSession(identity: identity, role: role, port: port, profiles: profiles)
        handshakeDeadline = time + Self.handshakeTimeout
        finalFlightAt = time
        if role == .client { goOn(at: time) }
    }

    /// When to call `advance`. Nil: there is nothing to wait for.
    public var nextDeadline: MediaTime? {
        guard state == .handshaking else { return nil }
        return min(flight?.deadline ?? handshakeDeadline, handshakeDeadline)
    }

    /// A DTLS datagram from the peer's address. Also to be called when connected: the peer may not have got our last flight, and may close.
    public func receive(_ datagram: UnsafeRawBufferPointer, at time: MediaTime) {
        switch state {
        case .handshaking: unsafe receiveHandshake(datagram, at: time)
        case .connected: unsafe receiveConnected(datagram, at: time)
        case .closed: break
        }
    }

    /// Repeats what is unanswered, or gives up.
    public func advance(to time: MediaTime) {
        guard state == .handshaking else { return }
        guard time < handshakeDeadline else { return end(.timedOut) }
        guard var waiting = flight, time >= waiting.deadline else { return }
        send(waiting.datagrams)
        waiting.noteResent(at: time)
        flight = waiting
    }

    /// Hands over each datagram that is to be sent, in order, and forgets it.
    public func drain(_ body: (UnsafeRawBufferPointer) -> Void) {
        let datagrams = outgoing
        outgoing = []
        for datagram in datagrams { unsafe datagram.withUnsafeBytes(body) }
    }

    /// Says `close_notify`, if there is somebody to say it to. Does nothing the second time.
    public func close() {
        if case .closed = state { return }
        if case .connected = state { session?.shutDown() }
        end(.closeNotify)
    }

    private func receiveHandshake(_ datagram: UnsafeRawBufferPointer, at time: MediaTime) {
        switch unsafe filter.judge(datagram) {
        case .pass: unsafe port.withIncoming(datagram) { goOn(at: time) }
        case .drop: break
        case .flood: end(.failed(.flood))
        }
    }

    private func goOn(at time: MediaTime) {
        guard let step = session?.handshake() else { return }
        switch step {
        case .waiting:
            let written = port.takeWritten()
            guard !written.isEmpty else { return }
            flight = DTLSFlight(written, at: time)
            send(written)
        case .done: connect()
        case .closeNotify: end(.closeNotify)
        case .failed(let reason): end(port.hasMismatch ? .fingerprintMismatch : .failed(.handshake(reason: reason)))
        }
    }

    private func connect() {
        guard let keys = session?.keys(role: role) else { return end(.failed(.noSharedProfile)) }
        state = .connected(keys)
        flight = nil
        finalFlight = port.takeWritten()
        send(finalFlight)
    }

    /// OpenSSL sees only alerts from here on: there is no application data and no renegotiation. Its own repetition of the last flight gives
    /// up after twelve times, and takes the association with it.
    private func receiveConnected(_ datagram: UnsafeRawBufferPointer, at time: MediaTime) {
        var repeats = false
        var alert: Range<Int>?
        let isSound = unsafe DTLSRecord.all(in: datagram) { record in
            guard record.epoch == 1 else { return true }
            if record.content == DTLSRecord.Content.handshake { repeats = true }
            if record.content == DTLSRecord.Content.alert { alert = record.range }
            return true
        }
        guard isSound else { return }
        if repeats { repeatFinalFlight(at: time) }
        if let alert { unsafe receiveAlert(UnsafeRawBufferPointer(rebasing: datagram[alert])) }
    }

    /// The peer repeats its Finished because ours was lost.
    private func repeatFinalFlight(at time: MediaTime) {
        guard !finalFlight.isEmpty, finalFlights < Self.maxFinalFlights, time >= finalFlightAt else { return }
        finalFlights += 1
        finalFlightAt = time + Self.finalFlightPause
        send(finalFlight)
    }

    private func receiveAlert(_ record: UnsafeRawBufferPointer) {
        guard let step = unsafe port.withIncoming(record, { session?.read() }) else { return }
        switch step {
        case .waiting, .done: break
        case .closeNotify: end(.closeNotify)
        case .failed(let reason): end(.failed(.handshake(reason: reason)))
        }
    }

    private func send(_ datagrams: [[UInt8]]) {
        for var datagram in datagrams {
            numbering.renumber(&datagram)
            outgoing.append(datagram)
        }
    }

    private func end(_ closing: DTLSClosing) {
        send(port.takeWritten())
        state = .closed(closing)
        session = nil
        flight = nil
        finalFlight = []
    }
}
