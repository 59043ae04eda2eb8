import Testing
import Transport

extension TransportTests {
    @Suite struct HTTPTests {
        @Test func answersWithItsOwnFramingAndNothingElse() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            let (head, body) = try socket.response()
            #expect(head == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\n")
            #expect(body == "hello")
        }

        /// What follows the first request is never looked at, however it is cut.
        @Test func answersOneRequestAConnection() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send(
                "GET /later HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /who HTTP/1.1\r\nHost: a\r\n\r\n")
            try server.journal.wait(for: "request GET /later")
            socket.send("GET /who HTTP/1.1\r\nHost: a\r\n\r\n")
            server.inbox.post(.answerHeld)
            #expect(try socket.response().body == "late true")
            #expect(try socket.readToEnd().isEmpty)
            #expect(server.journal.all.filter { $0.hasPrefix("request") }.count == 1)
        }

        @Test func headHasNoBody() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try socket.response(hasBody: false).head.contains("Content-Length: 5\r\n"))
            #expect(try socket.readToEnd().isEmpty)
        }

        @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"])
        func takesBodiesInPieces(method: String) throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            let half = String(repeating: "ab", count: 10_000)
            socket.send("\(method) /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n\(half)")
            socket.send(half)
            #expect(try socket.response().body == half + half)
            for body in ["", "ok"] {
                let next = try RawSocket(port: server.port)
                next.send("\(method) /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n\(body)")
                #expect(try next.response().body == body)
            }
        }

        @Test func asksForAnExpectedBody() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(try socket.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            socket.send("ok")
            #expect(try socket.response().body == "ok")
        }

        @Test func sendsALargeBodyWhole() throws {
            let server = try TestServer()
            for _ in 0..<2 {
                let socket = try RawSocket(port: server.port)
                socket.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try socket.response().body.utf8.count == EchoOwner.big.count)
            }
        }

        @Test(arguments: [
            ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", "413"),
            ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", "413"),
            ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello", "400"),
            ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "400"),
            ("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "501"),
            ("GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
        ])
        func refusesAndCloses(request: String, status: String) throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send(request)
            let answer = String(decoding: try socket.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix(status.isEmpty ? "" : "HTTP/1.1 \(status) "))
            #expect(answer.split(separator: "HTTP/1.1 ").count <= 1)
            #expect(!server.journal.all.contains { $0.hasPrefix("request") })
        }

        @Test(arguments: [
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: nonsense\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: nonsense\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
            "CONNECT example.org:80 HTTP/1.1\r\nHost: a\r\n\r\n",
            "BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n",
            "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0",
            "GET http://other.example/ HTTP/1.1\r\nHost: a\r\n\r\n",
        ])
        func hangsUpOnOtherProtocols(bytes: String) throws {
            let server = try TestServer { $0.headerTimeout = 1 }
            let socket = try RawSocket(port: server.port)
            socket.send(bytes)
            let answer = String(decoding: try socket.readToEnd(), as: UTF8.self)
            #expect(!answer.contains("101 Switching"))
            #expect(!server.journal.all.contains { $0.hasPrefix("request") })
            let next = try RawSocket(port: server.port)
            next.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try next.response().body == "hello")
        }

        @Test func refusesLongHeaderFields() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send("GET /hello HTTP/1.1\r\nHost: a\r\nCookie: \(String(repeating: "c", count: 20_000))\r\n\r\n")
            let answer = String(decoding: try socket.readToEnd(), as: UTF8.self)
            #expect(!answer.contains(" 200 "))
            #expect(!server.journal.all.contains { $0.hasPrefix("request") })
        }

        @Test func decodesTheTargetOnce() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send("GET /target?a=1%262&b&name=Andr%C3%A9%20%25 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try socket.response().body == "/target?a=1%262&b=&name=Andr%C3%A9%20%25")
            let next = try RawSocket(port: server.port)
            next.send("GET /x/../../target HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try next.response().body == "/target")
        }

        @Test func handsOnTheConfiguredFields() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send("GET /csrf HTTP/1.1\r\nHost: a\r\nX-CSRF-Token: secret\r\n\r\n")
            #expect(try socket.response().body == "secret")
        }

        @Test func toleratesAClientThatLeft() throws {
            let server = try TestServer()
            do {
                let socket = try RawSocket(port: server.port)
                socket.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n")
                try server.journal.wait(for: "request GET /later")
            }
            server.inbox.post(.answerHeld)
            let next = try RawSocket(port: server.port)
            next.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try next.response().body == "hello")
        }
    }
}
