import Testing
import Transport

extension TransportTests {
    @Suite struct WebSocketTests {
        @Test func echoesThroughOneConnection() throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port)
            client.send("hello")
            #expect(try client.receive() == .init(opcode: 1, payload: Array("hello".utf8)))
            #expect(try server.journal.wait(for: "opened") == "opened 127.0.0.1 https://shop.example")
        }

        @Test(
            arguments: [
                ("/ws", nil, "", "400"), ("/ws", "other.v1", "", "400"), ("/ws", "http/plain, visavis.v1", "", "400"),
                ("/other", "visavis.v1", "", "404"), ("/ws", "other.v1, visavis.v1", "", "101"),
            ] as [(String, String?, String, String)])
        func opensOnlyWhatIsConfigured(path: String, subprotocol: String?, extra: String, status: String) throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            let head = try WebSocketClient.handshake(socket, path: path, subprotocol: subprotocol, extra: extra)
            #expect(head.hasPrefix("HTTP/1.1 \(status) "))
            if status != "101" { #expect(try socket.readToEnd().isEmpty) }
        }

        @Test func ownerRefuses() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send(
                "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: https://evil.example\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: visavis.v1\r\n\r\n"
            )
            #expect(try socket.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
            #expect(try socket.readToEnd().isEmpty)
            #expect(!server.journal.all.contains { $0.hasPrefix("opened") })
        }

        @Test func reassemblesFragments() throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port)
            client.send(opcode: 1, Array("one ".utf8), isFinal: false)
            client.send(opcode: 9, Array("ping between".utf8))
            client.send(opcode: 0, Array("two ".utf8), isFinal: false)
            client.send(opcode: 0, Array("three".utf8))
            var frames = [try client.receive(), try client.receive()]
            frames.sort { ($0?.opcode ?? 0) < ($1?.opcode ?? 0) }
            #expect(frames.map { $0?.text } == ["one two three", "ping between"])
        }

        @Test(arguments: [0, 125, 126, 1023, 1024, 1025, 5000, 65535, 65536])
        func carriesEveryLength(length: Int) throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port)
            let text = String(repeating: "é", count: length / 2) + (length % 2 == 1 ? "x" : "")
            client.send(text)
            #expect(try client.receive()?.text == text)
        }

        @Test func closesWhatBreaksTheRules() throws {
            let server = try TestServer()
            let cases: [(UInt8, [UInt8], UInt16)] = [
                (1, [UInt8](repeating: 97, count: 65537), 1009), (2, [1, 2, 3], 1003), (1, [0xc3, 0x28], 1007),
                (1, [0xed, 0xa0, 0x80], 1007),
            ]
            for (opcode, payload, code) in cases {
                let client = try WebSocketClient(port: server.port)
                client.send(opcode: opcode, payload)
                #expect(try client.receive()?.closeCode == code)
                client.send(opcode: 8, [UInt8(code >> 8), UInt8(code & 255)])
                try server.journal.wait(for: "closed violation(code: \(code))")
            }
        }

        /// Whatever the rest of the message looks like: taken for frames, some masked bytes announce long ones, and a socket that waits for
        /// them outlasts the patience.
        @Test func aPeerThatAnswersTheCloseFrameIsLetGoAtOnce() throws {
            let server = try TestServer { $0.slowReaderTimeout = 600 }
            let message = [UInt8](repeating: 97, count: 65_537)
            var random = SystemRandomNumberGenerator()
            for round in 0..<256 {
                let client = try WebSocketClient(port: server.port, patience: 3)
                let masks = (0..<2).map { _ in (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) } }
                client.socket.send(WebSocketClient.frame(opcode: 1, message, mask: masks[0]))
                #expect(try client.receive()?.closeCode == 1009)
                client.socket.send(WebSocketClient.frame(opcode: 8, [0x03, 0xf1], mask: masks[1]))
                #expect(try client.receive() == nil, "round \(round), masks \(masks)")
            }
        }

        @Test func fragmentsCannotGrowPastTheLimit() throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port)
            client.send(opcode: 1, [UInt8](repeating: 97, count: 40_000), isFinal: false)
            client.send(opcode: 0, [UInt8](repeating: 97, count: 40_000), isFinal: false)
            #expect(try client.receive()?.closeCode == 1009)
        }

        @Test func closesPolitelyAfterWhatWasQueued() throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port)
            client.send("close")
            #expect(try client.receive()?.text == "last words")
            let frame = try client.receive()
            #expect(frame?.closeCode == 4000)
            #expect(frame?.payload.dropFirst(2).elementsEqual("bye".utf8) == true)
            client.send(opcode: 8, [0x0f, 0xa0])
            try server.journal.wait(for: "closed local queued 0 links 0")
        }

        @Test func closeDoesNotWaitForeverForThePeer() throws {
            let server = try TestServer { $0.slowReaderTimeout = 1 }
            let client = try WebSocketClient(port: server.port)
            client.send("close")
            try server.journal.wait(for: "closed local")
        }

        @Test func dropsWithoutAWord() throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port)
            client.send("drop")
            #expect(try client.receive() == nil)
            try server.journal.wait(for: "closed local queued 0 links 0")
        }

        @Test func reportsThePeersCloseCode() throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port)
            client.send(opcode: 8, [0x03, 0xe9])
            #expect(try client.receive()?.closeCode == 1001)
            try server.journal.wait(for: "closed peer(code: Optional(1001))")
        }

        @Test func reportsALostPeer() throws {
            let server = try TestServer()
            do { _ = try WebSocketClient(port: server.port) }
            try server.journal.wait(for: "closed lost")
        }

        @Test func dropsAnOverflowingReader() throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port, receiveBuffer: 4096)
            client.send("flood")
            try server.journal.wait(for: "closed slowReader queued 0 links 0")
        }

        @Test func dropsAReaderThatStands() throws {
            let server = try TestServer {
                $0.maxQueuedBytes = 100_000_000
                $0.slowReaderTimeout = 1
            }
            let client = try WebSocketClient(port: server.port, receiveBuffer: 4096)
            client.send("flood")
            try server.journal.wait(for: "queued 10000000")
            try server.journal.wait(for: "closed slowReader queued 0 links 0")
            withExtendedLifetime(client) {}
        }

        @Test func keepsAReaderThatGoesOn() throws {
            let server = try TestServer { $0.maxQueuedBytes = 100_000_000 }
            let client = try WebSocketClient(port: server.port)
            client.send("flood")
            for _ in 0..<1000 { #expect(try client.receive()?.payload.count == 10_000) }
            client.send("still here")
            #expect(try client.receive()?.text == "still here")
        }

        @Test func broadcastsOneMessageToMany() throws {
            let server = try TestServer()
            let clients = try (0..<20).map { _ in try WebSocketClient(port: server.port) }
            try server.journal.wait(for: "opened", count: 20)
            server.inbox.post(.broadcast(Array("to all".utf8)))
            for client in clients { #expect(try client.receive()?.text == "to all") }
        }

        @Test func keepsTheOrderOfABurst() throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port)
            client.socket.send((0..<500).flatMap { WebSocketClient.frame(opcode: 1, Array("m\($0)".utf8)) })
            for index in 0..<500 { #expect(try client.receive()?.text == "m\(index)") }
        }

        @Test func flushesAtTheEndOfABatch() throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port)
            client.send("batch")
            #expect(try client.receive()?.text == "one")
            #expect(try client.receive()?.text == "two")
        }
    }
}
