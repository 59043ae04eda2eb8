import Domain
import Signaling
import Testing

@Suite struct EndingTests {
    @Test func signingOutEndsEverySessionOfThatCredential() throws {
        let time = Timeline()
        let ada = time.account()
        let (tab, idle) = (try time.connect(ada, credential: "one"), try time.connect(ada, credential: "one"))
        let elsewhere = try time.connect(ada, credential: "two")
        let visitor = try time.connect(time.customer())
        time.drop(idle)
        _ = time.takePresence()
        time.act { machine, _ in machine.revoke(credential: "one", reason: .signedOut) }
        #expect(time.read(tab) == [.bye(.stop, .signedOut)])
        #expect(time.isClosing(tab.link))
        #expect(time.ask(tab, .offerAccept).isSettled)
        for ended in [tab, idle] { #expect(try time.resume(ended) == nil, "neither comes back with its secret") }
        #expect(time.takePresence() == [], "another browser is still signed in")
        for other in [elsewhere, visitor] { #expect(time.read(other) == [] && !time.isClosing(other.link)) }
        #expect(time.sessions(of: ada).map(\.id) == [elsewhere.id])
        time.act { machine, _ in machine.revoke(credential: "two", reason: .revoked) }
        #expect(time.read(elsewhere) == [.bye(.stop, .revoked)])
        #expect(time.takePresence() == [.detached(ada)])
    }

    @Test func aRevokedSessionLosesItsSeat() throws {
        let time = Timeline()
        let (agent, customer) = (try time.connect(time.account(), credential: "one"), try time.connect(time.customer()))
        let room = time.name(SessionID.self)
        let seats = (time.name(ParticipantID.self), time.name(ParticipantID.self))
        time.act { machine, _ in
            machine.seat(agent.session, as: seats.0, in: room)
            machine.seat(customer.session, as: seats.1, in: room)
            machine.revoke(credential: "one", reason: .revoked)
        }
        #expect(!time.isSeated(agent.session, in: room))
        #expect(time.act { machine, _ in machine.relay([1], from: customer.session) })
        #expect(time.read(agent) == [.bye(.stop, .revoked)])
    }

    @Test func revokingTakesNoOtherSessionWhenItsTimeComes() throws {
        let time = Timeline()
        let ada = time.account()
        let old = try time.connect(ada, credential: "one")
        time.act { machine, _ in machine.revoke(credential: "one", reason: .signedOut) }
        time.close(old.link)
        let new = try time.connect(ada, credential: "two")
        _ = time.takePresence()
        time.wait(.seconds(40))
        #expect(time.ask(new, .ping).isRequest && time.takePresence() == [])
        #expect(time.sessions(of: ada).map(\.id) == [new.id])
    }

    @Test func drainingSaysByeToEverybody() throws {
        let time = Timeline()
        let ada = time.account()
        let clients = try [time.connect(ada), time.connect(ada), time.connect(time.customer())]
        let (silent, greeting) = (time.open(), time.open())
        time.say(.hello, id: 1, on: greeting)
        time.act { machine, _ in machine.drain() }
        for link in clients.map(\.link) + [silent, greeting] {
            #expect(time.heard(link) == [.bye(.reconnect, .draining)])
            #expect(time.isClosing(link))
            #expect(time.say(.hello, id: 2, on: link).isSettled)
            #expect(time.say(.chatSend, id: 3, on: link).isSettled)
        }
        #expect(!time.isPrincipalAttached(ada))
        #expect(!time.isGreeting(greeting))
    }

    @Test func aSocketThatIsBeingClosedIsNotToldAnythingElse() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        let older = client.link
        try time.resume(client)
        #expect(time.heard(older) == [.bye(.stop, .superseded)])
        time.act { machine, _ in machine.drain() }
        #expect(time.heard(older) == [], "stop was said, and is not taken back")
    }

    @Test func nothingIsLeftWhenEverybodyWent() throws {
        let time = Timeline()
        let principals = (0..<20).map { _ in time.customer() }
        let clients = try (0..<100).map { try time.connect(principals[$0 % 20], from: "192.0.2.\($0 % 7)") }
        for client in clients { time.push(1, to: client) }
        for client in clients { time.drop(client) }
        time.wait(.seconds(60))
        #expect(time.linkCount == 0 && time.sessionCount == 0)
        #expect(principals.allSatisfy { time.sessions(of: $0).isEmpty })
        #expect(time.nextDeadline == nil, "an empty hub sleeps")
    }
}
