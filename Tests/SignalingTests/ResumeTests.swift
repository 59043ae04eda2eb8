import Domain
import Signaling
import Testing

@Suite struct ResumeTests {
    @Test func aWrongSecretDoesNotResumeAndHarmsNobody() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        let truncated = String(client.secret.dropLast())
        let flipped = (client.secret.first == "0" ? "1" : "0") + client.secret.dropFirst()
        for wrong in ["", truncated, client.secret + "0", flipped, client.secret.uppercased() + " ", client.id.description] {
            #expect(try time.resume(client, secret: wrong) == nil)
        }
        #expect(time.read(client) == [] && !time.isClosing(client.link))
        #expect(time.ask(client, .ping).isRequest)
        #expect(client.session.generation == 1)
    }

    @Test func anUnknownSessionDoesNotResume() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        let other = try time.connect(time.customer())
        #expect(try time.resume(client, sid: time.name(SignalingSessionID.self)) == nil)
        #expect(try time.resume(client, sid: other.id) == nil, "a secret opens its own session only")
        #expect(time.read(other) == [] && !time.isClosing(other.link))
    }

    @Test func eachAttachReplacesTheSecretAndGrowsTheGeneration() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        var used: Set<String> = []
        for generation in UInt64(2)...20 {
            let old = client.secret
            time.drop(client)
            #expect(try time.resume(client)?.resumed == true)
            #expect(client.session.generation == generation)
            #expect(used.insert(old).inserted && !used.contains(client.secret))
            time.wait(.seconds(1))
            for former in used { #expect(try time.resume(client, secret: former) == nil) }
        }
        #expect(!time.isClosing(client.link), "the attempts with old secrets changed nothing")
    }

    @Test func theOlderSocketIsToldToStopAndFenced() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        let older = client.link
        time.push(1, to: client)
        _ = time.heard(older)
        try time.resume(client, lastSeen: 0)
        #expect(time.heard(older) == [.bye(.stop, .superseded)])
        #expect(time.isClosing(older) && !time.isClosing(client.link))
        #expect(time.numbers(client) == [1])

        #expect(time.say(.offerAccept, id: 9, seen: 1, on: older).isSettled)
        #expect(time.say(.signal, id: nil, on: older).isSettled)
        time.push(2, to: client)
        #expect(time.heard(older) == [], "a fenced socket is neither heard nor told")
        #expect(time.numbers(client) == [2])
        #expect(time.ask(client, .offerAccept, id: 9).isRequest, "what the fenced socket asked was not done")

        time.close(older)
        #expect(client.session.isAttached, "its end is not the session's")
        time.wait(.seconds(31))
        #expect(time.ask(client, .ping).isRequest)
    }

    @Test func anAcknowledgementFromAFencedSocketTrimsNothing() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        let older = client.link
        for number in 1...3 { time.push(number, to: client) }
        try time.resume(client, lastSeen: 0)
        time.say(.ping, id: 5, seen: 3, on: older)
        time.drop(client)
        #expect(try time.resume(client, lastSeen: 0)?.resumed == true)
        #expect(time.numbers(client) == [1, 2, 3])
    }

    @Test func ofTwoSocketsThatRaceWithTheSameSecretOneWins() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        let (secret, sid, older) = (client.secret, client.id, client.link)
        let (left, right) = (time.open(), time.open())
        time.say(.hello, id: 1, on: left)
        time.say(.hello, id: 1, on: right)
        let winner = time.act { machine, now in machine.resume(sid, secret: secret, lastSeen: 0, on: right, at: now) }
        let loser = time.act { machine, now in machine.resume(sid, secret: secret, lastSeen: 0, on: left, at: now) }
        #expect(winner != nil && loser == nil)
        #expect(client.session.generation == 2)
        #expect(time.heard(older) == [.bye(.stop, .superseded)])
        #expect(time.say(.ping, id: 2, on: right).isRequest)
        #expect(time.say(.ping, id: 2, on: left).isSettled, "the loser is still nobody")
        #expect(time.say(.ping, id: 2, on: older).isSettled)
    }

    @Test func aChainOfTakeoversLeavesOneSocket() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        var former: [LinkKey] = []
        for _ in 0..<10 {
            former.append(client.link)
            try time.resume(client)
        }
        // The former sockets end in any order, after the last takeover.
        for link in former.reversed() {
            #expect(time.heard(link).filter(\.isBye) == [.bye(.stop, .superseded)])
            #expect(time.say(.chatSend, id: 50, on: link).isSettled)
            time.close(link)
        }
        #expect(client.session.isAttached && client.session.generation == 11)
        #expect(time.ask(client, .chatSend, id: 50).isRequest)
        #expect(time.linkCount == 1)
    }

    @Test func aSessionOutlivesItsSocketByThirtySeconds() throws {
        let time = Timeline()
        let (early, late) = (try time.connect(time.customer()), try time.connect(time.customer()))
        time.drop(early)
        time.drop(late)
        time.wait(.milliseconds(29_900))
        #expect(try time.resume(early)?.resumed == true)
        time.wait(.milliseconds(100))
        #expect(try time.resume(late) == nil)
        #expect(time.sessionCount == 1)
        #expect(time.ask(early, .ping).isRequest)
    }

    @Test func theTimeToComeBackBeginsAnewWithEachLoss() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.drop(client)
        time.wait(.seconds(20))
        try time.resume(client)
        time.drop(client)
        time.wait(.milliseconds(29_900))
        #expect(time.sessionCount == 1, "the first loss is no longer counted")
        #expect(try time.resume(client)?.resumed == true)
        time.drop(client)
        time.wait(.seconds(30))
        #expect(time.sessionCount == 0)
        #expect(try time.resume(client) == nil)
    }

    @Test func losingTheSocketTwiceInTheSameInstantChangesNothing() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.drop(client)
        try time.resume(client)
        time.drop(client)
        time.wait(.milliseconds(29_900))
        #expect(try time.resume(client)?.resumed == true)
        time.wait(.seconds(10))
        #expect(time.ask(client, .ping).isRequest, "an attached session does not expire")
    }
}
