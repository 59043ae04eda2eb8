import Media

/// One participant of a call, as far as the network sees it: ICE checks, DTLS as client, SRTP, and two streams each way.
final class MediaEndpoint {
    private enum Phase {
        // → checking
        case idle
        // → securing
        case checking
        // → connected
        case securing
        case connected
    }

    private static let checkInterval = Duration.milliseconds(50)
    private static let consentInterval = Duration.seconds(5)

    let number: Int
    /// The server tells endpoints apart by where they send from.
    let local: SocketAddress
    let credentials: ICECredentials
    let outgoing: [OutgoingStream]
    var incoming: [IncomingStream] = []
    var isConnected: Bool { if case .connected = phase { true } else { false } }
    private(set) var nextDeadline = MediaTime(nanoseconds: .max)

    private let identity: DTLSIdentity
    /// Sent by its owner after each turn.
    let batch: DatagramBatch
    private var phase = Phase.idle
    private(set) var path: DatagramPath
    private var check: STUNCheck?
    private var expected: CertificateFingerprint?
    private var dtls: DTLSEndpoint?
    private var sender: SRTPSender?
    private var receiver: SRTPReceiver?
    private var nextCheck = MediaTime(nanoseconds: .max)
    private var pictures = 0
    private var packetsOfPicture = 0

    /// - Parameter local: `.any`: as the kernel chooses; the endpoint has a port of its own then.
    init(number: Int, local: IPAddress, port: UInt16, batch: DatagramBatch, identity: DTLSIdentity) {
        self.number = number
        self.local = SocketAddress(address: local, port: port)
        self.batch = batch
        self.identity = identity
        var random = SystemRandomNumberGenerator()
        credentials = ICECredentials(using: &random)
        outgoing = MediaKind.allCases.map { OutgoingStream($0, ssrc: .random(in: 1...UInt32.max)) }
        path = DatagramPath(remote: SocketAddress(address: .any, port: 0), local: local)
    }

    /// What the other side of the call sends is expected here.
    func receives(from partner: MediaEndpoint) { incoming = partner.outgoing.map { IncomingStream(from: $0) } }

    func connect(to remote: RemoteDescription, at now: MediaTime) {
        path.remote = remote.address
        expected = remote.fingerprint
        check = STUNCheck(
            username: "\(remote.credentials.ufrag):\(credentials.ufrag)", password: remote.credentials.password, nominates: true,
            tieBreaker: .random(in: .min ... .max))
        phase = .checking
        nextCheck = now
        nextDeadline = now
    }

    // MARK: Setting up

    func advance(to now: MediaTime) {
        guard now >= nextDeadline else { return }
        if now >= nextCheck {
            sendCheck()
            nextCheck = now + (isConnected ? Self.consentInterval : Self.checkInterval)
        }
        if case .securing = phase, let dtls {
            dtls.advance(to: now)
            drain(dtls)
        }
        schedule()
    }

    func receiveCheck(_ datagram: UnsafeRawBufferPointer, at now: MediaTime) throws {
        let memory = unsafe UnsafeMutableRawBufferPointer(start: batch.next(), count: DatagramBatch.slotBytes)
        if let length = unsafe STUNCheck.answer(datagram, from: path.remote, password: credentials.password, into: memory) {
            return batch.commit(length, to: path)
        }
        guard case .checking = phase, let expected, case .success? = unsafe check?.read(datagram) else { return }
        phase = .securing
        nextCheck = now + Self.consentInterval
        let dtls = try DTLSEndpoint(identity: identity, role: .client, expected: expected, at: now, profiles: [.aeadAES128GCM])
        self.dtls = dtls
        drain(dtls)
        schedule()
    }

    func receiveHandshake(_ datagram: UnsafeRawBufferPointer, at now: MediaTime) throws {
        guard let dtls else { return }
        unsafe dtls.receive(datagram, at: now)
        drain(dtls)
        switch dtls.state {
        case .handshaking: break
        case .connected(let keys):
            guard !isConnected else { return }
            sender = try SRTPSender(profile: keys.profile, key: keys.sending)
            receiver = try SRTPReceiver(profile: keys.profile, key: keys.receiving)
            phase = .connected
        case .closed(let reason): throw LoadError("endpoint \(number): DTLS ended: \(reason)")
        }
        schedule()
    }

    private func schedule() {
        nextDeadline = min(nextCheck, dtls?.nextDeadline ?? nextCheck)
    }

    private func sendCheck() {
        let transaction = STUNTransaction(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
        let memory = unsafe UnsafeMutableRawBufferPointer(start: batch.next(), count: DatagramBatch.slotBytes)
        if let length = unsafe check?.write(transaction, into: memory) { batch.commit(length, to: path) }
    }

    private func drain(_ dtls: DTLSEndpoint) {
        unsafe dtls.drain { datagram in
            guard let start = datagram.baseAddress else { return }
            unsafe batch.next().copyMemory(from: start, byteCount: datagram.count)
            batch.commit(datagram.count, to: path)
        }
    }

    // MARK: Media

    func sendAudio(at now: UInt64, into outlet: any MediaOutlet) throws {
        guard let sender else { return }
        try outgoing[MediaKind.audio.rawValue].send(first: true, last: true, at: now, with: sender, into: outlet, to: path)
    }

    /// - Returns: Whether that was the picture's last packet.
    func sendVideo(at now: UInt64, into outlet: any MediaOutlet) throws -> Bool {
        guard let sender else { return true }
        let size = MediaFormat.picture[pictures % MediaFormat.picture.count]
        let isLast = packetsOfPicture == size - 1
        try outgoing[MediaKind.video.rawValue].send(
            first: packetsOfPicture == 0, last: isLast, at: now, with: sender, into: outlet, to: path)
        packetsOfPicture = isLast ? 0 : packetsOfPicture + 1
        if isLast { pictures += 1 }
        return isLast
    }

    func sendReport(at now: MediaTime, wallClock: WallClockOrigin) {
        guard let sender else { return }
        let packet = unsafe batch.next()
        var writer = unsafe RTCPWriter(UnsafeMutableRawBufferPointer(start: packet, count: 512))
        for stream in outgoing { writer.senderReport(stream.report(at: now, wallClock: wallClock)) }
        writer.sourceDescription(ssrc: outgoing[0].ssrc, cname: "load")
        if let length = unsafe sender.protectRTCP(packet, length: writer.length) { batch.commit(length, to: path) }
    }

    /// - Returns: How long the packet took.
    func receiveMedia(_ datagram: UnsafeMutableRawBufferPointer, at now: UInt64) throws -> UInt64? {
        guard let receiver, datagram.count > 12 else { return nil }
        let payloadType = unsafe datagram[1] & 0x7f
        guard let kind = MediaKind.allCases.first(where: { $0.payloadType == payloadType }), !incoming.isEmpty else { return nil }
        let sequence = unsafe UInt16(bigEndian: datagram.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        return try unsafe incoming[kind.rawValue].receive(datagram, sequence: sequence, at: now, with: receiver)
    }

    /// Of reports only a wish for a key frame matters.
    func receiveControl(_ datagram: UnsafeMutableRawBufferPointer) {
        guard let receiver, let start = datagram.baseAddress,
            case .packet(let length) = unsafe receiver.unprotectRTCP(start, length: datagram.count)
        else { return }
        var reader = unsafe RTCPReader(UnsafeRawBufferPointer(start: start, count: length))
        while let packet = reader.next() {
            switch packet {
            case .pli, .fir: outgoing[MediaKind.video.rawValue].wantsKeyFrame = true
            default: break
            }
        }
    }
}
