import Testing

@testable import Media

/// What strangers and bad clients can do: nothing.
struct RelayAttackTests {
    private func call(seed: UInt64 = 1, policy: (inout RelayPolicy) -> Void = { _ in }) throws -> (RelayWorld, TestPeer, TestPeer) {
        let world = try RelayWorld(seed: seed, policy: policy)
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(1))
        return (world, ann, bob)
    }

    private let stranger = DatagramPath(
        remote: SocketAddress(address: IPAddress(ipv4: 0xcb00_7101), port: 6_666), local: IPAddress(ipv4: 0xc000_0201))

    @Test func mediaFromAnUnprovenAddressIsIgnored() throws {
        let (world, ann, bob) = try call()
        let before = world.relay.counters
        let stolen = ann.sent.filter { $0[0] >= 128 }
        #expect(stolen.count > 50)
        let sent = world.sentCount
        for datagram in ann.sent where datagram[0] > 3 { world.inject(datagram, from: stranger) }
        #expect(world.relay.counters.unknownSource - before.unknownSource >= UInt64(stolen.count))
        #expect(world.relay.counters.forwarded == before.forwarded)
        #expect(world.sentCount == sent)
        world.run(for: .seconds(1))
        #expect(bob.stream(ann.feed(.camera))?.missing == 0)
    }

    @Test func replaysAndGarbageDoNotEndTheCall() throws {
        let (world, ann, bob) = try call()
        var random = SeededGenerator(seed: 77)
        let replayed = ann.sent.filter { $0[0] >= 128 }
        for round in 0..<2_000 {
            world.inject(replayed[round % replayed.count], from: ann.path)
            var garbage = (0..<Int.random(in: 1...1_200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            world.inject(garbage, from: round % 2 == 0 ? ann.path : stranger)
            garbage[0] = [0x80, 0x90, 0x16, 0x17, 0x00, 0x01][round % 6]
            if garbage.count > 1, round % 3 == 0 { garbage[1] = 200 }
            world.inject(garbage, from: ann.path)
            if round % 100 == 0 { world.run(for: .milliseconds(20)) }
        }
        world.run(for: .seconds(2))
        #expect(world.relay.counters.replayed > 1_000)
        #expect(world.relay.counters.unauthenticated > 100)
        #expect(bob.stream(ann.feed(.camera))?.missing == 0)
        #expect(bob.stream(ann.feed(.microphone))?.missing == 0)
        #expect(!world.events.contains { if case .disconnected = $0 { true } else { false } })
    }

    @Test func checksWithoutThePasswordAreMetWithSilence() throws {
        let (world, ann, _) = try call()
        var check = try #require(ann.sent.first { $0[0] < 4 })
        check[check.count - 20] ^= 1
        let sent = world.sentCount
        for _ in 0..<100 { world.inject(check, from: stranger) }
        #expect(world.sentCount == sent)
        #expect(world.relay.population.paths == 2)
    }

    @Test func anAddressInUseIsNotTakenOver() throws {
        let (world, ann, bob) = try call()
        let eve = world.peer(3)
        eve.sends(.microphone)
        try eve.negotiate()
        // She sends her good check with Ann's address on it.
        eve.path = ann.path
        world.run(for: .seconds(3))
        #expect(world.relay.counters.limited > 0)
        world.forget(eve)
        world.run(for: .seconds(2))
        #expect(bob.stream(ann.feed(.camera))?.packets.values.contains { world.now - $0.arrival < .milliseconds(100) } == true)
    }

    @Test func aWrongCertificateEndsEverything() throws {
        let world = try RelayWorld()
        let ann = world.peer(1)
        ann.sends(.microphone)
        var offer = ann.offer
        offer.fingerprint = try DTLSIdentity().fingerprint
        let answer = try world.relay.offer(
            room: world.room, member: ann.member, connection: 1, sdp: offer.text,
            sections: [SectionUse(mid: "0", use: .send(.microphone))], at: world.now)
        ann.answer = TestAnswer(answer)
        world.run(for: .seconds(2))
        #expect(world.events == [.disconnected(world.room, ann.member, connection: 1, reason: .fingerprintMismatch)])
        #expect(world.relay.population.peers == 0)
        #expect(world.relay.population.handshakes == 0)
    }

    @Test func streamFloodsAreCapped() throws {
        let (world, ann, bob) = try call()
        let camera = try #require(ann.sender(.camera))
        for number in 0..<500 as Range<UInt32> {
            var packet = try #require(camera.history.values.first)
            packet.replaceSubrange(8..<12, with: [1, 2, UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)])
            // Without a section's name: nobody's.
            packet[1] = 77
            ann.transmit(protecting: packet)
        }
        world.run(for: .seconds(1))
        #expect(world.relay.counters.unknownSSRC <= UInt64(world.relay.policy.incomingSSRCs))
        #expect(world.relay.counters.limited > 400)
        #expect(bob.stream(ann.feed(.camera))?.missing == 0)
    }

    @Test func keyFrameRequestsAreThrottled() throws {
        let (world, ann, bob) = try call()
        let camera = try #require(ann.sender(.camera))
        let before = camera.keyFrameRequests
        let stream = try #require(bob.stream(ann.feed(.camera)))
        for _ in 0..<100 {
            bob.transmit(protectingRTCP: { writer in
                for _ in 0..<20 { writer.pli(sender: bob.reporter, media: stream.ssrc) }
                writer.fir(sender: bob.reporter, requests: [FullIntraRequest(ssrc: stream.ssrc, number: 1)])
            })
            world.run(for: .milliseconds(30))
        }
        #expect(camera.keyFrameRequests - before <= 8)
        #expect(camera.keyFrameRequests - before >= 4)
    }

    @Test func retransmissionsAreCapped() throws {
        let (world, ann, bob) = try call(policy: { $0.retransmissionsPerSecond = 100 })
        let stream = try #require(bob.stream(ann.feed(.camera)))
        let highest = UInt16(truncatingIfNeeded: stream.packets.keys.max() ?? 0)
        let before = world.relay.counters.retransmitted
        for _ in 0..<50 {
            bob.transmit(protectingRTCP: { writer in
                writer.nack(sender: bob.reporter, media: stream.ssrc, sequences: (0..<60).map { highest &- 60 &+ $0 })
            })
            world.run(for: .milliseconds(20))
        }
        let count = world.relay.counters.retransmitted - before
        #expect(count >= 100 && count <= 210, "\(count)")
        #expect(stream.conflicts == 0)
        // Numbers that never were.
        bob.transmit(protectingRTCP: { writer in
            writer.nack(sender: bob.reporter, media: stream.ssrc, sequences: (1...500).map { highest &+ 1_000 &+ $0 })
        })
        world.run(for: .milliseconds(100))
        #expect(world.relay.counters.unavailable >= 500)
    }

    @Test func controlFloodsAreCapped() throws {
        let (world, _, bob) = try call()
        for _ in 0..<1_000 { bob.transmit(protectingRTCP: { $0.receiverReport(ssrc: bob.reporter, blocks: []) }) }
        world.run(for: .milliseconds(100))
        #expect(world.relay.counters.limited > 500)
    }

    @Test func handshakesAreBounded() throws {
        let world = try RelayWorld(policy: { $0.handshakes = 3 })
        let peers = (1...8).map { world.peer(UInt8($0)) }
        for peer in peers {
            peer.sends(.microphone)
            peer.down.loss = 1
            try peer.negotiate()
        }
        for peer in peers { peer.down.loss = 0 }
        // The rest gets its turn as the first are done.
        try world.runUntil { peers.allSatisfy { $0.isConnected } }
        #expect(world.relay.population.handshakes == 0)
    }

    @Test func badOffersChangeNothing() throws {
        let (world, ann, bob) = try call()
        let good = ann.offer.text
        var random = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            var text = good
            for _ in 0..<4 {
                let index = Int.random(in: 0..<text.count, using: &random)
                if Bool.random(using: &random) { text.remove(at: index) } else { text[index] = .random(in: 0...255, using: &random) }
            }
            _ = try? world.relay.offer(
                room: world.room, member: MemberID(high: 9, low: 9), connection: 1, sdp: text,
                sections: [SectionUse(mid: "0", use: .send(.microphone))], at: world.now)
            world.relay.remove(member: MemberID(high: 9, low: 9), from: world.room)
        }
        let uses = [SectionUse(mid: "nope", use: .send(.camera))]
        #expect(throws: RelayError.unknownSection(mid: "nope")) {
            try world.relay.offer(room: world.room, member: ann.member, connection: 9, sdp: good, sections: uses, at: world.now)
        }
        world.run(for: .seconds(1))
        #expect(bob.stream(ann.feed(.camera))?.missing == 0)
        #expect(world.relay.population.peers == 2)
    }
}
