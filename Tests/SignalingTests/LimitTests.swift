import Domain
import Signaling
import Testing

@Suite struct LimitTests {
    /// How many of `count` pings are let through at this instant.
    private func burst(_ count: Int, of client: Client, in time: Timeline) -> Int {
        (0..<count).filter { _ in time.ask(client, .ping).isRequest }.count
    }

    @Test func aConnectionMaySendAHundredMessagesASecond() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        #expect(burst(300, of: client, in: time) == 200, "a burst of two seconds' worth")
        let refusals = time.read(client).compactMap(\.refusal)
        #expect(refusals.count == 100 && refusals.allSatisfy { $0.code == .rateLimited })
        #expect(time.counters.rateLimited == 100)
        time.wait(.seconds(1))
        #expect(burst(300, of: client, in: time) == 100)
        time.wait(.milliseconds(10))
        #expect(burst(300, of: client, in: time) == 1)
        #expect(!time.isClosing(client.link), "it is refused, not ended")
    }

    @Test func aRefusalForTheRateSaysWhenToTryAgain() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        _ = burst(200, of: client, in: time)
        time.read(client)
        #expect(time.ask(client, .chatSend, id: 900).isSettled)
        guard case .reply(900, .failure(let error)) = time.read(client).first else {
            Issue.record("no refusal")
            return
        }
        #expect(error.code == .rateLimited && (error.retryAfterMs ?? 0) > 0)
        #expect(time.say(.signal, id: nil, on: client.link).isSettled)
        #expect(time.read(client) == [], "a notification gets no reply")
        time.wait(.seconds(1))
        #expect(time.ask(client, .chatSend, id: 900).isRequest, "what was refused was not done")
    }

    @Test func aNewSocketDoesNotRefillTheRateOfItsSession() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        #expect(burst(201, of: client, in: time) == 200)
        time.drop(client)
        try time.resume(client)
        #expect(time.ask(client, .ping).isSettled)
    }

    @Test func aLongPauseSavesNoMoreThanABurst() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        for _ in 0..<30 {
            time.wait(.seconds(20))
            _ = time.ask(client, .ping)
        }
        time.wait(.seconds(20))
        #expect(burst(300, of: client, in: time) == 200)
    }

    @Test func theConnectionsOfOneAddressShareItsRate() throws {
        var policy = SignalingPolicy()
        policy.messagesPerSecondPerAddress = 30
        let time = Timeline(policy: policy)
        let (left, right) = (try time.connect(time.customer()), try time.connect(time.customer()))
        let elsewhere = try time.connect(time.customer(), from: "198.51.100.7")
        #expect(burst(40, of: left, in: time) == 40)
        #expect(burst(40, of: right, in: time) == 20, "the address may send 60 in a burst")
        #expect(burst(40, of: elsewhere, in: time) == 40, "another address has its own")
        time.wait(.seconds(1))
        #expect(burst(40, of: right, in: time) == 30)
        #expect(burst(40, of: left, in: time) == 0)
    }

    /// Sockets of one address that say hello at this instant.
    private func hellos(_ count: Int, from address: String, in time: Timeline) -> [(link: LinkKey, admitted: Bool)] {
        (0..<count).map { _ in
            let link = time.open(from: address)
            return (link, time.say(.hello, id: 1, on: link).helloID != nil)
        }
    }

    @Test func anAddressMaySayHelloFiftyTimesASecond() throws {
        let time = Timeline()
        let attempts = hellos(110, from: "192.0.2.1", in: time)
        #expect(attempts.prefix(100).allSatisfy { $0.admitted })
        for (link, admitted) in attempts.suffix(10) {
            #expect(!admitted)
            let heard = time.heard(link)
            #expect(heard.first?.refusal == ServerMessage.Refusal(id: 1, code: .rateLimited))
            #expect(heard.dropFirst() == [.bye(.reconnect, .rateLimited)])
            #expect(time.isClosing(link))
        }
        #expect(hellos(1, from: "198.51.100.7", in: time).allSatisfy { $0.admitted })
        time.wait(.seconds(1))
        #expect(hellos(60, from: "192.0.2.1", in: time).filter(\.admitted).count == 50)
    }

    @Test func comingAndGoingDoesNotRefillTheHelloRateOfAnAddress() {
        let time = Timeline()
        let admitted = (0..<300).filter { _ in
            let attempt = hellos(1, from: "192.0.2.1", in: time)
            attempt.forEach { time.close($0.link) }
            return attempt.allSatisfy { $0.admitted }
        }
        #expect(admitted.count == 100)
    }

    @Test func anAddressHasABoundedNumberOfSockets() {
        let time = Timeline()
        var links: [LinkKey] = []
        while time.admits(address: "192.0.2.1"), links.count < 1_000 { links.append(time.open()) }
        #expect(links.count == 500)
        #expect(time.admits(address: "198.51.100.7"))
        time.wait(.seconds(5))
        #expect(!time.admits(address: "192.0.2.1"), "a socket counts until it is really closed")
        time.close(links[0])
        time.close(links[0])
        #expect(time.admits(address: "192.0.2.1"))
        _ = time.open()
        #expect(!time.admits(address: "192.0.2.1"), "a socket that is closed twice gives one place")
    }

    @Test func tenThousandSocketsThatNeverSayHelloAreAllGoneAfterFiveSeconds() {
        let time = Timeline()
        let links = (0..<10_000).map { time.open(from: "198.51.100.\($0 % 250)") }
        time.wait(.seconds(5))
        #expect(links.allSatisfy { time.isClosing($0) })
        links.forEach(time.close)
        #expect(time.linkCount == 0 && time.sessionCount == 0)
        time.wait(.seconds(5))
        #expect(time.nextDeadline == nil)
    }

    @Test func aPrincipalHasABoundedNumberOfSessions() throws {
        let time = Timeline()
        let principal = time.customer()
        let tabs = try (0..<8).map { _ in try time.connect(principal) }
        #expect(try time.begin(principal) == nil, "eight are attached")
        #expect(tabs.allSatisfy { !time.isClosing($0.link) })
        #expect(try time.begin(time.customer()) != nil, "another principal is not concerned")
        time.drop(tabs[3])
        #expect(try time.begin(principal) != nil, "the idle one makes room")
        #expect(try time.resume(tabs[3]) == nil)
        #expect(time.sessions(of: principal).count == 8)
        #expect(tabs.enumerated().allSatisfy { $0.offset == 3 || !time.isClosing($0.element.link) })
        #expect(try time.begin(principal) == nil)
    }

    @Test func sessionsThatExpiredMakeRoom() throws {
        let time = Timeline()
        let principal = time.customer()
        for tab in try (0..<8).map({ _ in try time.connect(principal) }) { time.drop(tab) }
        time.wait(.seconds(30))
        #expect(time.sessions(of: principal).isEmpty)
        for _ in 0..<8 { _ = try time.connect(principal) }
        #expect(time.sessions(of: principal).count == 8)
    }
}
