import Testing

@testable import Media

/// Clocks, bandwidth and quality.
struct ReportTests {
    @Test func pictureAndVoiceStayInStep() throws {
        let world = try RelayWorld(seed: 3)
        let (ann, bob) = (world.peer(1), world.peer(2))
        ann.up.jitter = .milliseconds(10)
        try world.call(ann, bob)
        world.run(for: .seconds(10))
        var offsets: [Duration] = []
        for kind in [FeedKind.microphone, .camera] {
            let stream = try #require(bob.stream(ann.feed(kind)))
            #expect(stream.reports.count >= 8)
            for report in stream.reports.suffix(5) {
                for packet in stream.arrivals.suffix(40) {
                    let content = try #require(packet.content)
                    let rate: Int64 = kind.isVideo ? 90_000 : 48_000
                    let units = Int64(Int32(bitPattern: packet.timestamp &- report.report.rtpTimestamp))
                    let shown = NTP.nanoseconds(report.report.ntp) + units * 1_000_000_000 / rate
                    offsets.append(.nanoseconds(shown - world.wallClock.nanoseconds(at: content.captured)))
                }
            }
        }
        let (least, most) = try (#require(offsets.min()), #require(offsets.max()))
        #expect(most - least < .milliseconds(3), "\(least) … \(most)")
        // On our wall clock but for the way here.
        #expect(least > .zero && most < .milliseconds(40))
    }

    @Test func theSlowestReceiverDecides() throws {
        let world = try RelayWorld()
        let people = (1...3).map { world.peer(UInt8($0)) }
        for peer in people {
            peer.sends(.microphone, .camera)
            for other in people where other !== peer { peer.receives(other.feed(.microphone), other.feed(.camera)) }
        }
        people[1].estimate = 1_080_000
        people[2].estimate = 680_000
        world.routeAll()
        for peer in people { try peer.negotiate() }
        try world.runUntil { people.allSatisfy { $0.isConnected } }
        world.run(for: .seconds(4))
        // Two voices of 40 kbit/s, two pictures.
        #expect(people[0].allowances.last?.bits ?? 0 > 290_000 && people[0].allowances.last?.bits ?? 0 <= 300_000)
        let times = people[0].allowances.map(\.at)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 <= .milliseconds(520) })
        people[2].estimate = 1_000
        world.run(for: .seconds(2))
        #expect(people[0].allowances.last?.bits ?? 0 > 98_000 && people[0].allowances.last?.bits ?? 0 <= 100_000)
        (people[1].estimate, people[2].estimate) = (nil, nil)
        world.run(for: .seconds(12))
        #expect(people[0].allowances.last?.bits ?? 0 > 2_490_000)
    }

    @Test func qualityIsTold() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        ann.up.loss = 0.1
        bob.down.delay = .milliseconds(80)
        world.run(for: .seconds(12))
        let reports = world.events.compactMap { event -> (MemberID, QualityReport)? in
            if case .quality(_, let member, let report) = event { (member, report) } else { nil }
        }
        let fromAnn = try #require(reports.last { $0.0 == ann.member }?.1)
        #expect((0.05...0.15).contains(fromAnn.up.loss))
        #expect(fromAnn.up.packets > 500 && fromAnn.up.bitsPerSecond > 100_000)
        #expect((2.0...4.0).contains(fromAnn.up.opinionScore ?? 0))
        let toBob = try #require(reports.last { $0.0 == bob.member }?.1)
        let roundTrip = try #require(toBob.roundTrip)
        #expect((.milliseconds(90)...Duration.milliseconds(120)).contains(roundTrip))
        #expect(toBob.down.loss < 0.12)
        #expect(OpinionScore.estimate(loss: 0, jitter: .zero, roundTrip: .milliseconds(20)) > 4.3)
        #expect(OpinionScore.estimate(loss: 0.3, jitter: .milliseconds(50), roundTrip: .milliseconds(600)) < 2)
    }

    @Test func sendTimesAreOfOneClock() throws {
        let world = try RelayWorld()
        let (ann, bob) = (world.peer(1), world.peer(2))
        try world.call(ann, bob)
        world.run(for: .seconds(1))
        var alignment = SendTimeAlignment()
        // A sender's clock that is 20 s off and drifts; the way takes 30 to 60 ms.
        for step in 0..<5_000 as Range<Int64> {
            let now = MediaTime(nanoseconds: step * 20_000_000)
            let sent = now + .seconds(20) + .nanoseconds(step * 2_000)
            let arrival = now + .milliseconds(30 + step % 7 * 5)
            let aligned = alignment.align(sent.absoluteSendTime, at: arrival)
            guard step > 100 else { continue }
            let late = Int32(bitPattern: ((now + .milliseconds(30)).absoluteSendTime &- aligned) << 8) >> 8
            #expect(abs(late) < 262_144 / 100, "\(late)")
        }
    }
}
