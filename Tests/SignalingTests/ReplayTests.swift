import Domain
import Signaling
import Testing

@Suite struct ReplayTests {
    @Test func sequenceNumbersGrowByOneInEachSessionOfItsOwn() throws {
        let time = Timeline()
        let (left, right) = (try time.connect(time.customer()), try time.connect(time.customer()))
        for number in 1...40 {
            time.push(number, to: left)
            if number % 3 == 0 { time.push(number, to: right) }
            if number % 7 == 0 {
                time.drop(left)
                time.push(-number, to: left)
                try time.resume(left)
            }
        }
        #expect(time.heard(right.link).compactMap(\.push?.sequence) == Array(1...13))
        #expect(time.read(left).compactMap(\.push).last?.sequence == 45)
        #expect(left.lastSeen == 45)
    }

    @Test func aResumedClientGetsExactlyWhatItMissed() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        for number in 1...5 { time.push(number, to: client) }
        #expect(time.read(client, limit: 3).count == 3, "two were lost with the socket")
        time.drop(client)
        for number in 6...8 { time.push(number, to: client) }
        let welcome = try #require(try time.resume(client))
        #expect(welcome.resumed && welcome.session.sequence == 8)
        let messages = time.read(client)
        #expect(messages.first == .reply(id: 1, .ok(welcomePayload)), "the welcome comes before the pushes")
        #expect(messages.compactMap { $0.push?.sequence } == [4, 5, 6, 7, 8])
        #expect(messages.compactMap { $0.push?.payload } == (4...8).map { Array("\($0)".utf8) })
        time.push(9, to: client)
        #expect(time.numbers(client) == [9])
    }

    @Test func whoMissedNothingGetsNothing() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.push(1, to: client)
        time.read(client)
        time.drop(client)
        #expect(try time.resume(client)?.resumed == true)
        #expect(time.read(client) == [.reply(id: 1, .ok(welcomePayload))])
    }

    @Test func acknowledgedPushesAreNotKept() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        for number in 1...10 { time.push(number, to: client) }
        time.read(client, limit: 6)
        #expect(client.lastSeen == 6)
        _ = time.ask(client, .ping)
        time.drop(client)
        #expect(try time.resume(client)?.resumed == true)
        #expect(time.numbers(client) == [7, 8, 9, 10])
        time.drop(client)
        let welcome = try #require(try time.resume(client, lastSeen: 5))
        #expect(!welcome.resumed && welcome.session.sequence == 10, "what was acknowledged is gone")
        #expect(time.read(client) == [.reply(id: 1, .ok(welcomePayload))], "the snapshot stands for all of it")
    }

    @Test func anAcknowledgementOfTheFutureCountsUpToNow() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.push(1, to: client)
        time.read(client)
        time.say(.ping, id: 2, seen: .max, on: client.link)
        time.push(2, to: client)
        time.drop(client)
        #expect(try time.resume(client)?.resumed == true)
        #expect(time.numbers(client) == [2])
    }

    @Test func aClientThatClaimsToHaveSeenTheFutureGetsASnapshot() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.push(1, to: client)
        time.drop(client)
        let welcome = try #require(try time.resume(client, lastSeen: 2))
        #expect(!welcome.resumed && welcome.session.sequence == 1)
    }

    @Test func fiveHundredAndTwelvePushesAreKept() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.drop(client)
        for number in 1...512 { time.push(number, to: client) }
        #expect(try time.resume(client, lastSeen: 0)?.resumed == true)
        #expect(time.numbers(client) == Array(1...512))
    }

    @Test func theFiveHundredAndThirteenthForcesASnapshot() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.drop(client)
        for number in 1...513 { time.push(number, to: client) }
        let welcome = try #require(try time.resume(client, lastSeen: 0))
        #expect(!welcome.resumed && welcome.session.sequence == 513)
        #expect(time.read(client) == [.reply(id: 1, .ok(welcomePayload))])
        time.push(514, to: client)
        #expect(time.numbers(client) == [514], "after the snapshot the sequence goes on")
        time.drop(client)
        time.push(515, to: client)
        #expect(try time.resume(client)?.resumed == true, "the snapshot was a new start")
        #expect(time.numbers(client) == [515])
    }

    @Test func whoSawTheFirstOfTooManyIsStillResumed() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        for number in 1...513 { time.push(number, to: client) }
        time.read(client, limit: 1)
        time.drop(client)
        #expect(try time.resume(client)?.resumed == true)
        #expect(time.numbers(client) == Array(2...513))
    }

    @Test func twoHundredAndFiftySixKibibytesAreKept() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.drop(client)
        let sixteenth = Payload(repeating: 0x20, count: 16 * 1_024)
        for _ in 0..<16 { time.push(sixteenth, to: client) }
        #expect(try time.resume(client, lastSeen: 0)?.resumed == true)
        #expect(time.read(client).compactMap(\.push).count == 16)
        time.drop(client)
        time.push([0x20], to: client)
        let welcome = try #require(try time.resume(client, lastSeen: 0))
        #expect(!welcome.resumed && welcome.session.sequence == 17, "one byte more is too much")
    }

    @Test func acknowledgingMakesRoomForMoreBytes() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        let large = Payload(repeating: 0x20, count: 60 * 1_024)
        for _ in 0..<50 {
            time.push(large, to: client)
            time.read(client)
            _ = time.ask(client, .ping)
            time.wait(.milliseconds(100))
        }
        time.drop(client)
        for _ in 0..<4 { time.push(large, to: client) }
        #expect(try time.resume(client)?.resumed == true)
        #expect(time.read(client).compactMap(\.push?.sequence) == [51, 52, 53, 54])
    }

    @Test func whatMayBeDroppedIsNeitherNumberedNorReplayed() throws {
        let time = Timeline()
        let principal = time.account()
        let (here, away) = (try time.connect(principal), try time.connect(principal))
        time.drop(away)
        time.act { machine, _ in machine.pushDroppable(.stats, [1], to: principal) }
        #expect(time.read(here) == [.droppable(.stats, [1])])
        let welcome = try #require(try time.resume(away))
        #expect(welcome.resumed && welcome.session.sequence == 0)
        #expect(time.read(away) == [.reply(id: 1, .ok(welcomePayload))])
    }

    @Test func aSnapshotCoversWhatWasPushedBeforeTheWelcome() throws {
        let time = Timeline()
        let link = time.open()
        time.say(.hello, id: 1, on: link)
        let principal = time.customer()
        let sequence = try time.act { machine, now in
            let attached = machine.attach(principal, credential: nil, on: link, at: now)
            let welcome = try #require(attached)
            machine.push(.ticket, [1], to: welcome.session)
            machine.pushDroppable(.stats, [2], to: principal)
            machine.send(welcome, id: 1, payload: welcomePayload)
            machine.push(.ticket, [3], to: welcome.session)
            return welcome.session.sequence
        }
        let heard = time.heard(link)
        #expect(heard.first == .reply(id: 1, .ok(welcomePayload)) && heard.count == 2)
        #expect(heard.last?.push?.payload == [3] && heard.last?.push?.sequence == 2 && sequence == 2)
    }

    @Test func aPushBetweenTheResumeAndItsWelcomeIsNotLost() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.drop(client)
        time.push(1, to: client)
        let link = time.open()
        time.say(.hello, id: 1, on: link)
        let (sid, secret, session) = (client.id, client.secret, client.session)
        try time.act { machine, now in
            let resumed = machine.resume(sid, secret: secret, lastSeen: 0, on: link, at: now)
            let welcome = try #require(resumed)
            machine.push(.ticket, [2], to: session)
            machine.send(welcome, id: 1, payload: welcomePayload)
            machine.push(.ticket, [3], to: session)
        }
        let heard = time.heard(link)
        #expect(heard.first == .reply(id: 1, .ok(welcomePayload)))
        #expect(heard.compactMap(\.push?.sequence) == [1, 2, 3])
    }

    @Test func noAnswerComesBeforeTheWelcome() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        #expect(time.ask(client, .visitStart, id: 2).isRequest)
        time.drop(client)
        let link = time.open()
        time.say(.hello, id: 1, on: link)
        let (sid, secret, session) = (client.id, client.secret, client.session)
        try time.act { machine, now in
            let resumed = machine.resume(sid, secret: secret, lastSeen: 0, on: link, at: now)
            let welcome = try #require(resumed)
            machine.reply(session, id: 2, .ok([2]))
            machine.send(welcome, id: 1, payload: welcomePayload)
        }
        #expect(time.heard(link).first == .reply(id: 1, .ok(welcomePayload)))
        #expect(time.say(.visitStart, id: 2, on: link).isSettled)
        #expect(time.heard(link).last == .reply(id: 2, .ok([2])))
    }
}
