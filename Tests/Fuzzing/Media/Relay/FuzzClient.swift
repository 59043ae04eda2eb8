import Fuzzing
import Media

/// A client of the relay that does what the input says, under keys that are right.
final class FuzzClient {
    let number: UInt8
    var offer: FuzzOffer
    var connection: UInt32 = 1
    private(set) var path: DatagramPath
    /// Everywhere it ever was.
    private(set) var paths: Set<DatagramPath>
    /// Streams that the relay said it would send.
    private(set) var announced: Set<UInt32> = []
    /// Numbers of what it sends next, by stream.
    var sequences = [UInt16](repeating: 65_500, count: 8)
    var timestamp: UInt32 = 0xffff_0000

    private let identity: DTLSIdentity
    private var ufrag = ""
    private var password = ""
    private var fingerprint: CertificateFingerprint?
    private var dtls: DTLSEndpoint?
    private var sender: SRTPSender?
    private var receiver: SRTPReceiver?
    private var transactions: UInt64 = 0
    private unowned let world: FuzzWorld

    init(_ number: UInt8, identity: DTLSIdentity, world: FuzzWorld) {
        self.number = number
        self.identity = identity
        self.world = world
        offer = FuzzOffer(client: number, fingerprint: identity.fingerprint)
        path = FuzzWorld.path(number, port: 1)
        paths = [path]
    }

    var isConnected: Bool { sender != nil }

    // MARK: Signaling

    func take(_ answer: [UInt8]) {
        for line in answer.split(separator: UInt8(ascii: "\n")) {
            let line = String(decoding: line.dropLast(), as: UTF8.self)
            if line.hasPrefix("a=ice-ufrag:") { ufrag = String(line.dropFirst(12)) }
            if line.hasPrefix("a=ice-pwd:") { password = String(line.dropFirst(10)) }
            if line.hasPrefix("a=fingerprint:") { fingerprint = CertificateFingerprint(parsing: line.dropFirst(14)) }
            if line.hasPrefix("a=ssrc:"), let ssrc = UInt32(line.dropFirst(7).prefix { $0 != " " }) { announced.insert(ssrc) }
        }
    }

    /// What there was is gone; another offer with a greater connection follows.
    func begin(port: UInt8) {
        (dtls, sender, receiver) = (nil, nil, nil)
        move(port: port)
        connection += 1
        offer.generation &+= 1
    }

    func move(port: UInt8) {
        path = FuzzWorld.path(number, port: port)
        paths.insert(path)
    }

    // MARK: Transport

    func check(nominates: Bool) -> [UInt8] {
        transactions += 1
        let check = STUNCheck(username: "\(ufrag):\(offer.ufrag)", password: password, nominates: nominates)
        var memory = [UInt8](repeating: 0, count: 1_024)
        let length = unsafe memory.withUnsafeMutableBytes {
            unsafe check.write(STUNTransaction(high: UInt32(number), low: transactions), into: $0)
        }
        return Array(memory[..<(length ?? 0)])
    }

    func startHandshake() {
        guard dtls == nil, let fingerprint else { return }
        dtls = try? DTLSEndpoint(identity: identity, role: .client, expected: fingerprint, at: world.now)
        drain()
    }

    func advance() {
        dtls?.advance(to: world.now)
        drain()
    }

    func hangUp() {
        dtls?.close()
        drain()
    }

    private func drain() {
        unsafe dtls?.drain { world.send(unsafe [UInt8]($0), from: path) }
    }

    func protect(_ plain: [UInt8], isControl: Bool) -> [UInt8]? {
        guard let sender, plain.count >= 12, plain.count <= 2_000 else { return nil }
        return unsafe (plain + [UInt8](repeating: 0, count: sender.profile.overhead)).withExactBytes { memory in
            guard let start = memory.baseAddress else { return nil }
            let length =
                isControl
                ? unsafe sender.protectRTCP(start, length: plain.count) : unsafe sender.protect(start, length: plain.count)
            return length.map { unsafe [UInt8](memory[..<$0]) }
        }
    }

    // MARK: What comes

    /// Whatever the relay sends must be something that a client can read.
    func receive(_ datagram: [UInt8]) {
        switch datagram.first ?? 255 {
        case 0...3: break
        case 20...63:
            unsafe datagram.withUnsafeBytes { unsafe dtls?.receive($0, at: world.now) }
            drain()
            guard sender == nil, case .connected(let keys)? = dtls?.state else { return }
            sender = try? SRTPSender(profile: keys.profile, key: keys.sending)
            receiver = try? SRTPReceiver(profile: keys.profile, key: keys.receiving)
        case 128...191: receiveProtected(datagram)
        default: preconditionFailure("neither STUN, DTLS nor SRTP")
        }
    }

    private func receiveProtected(_ datagram: [UInt8]) {
        guard let receiver else { return }
        let isControl = unsafe datagram.withUnsafeBytes { unsafe RTCPReader.recognizes($0) }
        unsafe datagram.withExactBytes { memory in
            guard let start = memory.baseAddress else { return }
            let result =
                isControl
                ? unsafe receiver.unprotectRTCP(start, length: memory.count) : unsafe receiver.unprotect(start, length: memory.count)
            guard case .packet(let length) = result else {
                return precondition(result == .replayed || result == .tooManySources, "the client cannot open it: \(result)")
            }
            let plain = unsafe UnsafeRawBufferPointer(rebasing: memory[..<length])
            isControl ? unsafe judgeControl(plain) : unsafe judgeMedia(plain)
        }
    }

    private func judgeControl(_ plain: UnsafeRawBufferPointer) {
        var reader = unsafe RTCPReader(plain)
        while reader.next() != nil {}
        precondition(!reader.isMalformed, "RTCP of the relay's own is sound")
    }

    private func judgeMedia(_ plain: UnsafeRawBufferPointer) {
        guard let header = unsafe RTPHeader(plain) else { preconditionFailure("RTP of the relay's own is sound") }
        precondition(announced.contains(header.ssrc), "an SSRC that no answer names")
    }
}
