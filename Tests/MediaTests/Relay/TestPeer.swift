import Testing

@testable import Media

/// A whole client: offers, checks connectivity, shakes hands, sends made-up media and judges what it gets.
final class TestPeer {
    let member: MemberID
    let author: UInt8
    let identity: DTLSIdentity
    var connection: UInt32 = 1
    var numbers = TestOffer.Numbers()
    var namesStreams = true
    var credentials: ICECredentials
    var path: DatagramPath
    var up = LinkConditions.perfect
    var down = LinkConditions.perfect
    /// Its wall clock against the relay's.
    var clockOffset: Duration
    /// Of its absolute send time.
    var sendTimeOffset: UInt32
    var estimate: UInt64?
    var isSilent = false
    var answersRequests = true

    var sections: [TestOffer.Section] = []
    var senders: [TestSender] = []
    var streams: [TestStream] = []
    var answer: TestAnswer?
    var dtls: DTLSEndpoint?
    var protector: SRTPSender?
    var unprotector: SRTPReceiver?
    var failures: [SRTPResult] = []
    var allowances: [(bits: UInt64, at: MediaTime)] = []
    var blocks: [UInt32: ReportBlock] = [:]
    var checksAnswered = 0
    var nextCheck: MediaTime
    var nextReport: MediaTime
    let reporter: UInt32
    var random: SeededGenerator
    /// Raw datagrams it sent, for those who replay them.
    var sent: [[UInt8]] = []

    unowned let world: RelayWorld
    var now: MediaTime { world.now }

    init(_ author: UInt8, in world: RelayWorld) {
        self.author = author
        self.world = world
        random = SeededGenerator(seed: world.seed &* 31 &+ UInt64(author))
        member = MemberID(high: 7, low: UInt64(author))
        identity = world.clientIdentity
        credentials = ICECredentials(using: &random)
        path = DatagramPath(
            remote: SocketAddress(address: IPAddress(ipv4: 0x0a00_0000 | UInt32(author)), port: 40_000 + UInt16(author)),
            local: world.relayAddress)
        clockOffset = .seconds(Int64.random(in: -100...100, using: &random)) + .milliseconds(137)
        sendTimeOffset = .random(in: 0...0xff_ffff, using: &random)
        reporter = .random(in: 1...(.max), using: &random)
        nextCheck = world.now
        nextReport = world.now
    }

    func feed(_ kind: FeedKind) -> FeedID { FeedID(member: member, kind: kind) }
    func sender(_ kind: FeedKind) -> TestSender? { senders.first { $0.kind == kind } }
    func stream(_ feed: FeedID) -> TestStream? { streams.last { $0.use == feed } }
    var isConnected: Bool { protector != nil }

    // MARK: Signaling

    func sends(_ kinds: FeedKind...) {
        for kind in kinds {
            let sender = TestSender(kind: kind, mid: "\(sections.count)", at: now, using: &random)
            senders.append(sender)
            sections.append(
                TestOffer.Section(mid: sender.mid, use: .send(kind), ssrc: sender.ssrc, repairSSRC: kind.isVideo ? sender.repairSSRC : nil))
        }
    }

    func receives(_ feeds: FeedID...) {
        for feed in feeds { sections.append(TestOffer.Section(mid: "\(sections.count)", use: .receive(feed))) }
    }

    var offer: TestOffer {
        TestOffer(
            credentials: credentials, fingerprint: identity.fingerprint, numbers: numbers, sections: sections, namesStreams: namesStreams)
    }

    /// Offers, and takes the answer over.
    func negotiate() throws {
        let uses = sections.map { SectionUse(mid: $0.mid, use: $0.use) }
        let bytes = try world.relay.offer(
            room: world.room, member: member, connection: connection, sdp: offer.text, sections: uses, at: now)
        let answer = TestAnswer(bytes)
        self.answer = answer
        nextCheck = now
        for section in sections {
            guard case .receive(let feed) = section.use, let described = answer.section(section.mid), let ssrc = described.ssrcs.first,
                !streams.contains(where: { $0.ssrc == ssrc })
            else { continue }
            streams.append(TestStream(ssrc: ssrc, repairSSRC: described.ssrcs.dropFirst().first, use: feed))
        }
    }

