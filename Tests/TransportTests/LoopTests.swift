import Testing

@testable import Transport

extension TransportTests {
    @Suite struct LoopTests {
        @Test func handlesCommandsInOrder() throws {
            let server = try TestServer()
            for index in 0..<1000 { server.inbox.post(.note("n\(index)")) }
            try server.journal.wait(for: "n999")
            #expect(server.journal.all.filter { $0.hasPrefix("n") } == (0..<1000).map { "n\($0)" })
        }

        @Test func postsFromManyThreads() async throws {
            let server = try TestServer()
            let inbox = server.inbox
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { for _ in 0..<2000 { inbox.post(.note("n")) } } }
            }
            try server.journal.wait(for: "n", count: 16_000)
            #expect(inbox.count == 0)
        }

        @Test func aBatchEndsOnceAndOnlyWhenSomethingHappened() throws {
            let server = try TestServer()
            server.inbox.post(.setDeadline(.milliseconds(30)))
            try server.journal.wait(for: "deadline")
            try server.journal.wait(for: "batch", count: 2)
            let client = try WebSocketClient(port: server.port)
            client.send("x")
            _ = try client.receive()
            #expect(server.journal.all.filter { $0 == "batch" }.count < 12)
        }

        @Test func aDeadlineCanBeMovedAndTakenBack() throws {
            let server = try TestServer()
            server.inbox.post(.setDeadline(.seconds(3600)))
            server.inbox.post(.setDeadline(.milliseconds(20)))
            try server.journal.wait(for: "deadline")
            server.inbox.post(.setDeadline(.milliseconds(20)))
            server.inbox.post(.setDeadline(nil))
            server.inbox.post(.note("after"))
            try server.journal.wait(for: "after")
            #expect(server.journal.all.filter { $0 == "deadline" }.count == 1)
        }

        @Test func stopsWithLinksAndRequestsOpen() throws {
            let server = try TestServer()
            let client = try WebSocketClient(port: server.port)
            let socket = try RawSocket(port: server.port)
            socket.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n")
            try server.journal.wait(for: "request")
            let half = try RawSocket(port: server.port)
            half.send("GET /ha")
            try server.stopped()
            #expect(server.journal.all.contains("closed stopped queued 0 links 0"))
            #expect(try client.receive() == nil)
            #expect(try socket.readToEnd().isEmpty)
            #expect(!server.inbox.post(.answerHeld))
        }

        @Test func startsAndStopsManyTimes() throws {
            for _ in 0..<30 {
                let server = try TestServer()
                let client = try WebSocketClient(port: server.port)
                client.send("x")
                #expect(try client.receive()?.text == "x")
                try server.stopped()
            }
        }

        @Test func bindsAgainAtOnce() throws {
            let first = try TestServer()
            let client = try WebSocketClient(port: first.port)
            try first.stopped()
            let second = try TestServer { $0.port = first.port }
            #expect(second.port == first.port)
            withExtendedLifetime(client) {}
        }

        @Test func namesAnAddressInUse() throws {
            let server = try TestServer()
            #expect(throws: SocketError(what: "failed 127.0.0.1 port \(server.port): address in use")) {
                _ = try TestServer { $0.port = server.port }
            }
            #expect(throws: SocketError.self) { _ = try TestServer { $0.host = "no.such.name" } }
        }

        @Test(arguments: [nil, "0.0.0.0", "127.0.0.1"] as [String?])
        func listensOnTheGivenHost(host: String?) throws {
            let server = try TestServer { $0.host = host }
            let socket = try RawSocket(port: server.port)
            socket.send("GET /who HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try socket.response().body == "127.0.0.1 false")
        }

        @Test func limitsConnections() throws {
            let server = try TestServer { $0.maxConnections = 2 }
            let first = try WebSocketClient(port: server.port)
            do {
                let second = try WebSocketClient(port: server.port)
                let third = try RawSocket(port: server.port)
                #expect(try third.readToEnd().isEmpty)
                second.send("x")
                #expect(try second.receive()?.text == "x")
            }
            try server.journal.wait(for: "closed")
            first.send("x")
            #expect(try first.receive()?.text == "x")
        }

        @Test func anAbsentEventLibraryNamesItsPackage() {
            let error = TransportError.setup(log: ["lws_create_context: failed to load evlib_uv"])
            #expect(error == .eventLibraryMissing)
            #expect("\(error)".contains("libwebsockets-evlib-uv"))
        }

        @Test func aLateIdentifierNamesNothing() {
            var table = LinkTable()
            let first = unsafe table.insert(OpaquePointer(bitPattern: 8)!)
            table.remove(first)
            let second = unsafe table.insert(OpaquePointer(bitPattern: 16)!)
            #expect(first.slot == second.slot)
            #expect(!table.contains(first) && table.contains(second))
            #expect(LinkID(rawValue: second.rawValue) == second)
        }
    }
}
