import Testing

@testable import Media

/// Who gets what: exactly what the routes say.
struct RoutingTests {
    @Test func nothingFlowsWithoutARoute() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(1))
        world.relay.setRoutes(room: world.room, routes: [bob.member: [ann.feed(.microphone)]])
        world.run(for: .milliseconds(200))
        let counts = bob.streams.map(\.packets.count) + ann.streams.map(\.packets.count)
        world.run(for: .seconds(2))
        let later = bob.streams.map(\.packets.count) + ann.streams.map(\.packets.count)
        #expect(later[0] > counts[0] + 90)
        #expect(later.dropFirst() == counts.dropFirst())
        world.routeAll()
        world.run(for: .seconds(2))
        let picture = try #require(bob.stream(ann.feed(.camera)))
        #expect(picture.packets.count > counts[1] + 150)
        #expect(picture.missing == 0)
        #expect(picture.hasSteadyClock)
    }

    /// A supervisor who monitors, whispers to the agent, and then is heard by all.
    @Test func supervisionHasItsShapes() throws {
        let world = try RelayWorld()
        let (agent, customer, supervisor) = (world.peer(1), world.peer(2), world.peer(3))
        for peer in [agent, customer, supervisor] {
            peer.sends(.microphone, .camera)
            for other in [agent, customer, supervisor] where other !== peer { peer.receives(other.feed(.microphone), other.feed(.camera)) }
        }
        func both(_ peer: TestPeer) -> Set<FeedID> { [peer.feed(.microphone), peer.feed(.camera)] }
        let monitor = [
            agent.member: both(customer), customer.member: both(agent), supervisor.member: both(agent).union(both(customer)),
        ]
        world.relay.setRoutes(room: world.room, routes: monitor)
        for peer in [agent, customer, supervisor] { try peer.negotiate() }
        try world.runUntil { agent.isConnected && customer.isConnected && supervisor.isConnected }
        world.run(for: .seconds(2))
        func heard(by peer: TestPeer) -> Int { peer.stream(supervisor.feed(.microphone))?.packets.count ?? -1 }
        func seen(by peer: TestPeer) -> Int { peer.stream(supervisor.feed(.camera))?.packets.count ?? -1 }
        #expect(supervisor.stream(customer.feed(.camera))?.packets.count ?? 0 > 100)
        #expect(heard(by: agent) == 0 && heard(by: customer) == 0 && seen(by: agent) == 0 && seen(by: customer) == 0)

        var whisper = monitor
        whisper[agent.member]?.insert(supervisor.feed(.microphone))
        world.relay.setRoutes(room: world.room, routes: whisper)
        world.run(for: .seconds(2))
        #expect(heard(by: agent) > 90 && heard(by: customer) == 0 && seen(by: agent) == 0)

        world.routeAll()
        world.run(for: .seconds(2))
        #expect(heard(by: customer) > 90 && seen(by: customer) > 100 && seen(by: agent) > 100)
        #expect(customer.stream(agent.feed(.camera))?.missing == 0)
    }

    @Test func sixPeopleMeet() throws {
        let world = try RelayWorld()
        let people = (1...6).map { world.peer(UInt8($0)) }
        for peer in people {
            peer.sends(.microphone, .camera)
            for other in people where other !== peer { peer.receives(other.feed(.microphone), other.feed(.camera)) }
        }
        world.routeAll()
        for peer in people { try peer.negotiate() }
        try world.runUntil { people.allSatisfy { $0.isConnected } }
        world.run(for: .seconds(2))
        for peer in people {
            #expect(peer.streams.count == 10)
            for stream in peer.streams {
                #expect(stream.packets.count > (stream.use.kind.isVideo ? 150 : 80))
                #expect(stream.missing == 0 && stream.conflicts == 0)
                #expect(stream.packets.values.allSatisfy { $0.content?.author == UInt8(stream.use.member.low) })
            }
        }
    }

    @Test func holdMusicContinuesTheVoice() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(2))
        let tune = (0..<50).map { TestPayload(captured: world.now, number: UInt32($0), author: 99).opus }
        let music = try #require(HoldMusic(packets: tune))
        world.relay.setRoutes(room: world.room, routes: [:])
        world.relay.play(music, to: bob.member, in: world.room)
        world.run(for: .seconds(3))
        let voice = try #require(bob.stream(ann.feed(.microphone)))
        let played = voice.packets.values.filter { $0.content?.author == 99 }
        #expect((148...152).contains(played.count))
        #expect(ann.streams.flatMap(\.packets.values).allSatisfy { $0.content?.author != 99 })
        world.relay.play(nil, to: bob.member, in: world.room)
        world.routeAll()
        world.run(for: .seconds(2))
        #expect(voice.packets.values.count { $0.content?.author == 99 } <= played.count + 2)
        #expect(voice.missing == 0)
        #expect(voice.hasSteadyClock)
        let numbers = voice.inOrder
        let steps = zip(numbers, numbers.dropFirst()).map { $1.timestamp &- $0.timestamp }
        #expect(steps.allSatisfy { $0 > 0 && $0 < 24_000 })
        #expect(numbers.last?.content?.author == ann.author)
    }
}
