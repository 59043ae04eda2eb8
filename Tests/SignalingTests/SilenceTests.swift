import Domain
import Signaling
import Testing

@Suite struct SilenceTests {
    @Test func aSocketThatIsSilentForThreePingsIsEnded() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.wait(.milliseconds(59_999))
        #expect(!time.isClosing(client.link))
        time.wait(.milliseconds(20_001))
        #expect(time.read(client) == [.bye(.resume, .silent)])
        #expect(time.isClosing(client.link))
        #expect(time.ask(client, .ping).isSettled, "what it says now is ignored")
    }

    @Test func aClientThatPingsStays() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        for _ in 0..<90 {
            time.wait(.seconds(20))
            #expect(time.say(.ping, id: nil, on: client.link).isNotification)
        }
        #expect(!time.isClosing(client.link) && time.read(client) == [])
    }

    @Test func onlyTheSilentOneIsEnded() throws {
        let time = Timeline()
        let (quiet, talker) = (try time.connect(time.customer()), try time.connect(time.customer()))
        for _ in 0..<8 {
            time.wait(.seconds(10))
            _ = time.ask(talker, .ping)
        }
        #expect(time.isClosing(quiet.link) && !time.isClosing(talker.link))
    }

    @Test func whatTheHubSaysDoesNotCountAsAWordOfTheClient() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        for number in 1...8 {
            time.wait(.seconds(10))
            time.push(number, to: client)
        }
        #expect(time.isClosing(client.link))
    }

    @Test func aClientThatWasSilentHasTheUsualTimeToComeBack() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.wait(.seconds(80))
        let ended = try #require(time.closings[client.link])
        time.drop(client)
        time.push(1, to: client)
        time.wait(ended + .milliseconds(29_900) - time.now)
        #expect(try time.resume(client)?.resumed == true, "it was told to resume")
        #expect(time.numbers(client) == [1])
    }

    @Test func aSlowReaderHasTheUsualTimeToComeBack() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        time.wait(.seconds(19))
        time.push(1, to: client)
        let link = client.link
        time.act { machine, _ in machine.dismiss(link, .slowReader) }
        #expect(time.heard(link).last == .bye(.resume, .slowReader))
        time.push(2, to: client)
        time.close(link)
        time.wait(.milliseconds(29_900))
        #expect(try time.resume(client)?.resumed == true, "its time begins when it is ended, not with its last word")
        #expect(time.numbers(client) == [1, 2], "what did not get through comes again")
    }

    @Test func aSocketThatIsSlowToCloseIsToldOnce() throws {
        let time = Timeline()
        let client = try time.connect(time.customer())
        let older = client.link
        try time.resume(client)
        for _ in 0..<30 {
            time.wait(.seconds(10))
            _ = time.ask(client, .ping)
        }
        #expect(time.heard(older) == [.bye(.stop, .superseded)])
    }
}
