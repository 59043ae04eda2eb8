import Testing

@testable import Media

/// A relay, its clients and the network between them, in virtual time.
final class RelayWorld {
    let seed: UInt64
    let relay: Relay
    let network: SimulatedNetwork
    let clientIdentity: DTLSIdentity
    let room = RoomID(high: 1, low: 1)
    let wallClock = WallClockOrigin(unixMilliseconds: 1_790_000_000_000)
    let relayAddress = IPAddress(ipv4: 0xc000_0201)
    private(set) var now = MediaTime(nanoseconds: 1_000_000_000)
    private(set) var peers: [TestPeer] = []
    private(set) var events: [RelayEvent] = []
    private(set) var batch = DatagramBatch { _ in }
    /// What the relay sent, in all.
    private(set) var sentCount = 0

    init(seed: UInt64 = 1, policy change: (inout RelayPolicy) -> Void = { _ in }) throws {
        self.seed = seed
        var policy = RelayPolicy(addresses: [SocketAddress(address: IPAddress(ipv4: 0xc000_0201), port: 3478)])
        change(&policy)
        clientIdentity = try DTLSIdentity()
        relay = Relay(policy: policy, identity: try DTLSIdentity(), wallClock: wallClock, seed: seed)
        network = SimulatedNetwork(seed: seed)
        batch = DatagramBatch(capacity: 64) { [unowned self] batch in self.deliver(batch) }
    }

    func peer(_ author: UInt8) -> TestPeer {
        let peer = TestPeer(author, in: self)
        peers.append(peer)
        return peer
    }

    /// Two people who see and hear each other, connected.
    func call(_ first: TestPeer, _ second: TestPeer) throws {
        for (peer, other) in [(first, second), (second, first)] {
            peer.sends(.microphone, .camera)
            peer.receives(other.feed(.microphone), other.feed(.camera))
        }
        routeAll()
        try first.negotiate()
        try second.negotiate()
        try runUntil { first.isConnected && second.isConnected }
    }

    /// Everybody gets all that everybody else sends.
    func routeAll() {
        var routes: [MemberID: Set<FeedID>] = [:]
        for peer in peers {
            routes[peer.member] = Set(peers.filter { $0 !== peer }.flatMap { other in FeedKind.allCases.map { other.feed($0) } })
        }
        relay.setRoutes(room: room, routes: routes)
    }

    func forget(_ peer: TestPeer) { peers.removeAll { $0 === peer } }

    // MARK: Time

    func run(for duration: Duration) {
        let end = now + duration
        while step(until: end) {}
        now = end
    }

    func runUntil(within limit: Duration = .seconds(20), _ condition: () -> Bool) throws {
        let end = now + limit
        while !condition() { try #require(step(until: end), "not within \(limit); seed \(seed)") }
    }

    /// Goes to the next thing that happens; false when nothing does before the end.
    private func step(until end: MediaTime) -> Bool {
        var next = [network.next, relay.nextDeadline].compactMap { $0 }.min()
        for peer in peers { if let deadline = peer.nextDeadline { next = min(next ?? deadline, deadline) } }
        guard let next, next <= end else { return false }
        now = max(now, next)
        while let delivery = network.take(at: now) {
            if delivery.isUp {
                inject(delivery.bytes, from: delivery.path)
            } else {
                peers.last { $0.path.remote == delivery.path.remote }?.receive(delivery.bytes)
            }
        }
        for peer in peers { peer.advance() }
        relay.advance(to: now, into: batch)
        batch.send()
        events += relay.takeEvents()
        return true
    }

    /// Gives the relay a datagram, whoever sent it.
    func inject(_ bytes: [UInt8], from path: DatagramPath) {
        var bytes = bytes
        unsafe bytes.withUnsafeMutableBytes { unsafe relay.receive($0, from: path, at: now, into: batch) }
        batch.send()
        events += relay.takeEvents()
    }

    private func deliver(_ batch: DatagramBatch) {
        for index in 0..<batch.count {
            sentCount += 1
            let path = batch.path(index)
            let bytes = unsafe [UInt8](batch.datagram(index))
            let conditions = peers.last { $0.path.remote == path.remote }?.down ?? .perfect
            network.send(bytes, path: path, isUp: false, at: now, conditions)
        }
    }
}
