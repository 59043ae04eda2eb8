import Testing

@testable import Media

/// Bad networks.
struct LossTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func aFifthLostBothWaysIsRepaired(seed: UInt64) throws {
        let world = try RelayWorld(seed: seed)
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(1))
        ann.up = LinkConditions(loss: 0.2, duplication: 0.05, delay: .milliseconds(20), jitter: .milliseconds(15))
        bob.down = ann.up
        world.run(for: .seconds(10))
        (ann.up, bob.down) = (.perfect, .perfect)
        world.run(for: .seconds(2))
        let picture = try #require(bob.stream(ann.feed(.camera)))
        let share = Double(picture.missing) / Double(picture.packets.count)
        #expect(share < 0.02, "\(picture.missing) of \(picture.packets.count)")
        #expect(picture.conflicts == 0)
        #expect(picture.hasSteadyClock)
        #expect(world.relay.counters.recovered > 100)
        #expect(world.relay.counters.retransmitted > 100)
        #expect(bob.stream(ann.feed(.microphone))?.hasSteadyClock == true)
    }

    @Test func withoutARetransmissionStreamTheSameBytesAreSentAgain() throws {
        let world = try RelayWorld(seed: 4)
        let (ann, bob) = (world.peer(1), world.peer(2))
        bob.numbers.repair = nil
        try world.call(ann, bob)
        bob.down.loss = 0.2
        world.run(for: .seconds(5))
        bob.down.loss = 0
        world.run(for: .seconds(2))
        let picture = try #require(bob.stream(ann.feed(.camera)))
        #expect(world.relay.counters.retransmitted > 50)
        #expect(Double(picture.missing) < Double(picture.packets.count) * 0.02)
        #expect(picture.conflicts == 0)
        #expect(bob.failures.allSatisfy { $0 == .replayed })
    }

    /// Found by fuzzing: the alarm for what nobody may ask for stood in the past for ever.
    @Test func aSenderWithoutNACKIsNotWaitedFor() throws {
        let world = try RelayWorld(seed: 6)
        let (ann, bob) = (world.peer(1), world.peer(2))
        (ann.numbers.answersNACK, ann.numbers.repair) = (false, nil)
        try world.call(ann, bob)
        ann.up.loss = 0.1
        var turns = 0
        let end = world.now + .seconds(2)
        try world.runUntil {
            turns += 1
            return world.now >= end || turns > 20_000
        }
        #expect(world.now >= end, "\(turns) turns and still busy")
        #expect(world.relay.counters.nacksSent == 0)
    }

    @Test func reorderingAndDuplicatesCostNothing() throws {
        let world = try RelayWorld(seed: 5)
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(1))
        let before = bob.stream(ann.feed(.camera))?.missing
        ann.up = LinkConditions(loss: 0, duplication: 0.3, delay: .milliseconds(20), jitter: .milliseconds(8))
        bob.down = LinkConditions(loss: 0, duplication: 0.3, delay: .milliseconds(20), jitter: .milliseconds(8))
        world.run(for: .seconds(5))
        (ann.up.jitter, bob.down.jitter) = (.zero, .zero)
        world.run(for: .seconds(1))
        #expect(bob.stream(ann.feed(.camera))?.missing == before)
        #expect(bob.stream(ann.feed(.camera))?.conflicts == 0)
        #expect(bob.stream(ann.feed(.microphone))?.missing == 0)
        #expect(world.relay.counters.replayed > 100)
    }

    @Test func aHandshakeSurvivesLoss() throws {
        for seed in 10..<20 as Range<UInt64> {
            let world = try RelayWorld(seed: seed)
            let (ann, bob) = (world.peer(1), world.peer(2))
            for peer in [ann, bob] {
                peer.up = LinkConditions(loss: 0.3, duplication: 0.1, delay: .milliseconds(30), jitter: .milliseconds(30))
                peer.down = peer.up
            }
            try world.call(ann, bob)
        }
    }

    @Test(arguments: [0, 1, 0x7ff0, 0x7fff, 0x8000, 0xff00, 0xfffe, 0xffff] as [UInt16])
    func sequencesAndTimestampsWrap(start: UInt16) throws {
        let world = try RelayWorld(seed: 6)
        let (ann, bob) = (world.peer(1), world.peer(2))
        ann.sends(.microphone, .camera)
        bob.receives(ann.feed(.microphone), ann.feed(.camera))
        for sender in ann.senders {
            sender.sequence = start
            sender.timestampBase = 0 &- sender.timestamp(at: world.now + .seconds(2)) &+ sender.timestampBase
            sender.packetsPerFrame = 8
        }
        world.routeAll()
        try bob.negotiate()
        try world.runUntil { bob.isConnected }
        for forwarder in world.relay.peers.compactMap(\.self).flatMap(\.forwarders) { forwarder.skip(to: start, at: world.now) }
        try ann.negotiate()
        try world.runUntil { ann.isConnected }
        world.run(for: .milliseconds(200))
        (ann.up.loss, bob.down.loss) = (0.05, 0.05)
        world.run(for: .seconds(6))
        (ann.up.loss, bob.down.loss) = (0, 0)
        world.run(for: .seconds(2))
        let picture = try #require(bob.stream(ann.feed(.camera)))
        #expect(picture.packets.count > 1_200)
        #expect(picture.missing == 0)
        #expect(picture.hasSteadyClock)
        let voice = try #require(bob.stream(ann.feed(.microphone)))
        #expect(voice.hasSteadyClock)
        #expect(voice.packets.count > 300)
        #expect(bob.failures.isEmpty)
    }

    @Test func paddingLeavesNoGap() throws {
        let world = try RelayWorld(seed: 7)
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(1))
        let camera = try #require(ann.sender(.camera))
        for round in 0..<40 {
            for _ in 0..<(1 + round % 5) { ann.send([], of: camera, captured: camera.next, marker: false, padding: 200) }
            world.run(for: .milliseconds(50))
        }
        world.run(for: .seconds(1))
        let picture = try #require(bob.stream(ann.feed(.camera)))
        #expect(world.relay.counters.padding == 120)
        #expect(picture.missing == 0)
        #expect(picture.packets.values.allSatisfy { !$0.bytes.isEmpty })
    }
}

extension Forwarder {
    /// As if it had sent all the packets up to there.
    fileprivate func skip(to sequence: UInt16, at now: MediaTime) {
        while takeNumbers(payloadBytes: 1, step: 1, isFirst: false, now: now).sequence != sequence &- 20 {}
    }
}
