/// What a WebSocket runs over: plain TCP or TLS.
protocol ByteStream {
    func send(_ bytes: [UInt8])
    /// `count` bytes, or what came before the end.
    func read(_ count: Int) throws -> [UInt8]
}

extension ByteStream {
    func send(_ text: String) { send(Array(text.utf8)) }

    /// Everything up to and with `mark`, or up to the end.
    func read(until mark: String) throws -> String {
        var text: [UInt8] = []
        let mark = Array(mark.utf8)
        while !text.suffix(mark.count).elementsEqual(mark) {
            let byte = try read(1)
            guard !byte.isEmpty else { break }
            text += byte
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension RawSocket: ByteStream {}

/// The client's side of RFC 6455, as much as the tests need, with every way to break it.
struct WebSocketClient {
    struct Frame: Equatable {
        var opcode: UInt8
        var payload: [UInt8]
        var text: String { String(decoding: payload, as: UTF8.self) }
        var closeCode: UInt16? { opcode == 8 && payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : nil }
    }

    let socket: any ByteStream

    /// Sends the handshake and gives the head of the answer.
    static func handshake(
        _ socket: any ByteStream, path: String = "/ws", subprotocol: String? = "visavis.v1", extra: String = ""
    ) throws -> String {
        let offer = subprotocol.map { "Sec-WebSocket-Protocol: \($0)\r\n" } ?? ""
        socket.send(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: https://shop.example\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\(offer)\(extra)\r\n")
        return try socket.read(until: "\r\n\r\n")
    }

    init(port: UInt16, receiveBuffer: Int32? = nil, patience: Int = 10) throws {
        try self.init(over: RawSocket(port: port, receiveBuffer: receiveBuffer, patience: patience))
    }

    init(over socket: any ByteStream) throws {
        self.socket = socket
        let head = try Self.handshake(socket)
        guard head.hasPrefix("HTTP/1.1 101 ") else { throw SocketError(what: "no upgrade: \(head)") }
    }

    func send(_ text: String) { send(opcode: 1, Array(text.utf8)) }

    func send(opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) {
        socket.send(Self.frame(opcode: opcode, payload, isFinal: isFinal))
    }

    static func frame(opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, mask: [UInt8] = [1, 2, 3, 4]) -> [UInt8] {
        var frame: [UInt8] = [opcode | (isFinal ? 0x80 : 0)]
        switch payload.count {
        case ..<126: frame.append(0x80 | UInt8(payload.count))
        case ..<65536: frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: frame += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        frame += mask
        frame += payload.enumerated().map { $1 ^ mask[$0 & 3] }
        return frame
    }

    /// The next whole frame; `nil` at the end of the connection.
    func receive() throws -> Frame? {
        let head = try socket.read(2)
        guard head.count == 2 else { return nil }
        var length = Int(head[1] & 127)
        if length >= 126 { length = try socket.read(length == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
        let payload = try socket.read(length)
        return payload.count == length ? Frame(opcode: head[0] & 15, payload: payload) : nil
    }
}
