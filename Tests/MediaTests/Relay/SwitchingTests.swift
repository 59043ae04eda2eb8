import Testing

@testable import Media

/// Late comers, other transports, other sources: the receiver's stream goes on.
struct SwitchingTests {
    @Test func aLateJoinerStartsWithAKeyFrame() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(5))
        let camera = try #require(ann.sender(.camera))
        let before = camera.keyFrames
        let eve = world.peer(3)
        eve.receives(ann.feed(.camera), ann.feed(.microphone))
        world.routeAll()
        try eve.negotiate()
        try world.runUntil { eve.isConnected }
        let joined = world.now
        try world.runUntil { eve.stream(ann.feed(.camera))?.arrivals.isEmpty == false }
        let first = try #require(eve.stream(ann.feed(.camera))?.arrivals.first)
        #expect(first.startsKeyFrame)
        #expect(first.arrival - joined < .milliseconds(150))
        #expect(camera.keyFrames == before + 1)
        world.run(for: .seconds(1))
        #expect(eve.stream(ann.feed(.camera))?.missing == 0)
    }

    @Test func aKeyFrameThatComesOutOfOrderIsWhole() throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            let world = try RelayWorld(seed: seed)
            let (ann, bob) = (world.peer(1), world.peer(2))
            ann.sends(.camera)
            ann.sender(.camera)?.packetsPerFrame = 12
            ann.up.jitter = .milliseconds(10)
            bob.receives(ann.feed(.camera))
            bob.answersRequests = false
            world.routeAll()
            try ann.negotiate()
            try world.runUntil { ann.isConnected }
            world.run(for: .seconds(1))
            try bob.negotiate()
            try world.runUntil { bob.stream(ann.feed(.camera))?.arrivals.isEmpty == false }
            world.run(for: .seconds(1))
            ann.sender(.camera)?.isPaused = true
            world.run(for: .seconds(1))
            let picture = try #require(bob.stream(ann.feed(.camera)))
            #expect(picture.inOrder.first?.startsKeyFrame == true)
            #expect(picture.missing == 0)
        }
    }

    @Test func anotherTransportContinuesTheStream() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(3))
        let picture = try #require(bob.stream(ann.feed(.camera)))
        let (count, last) = (picture.packets.count, picture.inOrder.last?.timestamp)
        // The page was loaded anew: other keys, other SSRCs, other clocks.
        let again = world.peer(1)
        world.forget(ann)
        again.connection = 2
        again.path.remote.port = 50_001
        again.sends(.microphone, .camera)
        again.receives(bob.feed(.microphone), bob.feed(.camera))
        try again.negotiate()
        try world.runUntil { again.isConnected }
        let connected = world.now
        world.run(for: .seconds(3))
        #expect(picture.packets.count > count + 300)
        #expect(picture.missing == 0)
        #expect(picture.conflicts == 0)
        #expect(picture.hasSteadyClock)
        let firstAfter = try #require(picture.inOrder.first { $0.arrival > connected })
        #expect(firstAfter.startsKeyFrame)
        let step = firstAfter.timestamp &- (last ?? 0)
        #expect(step > 0 && step < 90_000)
        #expect(bob.failures.isEmpty)
        #expect(bob.stream(again.feed(.microphone))?.missing == 0)
        #expect(world.relay.population.peers == 2)
        #expect(throws: RelayError.stale) { try ann.negotiate() }
    }

    @Test func anOfferAfterTheEndIsRefused() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        ann.hangUp()
        world.run(for: .seconds(1))
        #expect(world.events.contains(.disconnected(world.room, ann.member, connection: 1, reason: .closed)))
        #expect(throws: RelayError.gone) { try ann.negotiate() }
        #expect(world.relay.population.peers == 1)
    }

    @Test func renegotiationAddsSections() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(1))
        let before = try #require(bob.stream(ann.feed(.camera)))
        ann.sends(.screen)
        bob.receives(ann.feed(.screen))
        try ann.negotiate()
        try bob.negotiate()
        world.run(for: .seconds(3))
        let screen = try #require(bob.stream(ann.feed(.screen)))
        #expect(screen.packets.count > 200)
        #expect(screen.arrivals.first?.startsKeyFrame == true)
        #expect(before.missing == 0)
        #expect(bob.stream(ann.feed(.camera)) === before)
        #expect(bob.connection == 1 && bob.failures.isEmpty)
        // And away again.
        ann.sections.removeLast()
        ann.senders.removeLast()
        bob.sections.removeLast()
        try ann.negotiate()
        try bob.negotiate()
        world.run(for: .seconds(1))
        #expect(before.missing == 0)
    }

    @Test func otherNumbersMidwayLeaveTheStreamWhole() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(1))
        // Ann's next offer names other extension ids; so does every packet from then on.
        ann.numbers.sendTime = 9
        ann.numbers.mid = 10
        try ann.negotiate()
        bob.down.loss = 0.1
        world.run(for: .seconds(3))
        bob.down.loss = 0
        world.run(for: .seconds(1))
        #expect(bob.stream(ann.feed(.camera))?.conflicts == 0)
        #expect(bob.stream(ann.feed(.camera))?.missing ?? 100 < 5)
    }

    @Test func streamsThatNoDescriptionNamesAreFoundByTheirSection() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        ann.namesStreams = false
        try world.call(ann, bob)
        ann.up.loss = 0.1
        world.run(for: .seconds(4))
        ann.up.loss = 0
        world.run(for: .seconds(1))
        #expect(bob.stream(ann.feed(.camera))?.packets.count ?? 0 > 400)
        #expect(bob.stream(ann.feed(.camera))?.missing == 0)
        #expect(bob.stream(ann.feed(.microphone))?.packets.count ?? 0 > 180)
        #expect(world.relay.counters.recovered > 10)
    }

    @Test func anICERestartMovesTheCall() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(2))
        let oldUfrag = ann.answer?.ufrag
        try ann.restartICE(port: 55_555)
        #expect(ann.answer?.ufrag != oldUfrag)
        world.run(for: .seconds(3))
        #expect(bob.stream(ann.feed(.camera))?.missing == 0)
        #expect(ann.stream(bob.feed(.camera))?.packets.values.contains { world.now - $0.arrival < .milliseconds(100) } == true)
        #expect(world.relay.population.credentials == 2)
        #expect(world.relay.population.paths <= 3)
    }

    @Test func lostConsentStopsTheMediaAndARestartBringsItBack() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(2))
        bob.isSilent = true
        world.run(for: .seconds(17))
        #expect(world.events.contains(.disconnected(world.room, bob.member, connection: 1, reason: .consentLost)))
        let forwarded = world.relay.counters.forwarded
        world.run(for: .seconds(5))
        #expect(world.relay.counters.forwarded == forwarded)
        bob.isSilent = false
        try bob.restartICE(port: 44_444)
        world.run(for: .seconds(3))
        #expect(world.events.count { $0 == .connected(world.room, bob.member, connection: 1) } == 2)
        let picture = try #require(bob.stream(ann.feed(.camera)))
        #expect(world.now - (picture.arrivals.last?.arrival ?? MediaTime(nanoseconds: 0)) < .seconds(1))
        bob.isSilent = true
        world.run(for: .seconds(70))
        #expect(world.relay.population.peers == 1)
        bob.isSilent = false
        #expect(throws: RelayError.gone) { try bob.negotiate() }
    }
}
