import Datagrams
import Media
import Testing

/// What the kernel joins and splits must not show.
@Suite struct DatagramBatchingTests {
    private let server: DatagramSocket
    private let client: DatagramSocket

    init() throws {
        server = try DatagramSocket()
        client = try DatagramSocket()
    }

    private var path: DatagramPath { DatagramPath(to: .loopback, port: server.port) }

    private func letter(_ number: Int, length: Int) -> Letter {
        Letter(bytes: [UInt8(number)] + [UInt8](repeating: 0xee, count: length - 1), path: path)
    }

    @Test(arguments: [
        [1_100, 1_100, 1_100], [1_100, 1_100, 400], [400, 1_100, 1_100, 400, 400], [1, 1, 1], [1_200, 1_199, 1_198],
        [80, 1_100, 80, 1_100],
        [Int](repeating: 1_200, count: 150), [Int](repeating: 20, count: 200),
    ])
    func keepsOrderAndBorders(lengths: [Int]) throws {
        let letters = lengths.enumerated().map { letter($0.offset, length: $0.element) }
        client.send(letters)
        #expect(try server.receive(letters.count).map(\.bytes) == letters.map(\.bytes))
        #expect(client.counters.sent.datagrams == UInt64(letters.count))
        #expect(client.counters.sent.bytes == UInt64(lengths.reduce(0, +)))
        #expect(server.counters.received.bytes == UInt64(lengths.reduce(0, +)))
    }

    @Test func sendsEqualDatagramsOfOnePathAsOne() throws {
        try #require(client.coalescesSent)
        client.send((0..<10).map { letter($0, length: 1_100) })
        #expect(client.counters.sent.messages == 1)
        #expect(try server.receive(10).count == 10)
    }

    @Test func interleavedPathsAreGroupedAndKeepTheirOrder() throws {
        let other = try DatagramSocket()
        let second = DatagramPath(to: .loopbackIPv6, port: other.port)
        var letters: [Letter] = []
        for number in 0..<20 {
            letters.append(letter(number, length: 900))
            letters.append(Letter(bytes: [UInt8(number), 1, 2], path: second))
        }
        client.send(letters)
        #expect(try server.receive(20).map { $0.bytes[0] } == Array(0..<20))
        #expect(try other.receive(20).map { $0.bytes[0] } == Array(0..<20))
        if client.coalescesSent { #expect(client.counters.sent.messages == 2) }
    }

    @Test func aFullBatchIsSentInBetween() throws {
        let count = 3 * DatagramSocket.sendBatch + 7
        client.send((0..<count).map { letter($0 % 251, length: 50 + $0 % 3) })
        #expect(try server.receive(count).map { Int($0.bytes[0]) } == (0..<count).map { $0 % 251 })
    }

    @Test func singlesArriveInOrderWithoutCoalescing() throws {
        let plain = try DatagramSocket(DatagramConfiguration(coalescesReceived: false))
        let to = DatagramPath(to: .loopback, port: plain.port)
        client.send((0..<100).map { Letter(bytes: [UInt8($0)], path: to) })
        #expect(try plain.receive(100).map { Int($0.bytes[0]) } == Array(0..<100))
    }
}
