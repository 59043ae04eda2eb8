import Testing
import Transport

extension TransportTests {
    /// More than a socket takes at once: no message may begin before the one ahead of it is out, whatever the kernel took of that.
    @Suite struct BurstTests {
        private static func roomy(_ configuration: inout TransportConfiguration) { configuration.maxQueuedBytes = 100_000_000 }

        @Test(arguments: [nil, 4_096, 100_000] as [Int32?])
        func arrivesWhole(receiveBuffer: Int32?) throws {
            let server = try TestServer(Self.roomy)
            let client = try WebSocketClient(port: server.port, receiveBuffer: receiveBuffer)
            client.send("burst")
            try expectBurst(client)
            client.send("still here")
            #expect(try client.receive()?.text == "still here")
        }

        /// Many small batches behind a rest that libwebsockets keeps.
        @Test func whatComesBehindAHeldUpBurstWaitsForItsTurn() throws {
            let server = try TestServer(Self.roomy)
            let client = try WebSocketClient(port: server.port, receiveBuffer: 4_096)
            client.send("burst")
            try server.journal.wait(for: "burst queued")
            for index in 0..<200 { server.inbox.post(.broadcast(Array("after \(index)".utf8))) }
            server.inbox.post(.note("posted"))
            try server.journal.wait(for: "posted")
            var texts: [String] = []
            while texts.count < EchoOwner.burst.count + 200, let frame = try client.receive() { texts.append(frame.text) }
            let isInOrder = texts == EchoOwner.burst + (0..<200).map { "after \($0)" }
            #expect(isInOrder)
        }

        /// A pong is libwebsockets' own and may come between messages, never inside of one.
        @Test func pongsDoNotBreakIt() throws {
            let server = try TestServer(Self.roomy)
            let client = try WebSocketClient(port: server.port, receiveBuffer: 4_096)
            client.send("burst")
            for index in 0..<20 { client.send(opcode: 9, Array("ping \(index)".utf8)) }
            var texts: [String] = []
            var pongs = 0
            while texts.count < EchoOwner.burst.count, let frame = try client.receive() {
                guard frame.opcode == 10 else {
                    texts.append(frame.text)
                    continue
                }
                pongs += 1
                #expect(frame.text.hasPrefix("ping "))
            }
            #expect(pongs > 0, "between the messages, or this shows nothing")
            let isWhole = texts == EchoOwner.burst
            #expect(isWhole)
        }

        @Test(arguments: [nil, 4_096] as [Int32?])
        func isWrittenBeforeAPoliteClose(receiveBuffer: Int32?) throws {
            let server = try TestServer(Self.roomy)
            let client = try WebSocketClient(port: server.port, receiveBuffer: receiveBuffer)
            client.send("burst and close")
            try expectBurst(client)
            #expect(try client.receive()?.closeCode == 4000)
            client.send(opcode: 8, [0x0f, 0xa0])
            try server.journal.wait(for: "closed local queued 0 links 0")
        }

        /// libwebsockets answers the close frame, or hangs up where it still keeps a part of a message.
        @Test(arguments: [0, 1, 7, 13, 30])
        func isCutBetweenMessagesWhenThePeerCloses(after count: Int) throws {
            let server = try TestServer(Self.roomy)
            let client = try WebSocketClient(port: server.port, receiveBuffer: 4_096)
            client.send("burst")
            try expectBurst(client, count)
            client.send(opcode: 8, [0x03, 0xe9])
            var rest = EchoOwner.burst.dropFirst(count)
            while let frame = try client.receive() {
                guard frame.opcode == 1 else {
                    #expect(frame.closeCode == 1001)
                    break
                }
                let isNext = frame.text == rest.popFirst()
                #expect(isNext, "\(frame.text.prefix(9))")
            }
            #expect(try server.journal.wait(for: "closed").hasSuffix(" queued 0 links 0"))
        }

        @Test func aPeerThatIsGoneMeanwhileIsLost() throws {
            let server = try TestServer(Self.roomy)
            do {
                let client = try WebSocketClient(port: server.port, receiveBuffer: 4_096)
                client.send("burst")
                try expectBurst(client, 1)
            }
            try server.journal.wait(for: "closed lost queued 0 links 0")
        }

        /// Nothing waits in the link's own queue any more: what libwebsockets keeps of the message counts as well.
        @Test func aReaderThatStandsInTheLastMessageIsDropped() throws {
            let server = try TestServer {
                $0.maxQueuedBytes = 100_000_000
                $0.slowReaderTimeout = 1
            }
            let client = try WebSocketClient(port: server.port, receiveBuffer: 4_096)
            client.send("one large")
            try server.journal.wait(for: "closed slowReader queued 0 links 0")
            withExtendedLifetime(client) {}
        }

        /// What it takes in three seconds is a part of what libwebsockets keeps: the time that it is given begins anew with each part. The
        /// server's own clock sets the pace.
        @Test(arguments: [false, true])
        func aSlowReaderOfALargeMessageStaysUntilItStands(stands: Bool) throws {
            let server = try TestServer {
                $0.maxQueuedBytes = 100_000_000
                $0.slowReaderTimeout = 1
            }
            let client = try WebSocketClient(port: server.port, receiveBuffer: 65_536)
            client.send("one large")
            var taken = 0
            for tick in 1...30 {
                server.inbox.post(.setDeadline(.milliseconds(100)))
                try server.journal.wait(for: "deadline", count: tick)
                taken += try client.socket.read(50_000).count
            }
            #expect(taken == 30 * 50_000)
            #expect(!server.journal.all.contains { $0.hasPrefix("closed") })
            if stands {
                try server.journal.wait(for: "closed slowReader queued 0 links 0")
            } else {
                // The frame's head has ten bytes.
                #expect(try client.socket.read(EchoOwner.large + 10 - taken).count == EchoOwner.large + 10 - taken)
                client.send("still here")
                #expect(try client.receive()?.text == "still here")
            }
        }

        @Test(arguments: [false, true])
        func arrivesWholeThroughTLS(closes: Bool) throws {
            let files = try CertificateFiles()
            try files.make(name: "first")
            let server = try TestServer {
                $0.maxQueuedBytes = 100_000_000
                $0.tls = files.tls
            }
            let client = try WebSocketClient(over: TLSStream(port: server.port))
            client.send(closes ? "burst and close" : "burst")
            try expectBurst(client)
            guard closes else { return }
            #expect(try client.receive()?.closeCode == 4000)
        }

        /// A failure does not show megabytes.
        private func expectBurst(_ client: WebSocketClient, _ count: Int = EchoOwner.burst.count) throws {
            for (place, text) in EchoOwner.burst.prefix(count).enumerated() {
                let isNext = try client.receive()?.text == text
                #expect(isNext, "message \(place)")
            }
        }
    }
}