    /// Another transport, as after a reload or on another network.
    func reconnect(port: UInt16) throws {
        connection += 1
        path.remote.port = port
        credentials = ICECredentials(using: &random)
        dtls = nil
        protector = nil
        unprotector = nil
        streams = []
        for sender in senders { sender.wantsKeyFrame = true }
        try negotiate()
    }

    func restartICE(port: UInt16? = nil) throws {
        credentials = ICECredentials(using: &random)
        if let port { path.remote.port = port }
        try negotiate()
    }

    // MARK: Time

    var nextDeadline: MediaTime? {
        guard answer != nil, !isSilent else { return nil }
        var deadline = nextCheck
        if let dtls = dtls?.nextDeadline { deadline = min(deadline, dtls) }
        guard isConnected else { return deadline }
        deadline = min(deadline, nextReport)
        for sender in senders where !sender.isPaused { deadline = min(deadline, sender.next) }
        return deadline
    }

    func advance() {
        guard answer != nil, !isSilent else { return }
        if nextCheck <= now {
            check()
            nextCheck = now + (isConnected ? .milliseconds(2_500) : .milliseconds(50))
        }
        if let dtls, let deadline = dtls.nextDeadline, deadline <= now {
            dtls.advance(to: now)
            drain(dtls)
        }
        guard isConnected else { return }
        if nextReport <= now {
            report()
            nextReport = now + .milliseconds(100)
        }
        for sender in senders where !sender.isPaused && sender.next <= now { capture(sender) }
    }

    // MARK: Datagrams

    func transmit(_ bytes: [UInt8]) {
        sent.append(bytes)
        if sent.count > 2_000 { sent.removeFirst(1_000) }
        world.network.send(bytes, path: path, isUp: true, at: now, up)
    }

    func receive(_ bytes: [UInt8]) {
        guard let first = bytes.first, !isSilent else { return }
        switch first {
        case 0...3: receiveResponse(bytes)
        case 20...63: receiveHandshake(bytes)
        case 128...191: receiveProtected(bytes)
        default: Issue.record("the relay sent \(first)")
        }
    }

    private func check() {
        guard let answer else { return }
        var memory = [UInt8](repeating: 0, count: 256)
        let length = unsafe memory.withUnsafeMutableBytes { memory in
            let transaction = STUNTransaction(high: random.next(), low: random.next())
            var writer = unsafe STUNWriter(STUN.MessageType.bindingRequest, transaction, into: memory)
            writer.put(STUN.Attribute.username, text: "\(answer.ufrag):\(credentials.ufrag)")
            writer.begin(STUN.Attribute.priority, length: 4)
            writer.put(UInt32(0x6e00_1eff))
            writer.begin(STUN.Attribute.iceControlling, length: 8)
            writer.put(UInt64(author))
            writer.begin(STUN.Attribute.useCandidate, length: 0)
            return writer.finish(password: answer.password) ?? 0
        }
        transmit(Array(memory[..<length]))
    }

    private func receiveResponse(_ bytes: [UInt8]) {
        checksAnswered += 1
        guard dtls == nil, let fingerprint = answer?.fingerprint else { return }
        guard let dtls = try? DTLSEndpoint(identity: identity, role: .client, expected: fingerprint, at: now) else { return }
        self.dtls = dtls
        drain(dtls)
    }

    private func receiveHandshake(_ bytes: [UInt8]) {
        guard let dtls else { return }
        unsafe bytes.withUnsafeBytes { unsafe dtls.receive($0, at: now) }
        drain(dtls)
        guard !isConnected, case .connected(let keys) = dtls.state else { return }
        protector = try? SRTPSender(profile: keys.profile, key: keys.sending)
        unprotector = try? SRTPReceiver(profile: keys.profile, key: keys.receiving)
        for sender in senders { sender.next = now }
        nextReport = now + .milliseconds(100)
    }

    /// Says good-bye.
    func hangUp() {
        guard let dtls else { return }
        dtls.close()
        drain(dtls)
        isSilent = true
    }

    func drain(_ dtls: DTLSEndpoint) {
        unsafe dtls.drain { transmit(unsafe [UInt8]($0)) }
    }
}
