import Domain
import Signaling
import Testing

@Suite struct HelloTests {
    @Test(arguments: [Method.ping, .signal, .visitStart, .offerAccept])
    func anythingBeforeHelloEndsTheSocket(method: Method) {
        let time = Timeline()
        let link = time.open()
        #expect(time.say(method, id: 7, on: link).isSettled)
        let heard = time.heard(link)
        #expect(heard.first?.refusal == ServerMessage.Refusal(id: 7, code: .notAuthenticated))
        #expect(heard.dropFirst() == [.bye(.stop, .protocolError)])
        #expect(time.isClosing(link))
        #expect(time.say(.hello, id: 8, on: link).isSettled, "a second chance needs a new socket")
        #expect(time.heard(link) == [])
    }

    @Test func helloWithoutAnIdEndsTheSocket() {
        let time = Timeline()
        let link = time.open()
        #expect(time.say(.hello, id: nil, on: link).isSettled)
        #expect(time.heard(link) == [.bye(.stop, .protocolError)])
        #expect(time.isClosing(link))
    }

    @Test func aSocketThatSaysNothingIsEndedAfterFiveSeconds() {
        let time = Timeline()
        let link = time.open()
        time.wait(.milliseconds(4_999))
        #expect(time.heard(link) == [] && !time.isClosing(link))
        time.wait(.milliseconds(1))
        #expect(time.heard(link) == [.bye(.reconnect, .helloTimeout)])
        #expect(time.isClosing(link))
        #expect(time.say(.hello, id: 1, on: link).isSettled, "too late")
        time.close(link)
        #expect(time.linkCount == 0)
    }

    @Test func aHelloThatIsNotVerifiedInTimeIsEndedToo() {
        let time = Timeline()
        let link = time.open()
        time.wait(.seconds(4))
        #expect(time.say(.hello, id: 1, on: link).helloID == 1)
        #expect(time.isGreeting(link))
        time.wait(.seconds(1))
        #expect(time.heard(link) == [.bye(.reconnect, .helloTimeout)])
        #expect(!time.isGreeting(link), "a verification that comes late finds nobody")
    }

    @Test func eachSocketHasItsOwnFiveSeconds() throws {
        let time = Timeline()
        let first = time.open()
        time.wait(.seconds(3))
        let client = try time.connect(time.customer())
        let last = time.open()
        time.wait(.seconds(2))
        #expect(time.isClosing(first) && !time.isClosing(last))
        time.wait(.seconds(3))
        #expect(time.isClosing(last))
        #expect(!time.isClosing(client.link), "who said hello stays")
    }

    @Test func aSocketThatWentAwayDuringItsHelloIsNotGreetedAnyMore() {
        let time = Timeline()
        let link = time.open()
        time.say(.hello, id: 1, on: link)
        time.close(link)
        #expect(!time.isGreeting(link))
        time.wait(.seconds(10))
        #expect(time.heard(link) == [])
    }

    @Test func aSecondHelloWhileTheFirstIsVerifiedIsIgnored() {
        let time = Timeline()
        let link = time.open()
        #expect(time.say(.hello, id: 1, on: link).helloID == 1)
        #expect(time.say(.hello, id: 2, on: link).isSettled)
        #expect(time.heard(link) == [])
    }

    @Test func aRefusedHelloIsAnsweredAndTheSocketCloses() {
        let time = Timeline()
        let (bad, busy) = (time.open(), time.open())
        time.say(.hello, id: 3, on: bad)
        time.say(.hello, id: 4, on: busy)
        time.act { machine, _ in
            machine.refuseHello(bad, id: 3, SignalingError(.tokenExpired, "too old"))
            machine.refuseHello(busy, id: 4, SignalingError(.overloaded, "too many", retryAfterMs: 500))
        }
        #expect(time.heard(bad).map(\.refusal) == [ServerMessage.Refusal(id: 3, code: .tokenExpired)])
        let heard = time.heard(busy)
        #expect(heard.first?.refusal == ServerMessage.Refusal(id: 4, code: .overloaded))
        #expect(heard.dropFirst() == [.bye(.reconnect, .rateLimited)], "it is told to keep its distance")
        #expect(time.isClosing(bad) && time.isClosing(busy))
        #expect(time.sessionCount == 0)
    }

    @Test func helloInsideASessionIsRefusedAndTheSessionGoesOn() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        #expect(time.ask(client, .hello, id: 2).isSettled)
        #expect(time.read(client).map(\.refusal) == [ServerMessage.Refusal(id: 2, code: .unknownMethod)])
        #expect(!time.isClosing(client.link))
        #expect(time.ask(client, .ping, id: 3).isRequest)
    }
}
