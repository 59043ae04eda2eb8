import Testing
import Transport

extension TransportTests {
    @Suite struct TimeoutTests {
        /// Each ends by itself; the client's own patience is longer, and would throw.
        @Test(arguments: [
            "", "GET /hello HT", "GET /hello HTTP/1.1\r\nHost: a\r\n", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe",
        ])
        func endsSlowRequests(bytes: String) throws {
            let server = try TestServer {
                $0.headerTimeout = 1
                $0.bodyTimeout = 1
                $0.handshakeTimeout = 1
            }
            let socket = try RawSocket(port: server.port)
            socket.send(bytes)
            #expect(try socket.readToEnd().isEmpty)
            #expect(!server.journal.all.contains { $0.hasPrefix("request") })
        }

        /// A body in drops, each in time: the whole must be in time too.
        @Test func endsTricklingBodies() throws {
            let server = try TestServer { $0.bodyTimeout = 1 }
            let socket = try RawSocket(port: server.port)
            socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n")
            let trickle = Trickle(socket)
            trickle.start()
            #expect(try socket.readToEnd().isEmpty)
            trickle.stop()
        }

        @Test func waitsForTheOwnerAsLongAsItTakes() throws {
            let server = try TestServer {
                $0.handshakeTimeout = 1
                $0.headerTimeout = 1
                $0.bodyTimeout = 1
            }
            let socket = try RawSocket(port: server.port)
            socket.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n")
            try server.journal.wait(for: "request")
            server.inbox.post(.setDeadline(.seconds(2)))
            try server.journal.wait(for: "deadline")
            server.inbox.post(.answerHeld)
            #expect(try socket.response().body == "late true")
        }

        @Test func dropsAResponseThatNobodyReads() throws {
            let server = try TestServer {
                $0.slowReaderTimeout = 1
                $0.maxConnections = 1
            }
            let socket = try RawSocket(port: server.port, receiveBuffer: 4096)
            for _ in 0..<10 { socket.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n") }
            // The only connection there may be: the next one is served when the first is gone.
            while true {
                let next = try RawSocket(port: server.port)
                next.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                if try next.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200") { break }
            }
            withExtendedLifetime(socket) {}
        }
    }
}
