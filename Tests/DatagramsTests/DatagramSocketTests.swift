import Datagrams
import Media
import Testing

@Suite struct DatagramSocketTests {
    @Test(arguments: [IPAddress.loopback, .secondLoopback, .loopbackIPv6])
    func answersFromTheAddressThatWasAsked(at address: IPAddress) throws {
        let server = try DatagramSocket()
        let client = try DatagramSocket()
        client.send([1, 2, 3], to: DatagramPath(to: address, port: server.port))
        let question = try #require(try server.receive(1).first)
        #expect(question.bytes == [1, 2, 3])
        #expect(question.path.local == address)
        #expect(question.path.remote.port == client.port)

        server.send([4], to: question.path)
        let answer = try #require(try client.receive(1).first)
        #expect(answer.bytes == [4])
        #expect(answer.path.remote == SocketAddress(address: address, port: server.port))
    }

    @Test func servesBothFamiliesFromOnePort() throws {
        let server = try DatagramSocket()
        #expect(server.isDualStack)
        for address in [IPAddress.loopback, .loopbackIPv6] {
            let client = try DatagramSocket(DatagramConfiguration(address: address))
            client.send([7], to: DatagramPath(to: address, port: server.port))
            let remote = try #require(try server.receive(1).first).path.remote
            #expect(remote == SocketAddress(address: address, port: client.port))
        }
    }

    @Test func worksWithoutIPv6() throws {
        let server = try DatagramSocket(DatagramConfiguration(ipv4Only: true))
        #expect(!server.isDualStack)
        let client = try DatagramSocket(DatagramConfiguration(ipv4Only: true))
        client.send([1], to: DatagramPath(to: .secondLoopback, port: server.port))
        let question = try #require(try server.receive(1).first)
        #expect(question.path.local == .secondLoopback)
        server.send([2], to: question.path)
        #expect(try client.receive(1).first?.path.remote.address == .secondLoopback)
    }

    @Test func takesDatagramsFromWhereTheyLieAndAnyNumberOfThem() throws {
        let server = try DatagramSocket()
        let client = try DatagramSocket()
        let count = DatagramSocket.sendBatch + 3
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        unsafe bytes.withUnsafeBytes { bytes in
            for index in 0..<count {
                unsafe client.add(
                    UnsafeRawBufferPointer(rebasing: bytes[index...index]), to: DatagramPath(to: .loopback, port: server.port))
            }
            client.flush()
        }
        #expect(try server.receive(count).map(\.bytes) == bytes.map { [$0] })
    }

    @Test func refusesAPortThatIsTaken() throws {
        let first = try DatagramSocket()
        #expect { try DatagramSocket(DatagramConfiguration(port: first.port)) } throws: {
            ($0 as? DatagramError)?.code == "cannot_bind" && "\($0)".contains("\(first.port)")
        }
    }

    @Test func saysWhichBuffersTheKernelGranted() throws {
        let small = try DatagramSocket(DatagramConfiguration(receiveBufferBytes: 64 << 10))
        let large = try DatagramSocket()
        #expect(small.receiveBufferBytes >= 64 << 10)
        #expect(large.receiveBufferBytes > small.receiveBufferBytes)
    }

    @Test func countsWhatTheKernelLost() throws {
        let server = try DatagramSocket(DatagramConfiguration(coalescesReceived: false, receiveBufferBytes: 4_096))
        let client = try DatagramSocket()
        let path = DatagramPath(to: .loopback, port: server.port)
        let sent = 200
        for _ in 0..<sent { client.send([UInt8](repeating: 1, count: 1_000), to: path) }
        // The counter comes with a datagram that was queued after the loss.
        var received = 0
        while try server.receive().count > 0 { received = Int(server.counters.received.datagrams) }
        client.send([2], to: path)
        _ = try server.receive(1)
        #expect(Int(server.counters.received.kernelDrops) == sent - received)
    }

    @Test func throwsAwayWhatIsTooLarge() throws {
        let server = try DatagramSocket(DatagramConfiguration(coalescesReceived: false))
        let client = try DatagramSocket()
        let path = DatagramPath(to: .loopback, port: server.port)
        try client.sendAlone([UInt8](repeating: 0, count: 5_000), to: path)
        client.send([1], to: path)
        #expect(try server.receive(1).map(\.bytes) == [[1]])
        #expect(server.counters.received.truncated == 1)
    }

    @Test func takesAnEmptyDatagram() throws {
        let server = try DatagramSocket()
        let client = try DatagramSocket()
        let path = DatagramPath(to: .loopback, port: server.port)
        client.send([Letter(bytes: [], path: path), Letter(bytes: [], path: path), Letter(bytes: [5], path: path)])
        #expect(try server.receive(3).map(\.bytes) == [[], [], [5]])
    }

    @Test func countsWhatHasNoRoute() throws {
        let socket = try DatagramSocket()
        // From an address that is not ours.
        socket.send([1], to: DatagramPath(to: .loopback, port: 9, from: IPAddress(ipv4: 0x0102_0304)))
        socket.send([1], to: DatagramPath(to: .loopback, port: socket.port))
        #expect(try socket.receive(1).count == 1)
        #expect(socket.counters.sent.failed == 1)
        #expect(socket.counters.sent.lastErrno != 0)
        #expect(socket.counters.sent.datagrams == 1)
    }
}
