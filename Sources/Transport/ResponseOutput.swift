import HTTPTypes

/// A response on its way out: the head's bytes, and the shared body.
struct ResponseOutput {
    private(set) var head: [UInt8] = []
    private(set) var body: [UInt8] = []
    /// Bytes of the body that are with the library.
    var written = 0
    var isHeadWritten = false

    init() {}

    init(_ response: HTTPResponse, body: [UInt8], to method: HTTPRequest.Method) {
        let hasBody = response.status.code != 204 && response.status.code != 304 && response.status.kind != .informational
        var text = "HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n"
        // The framing is ours alone: an owner's idea of it could let one response be read as two.
        for field in response.headerFields where !Self.framing.contains(field.name) {
            text += "\(field.name.rawName): \(field.value)\r\n"
        }
        if hasBody { text += "Content-Length: \(body.count)\r\n" }
        text += "Connection: close\r\n\r\n"
        head = Array(text.utf8)
        if hasBody && method != .head { self.body = body }
    }

    private static let framing: Set<HTTPField.Name> = [.contentLength, .connection, .transferEncoding]
}
