@testable import Media

/// A client and a server on a network that loses, repeats and overtakes as a seed says, in a time that only it moves.
final class DTLSLink {
    enum Side: Sendable { case client, server }

    struct Faults {
        var loss = 0.0
        var repetition = 0.0
        /// Each datagram takes between one and this many milliseconds.
        var longestDelay: Int64 = 1
    }

    let client: DTLSEndpoint
    let server: DTLSEndpoint
    private(set) var now = milliseconds(0)
    /// What each side has sent, from the start.
    private(set) var sent: [Side: [[UInt8]]] = [.client: [], .server: []]
    /// Decides what becomes of a datagram: its sender, its number there from 0, and its bytes; the answer is what is delivered.
    var route: (Side, Int, [UInt8]) -> [[UInt8]] = { _, _, datagram in [datagram] }

    private var random: SeededGenerator
    private let faults: Faults
    private var underWay: [(at: MediaTime, from: Side, bytes: [UInt8])] = []

    init(
        seed: UInt64 = 0, faults: Faults = Faults(), clientExpects: CertificateFingerprint? = nil,
        serverExpects: CertificateFingerprint? = nil,
        offers: [SRTPProfile] = SRTPProfile.preference, accepts: [SRTPProfile] = SRTPProfile.preference
    ) throws {
        let (ours, theirs) = try (DTLSIdentity(), DTLSIdentity())
        random = SeededGenerator(seed: seed)
        self.faults = faults
        server = try DTLSEndpoint(
            identity: ours, role: .server, expected: serverExpects ?? theirs.fingerprint, at: milliseconds(0), profiles: accepts)
        client = try DTLSEndpoint(
            identity: theirs, role: .client, expected: clientExpects ?? ours.fingerprint, at: milliseconds(0), profiles: offers)
    }

    var areConnected: Bool {
        if case .connected = client.state, case .connected = server.state { true } else { false }
    }

    /// Lets time pass until the condition holds. False: it never will, or not within the limit.
    @discardableResult
    func run(limit: Duration = .seconds(40), until isDone: () -> Bool) -> Bool {
        let end = now + limit
        collect()
        while !isDone() {
            let deadlines = [client.nextDeadline, server.nextDeadline].compactMap(\.self)
            guard let next = (deadlines + underWay.map(\.at)).min(), next <= end else { return false }
            now = max(now, next)
            deliver()
            client.advance(to: now)
            server.advance(to: now)
            collect()
        }
        return true
    }

    /// Until both have what they need, however many datagrams are still under way.
    func connect() -> Bool { run { areConnected } }

    /// Until nothing is under way any more.
    func settle() { run { underWay.isEmpty } }

    func inject(_ datagram: [UInt8], to side: Side) {
        let endpoint = side == .server ? server : client
        unsafe datagram.withUnsafeBytes { unsafe endpoint.receive($0, at: now) }
    }

    func wait(_ duration: Duration) { now += duration }

    private func deliver() {
        let due = underWay.enumerated().filter { $0.element.at <= now }.sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        underWay.removeAll { $0.at <= now }
        for (_, datagram) in due { inject(datagram.bytes, to: datagram.from == .client ? .server : .client) }
    }

    private func collect() {
        take(from: client, .client)
        take(from: server, .server)
    }

    private func take(from endpoint: DTLSEndpoint, _ side: Side) {
        unsafe endpoint.drain { bytes in
            let datagram = unsafe [UInt8](bytes)
            let number = sent[side, default: []].count
            sent[side, default: []].append(datagram)
            for part in route(side, number, datagram) { launch(part, from: side) }
        }
    }

    private func launch(_ datagram: [UInt8], from side: Side) {
        guard Double.random(in: 0..<1, using: &random) >= faults.loss else { return }
        let copies = Double.random(in: 0..<1, using: &random) < faults.repetition ? 2 : 1
        for _ in 0..<copies {
            underWay.append((now + .milliseconds(Int64.random(in: 1...max(1, faults.longestDelay), using: &random)), side, datagram))
        }
    }
}

extension DTLSState {
    var keys: DTLSKeys? { if case .connected(let keys) = self { keys } else { nil } }
    var closing: DTLSClosing? { if case .closed(let closing) = self { closing } else { nil } }
}
