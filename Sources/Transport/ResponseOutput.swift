import HTTPTypes

/// A response on its way out: the head's bytes, and the body, which is shared, or read piece by piece.
struct ResponseOutput {
    private(set) var head: [UInt8] = []
    /// All of the body, or the piece of it that is being written.
    private(set) var body: [UInt8] = []
    /// Bytes of `body` that are with the library.
    var written = 0
    var isHeadWritten = false
    /// Where the pieces come from.
    private(set) var source: (any ResponseSource)?
    /// Names the reading while there is one.
    var stream: UInt64?
    private(set) var isReading = false
    /// Bytes of the source that were asked for.
    private var asked = 0

    init() {}

    init(_ response: HTTPResponse, body: [UInt8], to method: HTTPRequest.Method) {
        head = Self.head(response, length: body.count)
        if Self.hasBody(response) && method != .head { self.body = body }
    }

    init(_ response: HTTPResponse, source: any ResponseSource, to method: HTTPRequest.Method) {
        head = Self.head(response, length: source.length)
        if Self.hasBody(response) && method != .head && source.length > 0 { self.source = source }
    }

    /// Nothing follows what is in `body`.
    var isWhole: Bool { source.map { asked == $0.length } ?? true }

    /// The next piece to read: its place and size.
    mutating func nextPiece() -> (offset: Int, count: Int)? {
        guard let source, !isReading, asked < source.length else { return nil }
        let count = min(BodyStreams.pieceBytes, source.length - asked)
        defer { asked += count }
        isReading = true
        return (asked, count)
    }

    mutating func take(_ piece: [UInt8]) {
        isReading = false
        body = piece
        written = 0
    }

    private static func hasBody(_ response: HTTPResponse) -> Bool {
        response.status.code != 204 && response.status.code != 304 && response.status.kind != .informational
    }

    private static func head(_ response: HTTPResponse, length: Int) -> [UInt8] {
        var text = "HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n"
        // The framing is ours alone: an owner's idea of it could let one response be read as two.
        for field in response.headerFields where !framing.contains(field.name) { text += "\(field.name.rawName): \(field.value)\r\n" }
        if hasBody(response) { text += "Content-Length: \(length)\r\n" }
        text += "Connection: close\r\n\r\n"
        return Array(text.utf8)
    }

    private static let framing: Set<HTTPField.Name> = [.contentLength, .connection, .transferEncoding]
}
