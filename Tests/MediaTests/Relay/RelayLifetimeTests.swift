import Testing

@testable import Media

/// What ends leaves nothing behind.
struct RelayLifetimeTests {
    @Test func aDayOfJoinsAndLeavesEndsWhereItBegan() throws {
        let world = try RelayWorld(seed: 8)
        for visit in 0..<32 as Range<UInt16> {
            let (agent, guest) = (world.peer(1), world.peer(2))
            for peer in [agent, guest] {
                peer.connection = UInt32(visit + 1)
                peer.path.remote.port = 41_000 + visit * 2 + UInt16(peer.author)
            }
            try world.call(agent, guest)
            world.run(for: .milliseconds(300))
            #expect(guest.streams.allSatisfy { !$0.packets.isEmpty })
            // Removed, said good-bye, or was only missed.
            switch visit % 3 {
            case 0: for peer in [agent, guest] { world.relay.remove(member: peer.member, from: world.room) }
            case 1: for peer in [agent, guest] { peer.hangUp() }
            default: for peer in [agent, guest] { peer.isSilent = true }
            }
            world.run(for: .seconds(1))
            world.forget(agent)
            world.forget(guest)
            world.run(for: .seconds(45 * 60))
            #expect(world.relay.population.peers == 0)
        }
        #expect(world.relay.population.slots == 2)
        world.relay.closeRoom(world.room)
        world.run(for: .seconds(1))
        let left = world.relay.population
        #expect(left.rooms == 0 && left.peers == 0 && left.paths == 0 && left.credentials == 0 && left.handshakes == 0)
        #expect(world.relay.nextDeadline == nil)
    }

    @Test func closingARoomSaysGoodbye() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.relay.closeRoom(world.room)
        world.run(for: .milliseconds(200))
        #expect(ann.dtls?.state == .closed(.closeNotify) && bob.dtls?.state == .closed(.closeNotify))
        #expect(world.relay.population.peers == 0)
    }

    @Test func objectsAreFreed() throws {
        weak var peer: Peer?
        weak var source: Source?
        weak var forwarder: Forwarder?
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(1))
        peer = world.relay.peers[0]
        source = peer?.sources.first
        forwarder = peer?.forwarders.first
        #expect(peer != nil && source != nil && forwarder != nil)
        world.relay.closeRoom(world.room)
        #expect(peer == nil && source == nil && forwarder == nil)
    }

    @Test func theTapGetsWhatWasSent() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(2))
        world.relay.setTap(room: world.room, tracks: [ann.feed(.camera): 7, ann.feed(.microphone): 8])
        ann.up.loss = 0.1
        world.run(for: .seconds(3))
        ann.up.loss = 0
        world.run(for: .seconds(1))
        world.relay.setTap(room: world.room, tracks: [:])
        let end = world.relay.tap.byteCount
        world.run(for: .seconds(1))
        #expect(world.relay.tap.byteCount == end)
        var kinds: [TapTrack: [TapRecord.Kind: Int]] = [:]
        var sequences: Set<UInt16> = []
        var hasKeyFrame = false
        world.relay.tap.forEach { record in
            kinds[record.track, default: [:]][record.kind, default: 0] += 1
            guard record.track == 7, record.kind == .rtp, let header = unsafe RTPHeader(record.bytes) else { return }
            #expect(record.codec == .vp8)
            sequences.insert(header.sequence)
            if unsafe VP8FrameHeader.startsKeyFrame(UnsafeRawBufferPointer(rebasing: record.bytes[header.payload])) { hasKeyFrame = true }
        }
        #expect(hasKeyFrame)
        #expect(kinds[7]?[.started] == 1 && kinds[8]?[.started] == 1 && kinds[7]?[.stopped] == 1)
        #expect(kinds[7]?[.senderReport] ?? 0 > 3 && kinds[8]?[.rtp] ?? 0 > 150)
        #expect(sequences.count > 450 && Int(sequences.max() ?? 0) - Int(sequences.min() ?? 0) + 1 == sequences.count)
        var full = TapBuffer()
        let big = [UInt8](repeating: 1, count: 60_000)
        for _ in 0..<80 { unsafe big.withUnsafeBytes { unsafe full.append(.rtp, track: 1, codec: .opus, arrival: world.now, $0) } }
        #expect(full.overflow > 0 && full.byteCount <= TapBuffer.bound)
    }
}
