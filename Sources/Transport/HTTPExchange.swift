public import HTTPTypes

/// One HTTP request and the answer it is owed. Lives on the loop's thread.
///
/// Keep it as long as the answer takes. When the client goes away first, `respond` is without effect.
@safe public final class HTTPExchange {
    /// The head of the request. `path` holds the query too, percent-encoded.
    public let request: HTTPRequest
    /// The decoded path, without the query. Normalised: it holds no `//`, `/./` or `/../`.
    public let path: String
    /// The decoded query arguments, in order; `value` is empty where none was given.
    public let query: [(name: String, value: String)]
    /// The client's address, after trusted proxies.
    public let remoteAddress: String
    /// Whether the client's own connection is encrypted, by this loop or by a trusted proxy.
    public let isSecure: Bool
    /// The whole body; empty where none was sent.
    public internal(set) var body: [UInt8] = []

    enum Phase: Equatable {
        /// → answering, responding (refused early), gone
        case receiving(remaining: Int)
        /// The owner has it. → responding, gone
        case answering
        /// The answer is being written. → gone
        case responding
        /// Answered whole, or the client went. Final.
        case gone
    }

    var phase: Phase
    var output = ResponseOutput()
    private weak var loop: TransportLoop?
    private let socket: OpaquePointer

    init(
        head: RequestHead, client: ForwardedAddress, bodyLength: Int, loop: TransportLoop, socket: OpaquePointer
    ) {
        request = head.request
        path = head.path
        query = head.query
        remoteAddress = client.address
        isSecure = client.isSecure
        phase = bodyLength > 0 ? .receiving(remaining: bodyLength) : .answering
        self.loop = loop
        unsafe self.socket = socket
    }

    /// Whether an answer can still reach the client.
    public var isOpen: Bool { phase == .answering }

    /// Answers. `Content-Length` is set from `body`, which is shared and never copied; a `HEAD` gets the head alone.
    ///
    /// The first answer counts; a second one, or one to a client that has gone, is without effect.
    public func respond(_ response: HTTPResponse, body: [UInt8] = []) {
        guard phase == .answering, let loop else { return }
        phase = .responding
        output = ResponseOutput(response, body: body, to: request.method)
        unsafe loop.wantsToWrite(socket)
    }

    /// Answers with a body that is read while it is sent, in pieces of bounded size. Above `maxStreams` at a time the answer is 503.
    public func respond(_ response: HTTPResponse, source: any ResponseSource) {
        guard phase == .answering, let loop else { return }
        guard loop.streams.count < loop.configuration.maxStreams else {
            return respond(HTTPResponse(status: .serviceUnavailable, headerFields: [.retryAfter: "5"]))
        }
        phase = .responding
        output = ResponseOutput(response, source: source, to: request.method)
        if output.source != nil { output.stream = loop.streams.begin(self) }
        unsafe loop.wantsToWrite(socket)
    }

    /// A piece of the body was read; `nil`: it cannot be.
    func received(_ piece: [UInt8]?) {
        guard phase == .responding, let loop else { return }
        guard let piece else {
            unsafe loop.kill(socket)
            return
        }
        output.take(piece)
        unsafe loop.wantsToWrite(socket)
    }
}
