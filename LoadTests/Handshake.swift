/// The opening handshake (RFC 6455 §4). The key is the example of the RFC, whose right answer the RFC gives too: so the
/// answer is verified without a hash function.
enum Handshake {
    enum Answer {
        case incomplete
        case refused
        /// The bytes that the answer took.
        case accepted(Int)
    }

    private static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    private static let accept = Array("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".utf8)
    private static let status = Array("HTTP/1.1 101".utf8)
    private static let end = Array("\r\n\r\n".utf8)

    static func request(for target: WebSocketTarget) -> [UInt8] {
        Array(
            """
            GET \(target.path) HTTP/1.1\r
            Host: 127.0.0.1:\(target.port)\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Origin: \(target.origin)\r
            Sec-WebSocket-Key: \(key)\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Protocol: \(target.subprotocol)\r
            \r

            """.utf8)
    }

    static func answer(in bytes: Span<UInt8>) -> Answer {
        guard let length = bytes.position(after: end) else { return .incomplete }
        guard bytes.continues(with: status, at: 0), bytes.extracting(0..<length).contains(accept) else { return .refused }
        return .accepted(length)
    }
}
