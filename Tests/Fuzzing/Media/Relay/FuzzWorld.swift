import Fuzzing
import Media

/// A relay with three clients in one room. Nothing is lost or late: the input is what goes wrong.
final class FuzzWorld {
    static let clients: UInt8 = 3
    static let room = RoomID(high: 1, low: 1)
    private static let local = IPAddress(ipv4: 0xc000_0201)

    let relay: Relay
    private(set) var clients: [FuzzClient] = []
    private(set) var now = MediaTime(nanoseconds: 1_000_000_000)
    private var batch = DatagramBatch { _ in }
    private var underway: [(bytes: [UInt8], path: DatagramPath)] = []
    private var outgoing: [(bytes: [UInt8], path: DatagramPath)] = []
    /// The last datagrams that came to the relay.
    private(set) var history: [(bytes: [UInt8], path: DatagramPath)] = []

    init(relayIdentity: DTLSIdentity, clientIdentity: DTLSIdentity) {
        let policy = RelayPolicy(addresses: [SocketAddress(address: Self.local, port: 3_478)])
        relay = Relay(policy: policy, identity: relayIdentity, wallClock: WallClockOrigin(unixMilliseconds: 1_790_000_000_000), seed: 1)
        batch = DatagramBatch(capacity: 16) { [unowned self] batch in
            for index in 0..<batch.count { underway.append((unsafe [UInt8](batch.datagram(index)), batch.path(index))) }
        }
        clients = (0..<Self.clients).map { FuzzClient($0, identity: clientIdentity, world: self) }
        relay.setRoutes(room: Self.room, routes: routes(everything: true))
        for client in clients {
            negotiate(client)
            connect(client)
        }
        for client in clients { precondition(client.isConnected, "a sound client connects") }
    }

    static func path(_ client: UInt8, port: UInt8) -> DatagramPath {
        DatagramPath(
            remote: SocketAddress(address: IPAddress(ipv4: 0x0a00_0000 | UInt32(client)), port: 1_000 + UInt16(port)), local: local)
    }

    func routes(everything: Bool) -> [MemberID: Set<FeedID>] {
        var routes: [MemberID: Set<FeedID>] = [:]
        for receiver in 0..<Self.clients {
            let feeds = (0..<Self.clients).filter { everything ? $0 != receiver : $0 < receiver }
                .flatMap { sender in FeedKind.allCases.map { FeedID(member: FuzzOffer.member(sender), kind: $0) } }
            routes[FuzzOffer.member(receiver)] = Set(feeds)
        }
        return routes
    }

    // MARK: Clients

    func negotiate(_ client: FuzzClient, sdp: [UInt8]? = nil, connection: UInt32? = nil) {
        let answer = try? relay.offer(
            room: Self.room, member: FuzzOffer.member(client.number), connection: connection ?? client.connection,
            sdp: sdp ?? client.offer.text, sections: client.offer.uses, at: now)
        if let answer { client.take(answer) }
        settle()
    }

    func connect(_ client: FuzzClient) {
        give(client.check(nominates: true), from: client.path)
        client.startHandshake()
        settle()
    }

    // MARK: The network

    /// On its way; it arrives with the next `settle`.
    func send(_ bytes: [UInt8], from path: DatagramPath) { outgoing.append((bytes, path)) }

    /// The relay gets a datagram, and everything that follows from it happens.
    func give(_ bytes: [UInt8], from path: DatagramPath) {
        send(bytes, from: path)
        settle()
    }

    func settle() {
        for _ in 0..<1_000 {
            if outgoing.isEmpty, underway.isEmpty { break }
            let arriving = outgoing
            outgoing = []
            for datagram in arriving { inject(datagram.bytes, from: datagram.path) }
            batch.send()
            let leaving = underway
            underway = []
            for datagram in leaving { deliver(datagram.bytes, to: datagram.path) }
        }
        precondition(outgoing.isEmpty && underway.isEmpty, "the talk goes on for ever")
        _ = relay.takeEvents()
        if relay.tap.byteCount > 1 << 20 { relay.tap.removeAll() }
    }

    private func inject(_ bytes: [UInt8], from path: DatagramPath) {
        history.append((bytes, path))
        if history.count > 64 { history.removeFirst(32) }
        unsafe bytes.withExactBytes { unsafe relay.receive($0, from: path, at: now, into: batch) }
    }

    private func deliver(_ bytes: [UInt8], to path: DatagramPath) {
        guard let client = clients.first(where: { $0.paths.contains(path) }) else {
            preconditionFailure("a stranger was answered")
        }
        if client.path == path { client.receive(bytes) }
    }

    // MARK: Time

    func run(for duration: Duration) {
        let end = now + duration
        var idle = 0
        for _ in 0..<20_000 {
            advance()
            guard let next = relay.nextDeadline, next < end else { break }
            // What a datagram causes may be due at once; what is due again and again would keep a thread busy for nothing.
            idle = next > now ? 0 : idle + 1
            precondition(idle < 10, "time does not go on")
            now = max(now, next)
        }
        now = end
        advance()
    }

    private func advance() {
        relay.advance(to: now, into: batch)
        batch.send()
        for client in clients { client.advance() }
        settle()
        // What a command leaves behind is due at once.
        relay.advance(to: now, into: batch)
        settle()
    }

    /// Everything goes; nothing may stay.
    func close() {
        relay.closeRoom(Self.room)
        run(for: .seconds(1))
        let left = relay.population
        precondition(
            left.rooms == 0 && left.peers == 0 && left.paths == 0 && left.credentials == 0 && left.handshakes == 0, "stays behind: \(left)")
    }
}
