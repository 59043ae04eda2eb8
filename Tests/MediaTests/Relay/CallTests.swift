import Testing

@testable import Media

/// Two and more people, all well.
struct CallTests {
    @Test func mediaFlowsBothWays() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        bob.numbers = .firefox
        try world.call(ann, bob)
        world.run(for: .seconds(5))
        for (peer, other) in [(ann, bob), (bob, ann)] {
            let voice = try #require(peer.stream(other.feed(.microphone)))
            let picture = try #require(peer.stream(other.feed(.camera)))
            #expect(voice.packets.count > 240)
            #expect(picture.packets.count > 580)
            for stream in [voice, picture] {
                #expect(stream.missing == 0)
                #expect(stream.conflicts == 0)
                #expect(stream.hasSteadyClock)
                #expect(stream.packets.values.allSatisfy { $0.content?.author == other.author })
            }
            #expect(picture.arrivals.first?.startsKeyFrame == true)
            #expect(peer.failures.isEmpty)
        }
        #expect(world.events.contains(.connected(world.room, ann.member, connection: 1)))
        #expect(world.events.contains(.firstPacket(world.room, ann.feed(.camera))))
    }
}
