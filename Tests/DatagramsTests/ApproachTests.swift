import Datagrams
import Media
import Testing

@Suite struct ApproachTests {
    private final class Watcher: MediaHandler {
        enum Seen: Hashable { case far(UInt8), near(UInt8), received(UInt8) }

        var seen: [Seen] = []
        var nextDeadline: MediaTime? { nil }

        func approaching(_ datagram: UnsafeMutableRawBufferPointer, isNear: Bool) {
            let number = unsafe datagram[0]
            seen.append(isNear ? .near(number) : .far(number))
        }

        func received(_ datagram: UnsafeMutableRawBufferPointer, path: DatagramPath, now: MediaTime, batch: DatagramBatch) {
            seen.append(.received(unsafe datagram[0]))
        }

        func handle(_ command: Never, now: MediaTime, batch: DatagramBatch) {}
        func deadline(now: MediaTime, batch: DatagramBatch) {}
    }

    @Test(arguments: [1, 2, 5, 20]) func everyDatagramIsAnnouncedTwiceBeforeItComes(count: Int) throws {
        let server = try DatagramSocket()
        let client = try DatagramSocket()
        let path = DatagramPath(to: .loopback, port: server.port)
        client.send((0..<count).map { Letter(bytes: [UInt8($0)], path: path) })
        let watcher = Watcher()
        let batch = DatagramBatch { _ in }
        var received = 0
        while received < count, server.wait(atMost: .seconds(10)) {
            let arrivals = try server.receive()
            received += arrivals.count
            watcher.receive(arrivals, now: MonotonicClock.now(), batch: batch)
        }
        #expect(watcher.seen.count == 3 * count)
        for number in 0..<UInt8(count) {
            let (far, near) = (watcher.seen.firstIndex(of: .far(number)), watcher.seen.firstIndex(of: .near(number)))
            let received = try #require(watcher.seen.firstIndex(of: .received(number)))
            #expect(try #require(far) < #require(near))
            #expect(try #require(near) < received)
        }
    }
}
