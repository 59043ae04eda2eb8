import Testing
import Transport

/// Every byte is the low byte of its own place.
struct CountingSource: ResponseSource {
    static let large = 20_000_001
    private static let table = (0..<256 + 131_072).map { UInt8(truncatingIfNeeded: $0) }

    let length: Int
    let journal: Journal

    func read(at offset: Int, count: Int) throws -> [UInt8] {
        journal.note("piece \(offset) \(count)")
        return Self.bytes(at: offset, count: count)
    }

    static func bytes(at offset: Int, count: Int) -> [UInt8] { Array(table[offset % 256..<offset % 256 + count]) }
}

/// A file whose end cannot be read.
struct BrokenSource: ResponseSource {
    struct Unreadable: Error {}

    let length = 1_000_000

    func read(at offset: Int, count: Int) throws -> [UInt8] {
        guard offset + count < 500_000 else { throw Unreadable() }
        return [UInt8](repeating: 1, count: count)
    }
}

extension TransportTests {
    @Suite struct StreamTests {
        @Test(arguments: [("/small-stream", "206", 5), ("/empty-stream", "200", 0)])
        func sendsWhatIsRead(path: String, status: String, length: Int) throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try socket.read(until: "\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 \(status) "))
            #expect(head.contains("Content-Length: \(length)\r\n"))
            #expect(try socket.readToEnd() == (0..<length).map { UInt8($0) })
        }

        @Test func aHeadIsAnsweredWithoutReading() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try socket.response(hasBody: false).head.contains("Content-Length: \(CountingSource.large)\r\n"))
            #expect(try socket.readToEnd().isEmpty)
            #expect(!server.journal.all.contains { $0.hasPrefix("piece") })
        }

        /// A reader that stops costs a piece, not the file; then it gets all of it.
        @Test func readsOnlyAsFastAsTheClientDoes() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port, receiveBuffer: 4096)
            socket.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            try server.journal.wait(for: "piece 0 131072")
            let other = try RawSocket(port: server.port)
            other.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try other.response().body == "hello")
            let readAhead = server.journal.all.filter { $0.hasPrefix("piece") }.count
            #expect(readAhead * 131_072 < CountingSource.large * 3 / 4)
            _ = try socket.read(until: "\r\n\r\n")
            let body = try socket.readToEnd()
            #expect(body.count == CountingSource.large)
            for offset in stride(from: 0, to: body.count, by: 100_000) {
                let end = min(offset + 100_000, body.count)
                #expect(body[offset..<end].elementsEqual(CountingSource.bytes(at: offset, count: end - offset)))
            }
        }

        @Test func whatCannotBeReadCutsTheConnection() throws {
            let server = try TestServer()
            let socket = try RawSocket(port: server.port)
            socket.send("GET /broken-stream HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try socket.read(until: "\r\n\r\n").contains("Content-Length: 1000000\r\n"))
            #expect(try socket.readToEnd().count < 500_000)
        }

        @Test func tooManyAtOnceAreAskedToWait() throws {
            let server = try TestServer { $0.maxStreams = 1 }
            let first = try RawSocket(port: server.port, receiveBuffer: 4096)
            first.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            try server.journal.wait(for: "piece 0 131072")
            let second = try RawSocket(port: server.port)
            second.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try second.response(hasBody: false).head
            #expect(head.hasPrefix("HTTP/1.1 503 "))
            #expect(head.contains("Retry-After: 5\r\n"))
        }
    }
}
