import Foundation
import Glibc

struct HTTPResponse {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard status == 200 else { throw LoadError("HTTP \(status): \(text.prefix(400))") }
        do { return try JSONDecoder().decode(type, from: Data(body)) } catch {
            throw LoadError("not the expected answer: \(text.prefix(400))")
        }
    }
}

/// One keep-alive connection with blocking calls. `send` and `receive` are apart, so that a caller with several
/// connections keeps the server busy without threads.
final class HTTPClient {
    private let port: UInt16
    private var descriptor: Int32 = -1

    init(port: UInt16) { self.port = port }
    deinit { disconnect() }

    func exchange(_ method: String, _ path: String, headers: [String] = [], body: String? = nil) throws -> HTTPResponse {
        try send(method, path, headers: headers, body: body)
        return try receive()
    }

    func send(_ method: String, _ path: String, headers: [String] = [], body: String? = nil) throws {
        if descriptor < 0 { try connect() }
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Origin: http://127.0.0.1:\(port)"] + headers
        if let body { lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"] }
        var bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")).utf8)[...]
        while !bytes.isEmpty {
            // send(socket, buffer, length, flags)
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw LoadError.system("send", errno) }
            bytes = bytes.dropFirst(count)
        }
    }

    func receive() throws -> HTTPResponse {
        var received: [UInt8] = []
        while true {
            if let response = try Self.parse(received) {
                if response.headers["connection"]?.lowercased() == "close" { disconnect() }
                return response
            }
            var chunk = [UInt8](repeating: 0, count: 16_384)
            // recv(socket, buffer, length, flags)
            let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else {
                let error = count == 0 ? LoadError("HTTP: closed by the server") : LoadError.system("recv", errno)
                disconnect()
                throw error
            }
            received += chunk[..<count]
        }
    }

    /// - Returns: nil while the response has not arrived whole.
    private static func parse(_ bytes: [UInt8]) throws -> HTTPResponse? {
        guard let bodyStart = bytes.span.position(after: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<(bodyStart - 4)], as: UTF8.self).components(separatedBy: "\r\n")
        guard let first = lines.first?.split(separator: " "), first.count >= 2, let status = Int(first[1]) else {
            throw LoadError("not an HTTP response: \(bytes.span.shown)")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        guard let length = headers["content-length"].flatMap({ Int($0) }) else {
            throw LoadError("HTTP response without Content-Length: \(bytes.span.shown)")
        }
        guard bytes.count >= bodyStart + length else { return nil }
        return HTTPResponse(status: status, headers: headers, body: Array(bytes[bodyStart..<bodyStart + length]))
    }

    private func connect() throws {
        descriptor = try SystemCalls.tcpSocket(nonBlocking: false)
        SystemCalls.setOption(descriptor, SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: 60, tv_usec: 0))
        let result = SystemCalls.connect(descriptor, toLoopbackPort: port)
        if result != 0 {
            disconnect()
            throw LoadError.system("connect", result)
        }
    }

    private func disconnect() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
