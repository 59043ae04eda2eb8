import Datagrams
import Media
import Synchronization
import Testing

@Suite struct MediaLoopTests {
    @Test func echoesOverBothFamilies() throws {
        let diary = Diary()
        let loop = try MediaLoop<EchoHandler>(DatagramConfiguration())
        let endpoint = try loop.start { _ in EchoHandler(diary) }
        defer { loop.stop() }
        for address in [IPAddress.loopback, .secondLoopback, .loopbackIPv6] {
            let client = try DatagramSocket()
            client.send([1, 2], to: DatagramPath(to: address, port: endpoint.port))
            let answer = try #require(try client.receive(1).first)
            #expect(answer.bytes == [2, 1])
            #expect(answer.path.remote.address == address)
        }
    }

    @Test func commandsPostedBeforeTheStartAreHandledFirst() throws {
        let diary = Diary()
        let loop = try MediaLoop<EchoHandler>(DatagramConfiguration())
        #expect(loop.post(.note(1)) == .posted)
        try loop.start { _ in EchoHandler(diary) }
        loop.post(.note(2))
        diary.wait { $0.notes == [1, 2] }
        loop.stop()
        #expect(diary.entries.ended)
    }

    @Test func aStopHandlesWhatWaitsAndSaysItsLastWords() throws {
        let diary = Diary()
        let client = try DatagramSocket()
        let loop = try MediaLoop<EchoHandler>(DatagramConfiguration())
        let farewell = DatagramPath(to: .loopback, port: client.port)
        try loop.start { _ in EchoHandler(diary, farewell: farewell) }
        for number in 0..<1_000 { loop.post(.note(number)) }
        loop.stop()
        loop.stop()
        #expect(diary.entries.notes == Array(0..<1_000))
        #expect(try client.receive(1).first?.bytes == Array("bye".utf8))
        #expect(loop.post(.note(0)) == .ended)
        #expect(loop.endpoint == nil)
    }

    @Test func aDeadlineComesWithoutAnyTraffic() throws {
        let diary = Diary()
        let loop = try MediaLoop<EchoHandler>(DatagramConfiguration())
        try loop.start { _ in EchoHandler(diary) }
        defer { loop.stop() }
        let before = MonotonicClock.now()
        loop.post(.alarm(after: .milliseconds(30)))
        diary.wait { !$0.alarms.isEmpty }
        let alarm = try #require(diary.entries.alarms.first)
        #expect(alarm - before >= .milliseconds(30))
    }

    @Test func theInboxIsBounded() throws {
        let loop = try MediaLoop<EchoHandler>(DatagramConfiguration(), inboxCapacity: 3)
        #expect((0..<5).map { loop.post(.note($0)) } == [.posted, .posted, .posted, .full, .full])
        let diary = Diary()
        try loop.start { _ in EchoHandler(diary) }
        diary.wait { $0.notes == [0, 1, 2] }
        #expect(loop.post(.note(3)) == .posted)
        loop.stop()
        #expect(diary.entries.notes == [0, 1, 2, 3])
    }

    @Test func manyThreadsPostAndNothingIsLost() async throws {
        let diary = Diary()
        let loop = try MediaLoop<EchoHandler>(DatagramConfiguration())
        try loop.start { _ in EchoHandler(diary) }
        await withTaskGroup { group in
            for task in 0..<4 {
                group.addTask { for number in 0..<500 { loop.post(.note(task * 1_000 + number)) } }
            }
        }
        loop.stop()
        let notes = diary.entries.notes
        #expect(notes.count == 2_000)
        for task in 0..<4 { #expect(notes.filter { $0 / 1_000 == task } == (0..<500).map { task * 1_000 + $0 }) }
    }

    @Test func counts() throws {
        let diary = Diary()
        let loop = try MediaLoop<EchoHandler>(DatagramConfiguration())
        let endpoint = try loop.start { _ in EchoHandler(diary) }
        let client = try DatagramSocket()
        client.send((0..<50).map { _ in Letter(bytes: [1, 2, 3, 4], path: DatagramPath(to: .loopback, port: endpoint.port)) })
        #expect(try client.receive(50).count == 50)
        loop.stop()
        #expect(loop.counters.received.datagrams == 50)
        #expect(loop.counters.received.bytes == 200)
        #expect(loop.counters.sent.datagrams == 50)
    }

    @Test func aFailureAtTheStartIsTold() throws {
        let taken = try DatagramSocket()
        let loop = try MediaLoop<EchoHandler>(DatagramConfiguration(port: taken.port))
        #expect(throws: DatagramError.self) { try loop.start { _ in EchoHandler(Diary()) } }
        #expect(loop.post(.note(1)) == .ended)

        struct Refused: Error {}
        let other = try MediaLoop<EchoHandler>(DatagramConfiguration())
        #expect(throws: Refused.self) { try other.start { _ in throw Refused() } }
        #expect(throws: DatagramError.alreadyStarted) { try other.start { _ in EchoHandler(Diary()) } }
    }

    @Test func theHandlerIsReleasedWithTheLoop() throws {
        let diary = Diary()
        let loop = try MediaLoop<EchoHandler>(DatagramConfiguration())
        try loop.start { _ in EchoHandler(diary) }
        #expect(!diary.entries.released)
        loop.stop()
        #expect(diary.entries.released)
    }
}
