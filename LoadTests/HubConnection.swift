/// Who takes the messages of an attached connection.
protocol HubListener: AnyObject {
    func received(_ message: Span<UInt8>, on connection: HubConnection)
}

/// A signaling session with the hub: `hello`, resume with the rotated secret, and the last push seen.
final class HubConnection: WebSocketDelegate {
    let client: WebSocketClient
    var listener: (any HubListener)?
    var whenAttached: ((HubConnection) -> Void)?

    private(set) var lastSequence = 0
    private(set) var pingMilliseconds = 0
    /// From the start of the connection, and from the `hello`, to the welcome; nanoseconds.
    private(set) var attachTime: UInt64 = 0
    private(set) var helloTime: UInt64 = 0

    private enum Opening { case token(String), resume }
    private enum State { case detached, saysHello(Int), attached }
    private let loop: EventLoop
    private var state = State.detached
    private var opening = Opening.resume
    private var sessionID: [UInt8] = []
    private var secret: [UInt8] = []
    private var nextID = 1
    private var startedAt: UInt64 = 0
    private var helloAt: UInt64 = 0

    init(loop: EventLoop, target: WebSocketTarget, maskKey: UInt32) {
        self.loop = loop
        client = WebSocketClient(loop: loop, target: target, maskKey: maskKey)
    }

    func attach(token: String) throws { try attach(.token(token)) }

    /// Comes back with the secret of the last welcome. A new session instead of the old one is a failure.
    func resume() throws { try attach(.resume) }

    func cut() {
        client.cut()
        state = .detached
    }

    /// Request ids grow within a signaling session.
    func takeID() -> Int {
        defer { nextID += 1 }
        return nextID
    }

    func opened(_ client: WebSocketClient) {
        let id = takeID()
        state = .saysHello(id)
        helloAt = Clock.now()
        client.send(Array("{\"id\":\(id),\"m\":\"hello\",\"p\":{\(credentials)}}".utf8).span)
    }

    func received(_ message: Span<UInt8>, on client: WebSocketClient) {
        if case .saysHello(let id) = state { return welcomed(by: message, id) }
        if let sequence = message.integer(after: Field.sequence) { lastSequence = sequence }
        if let type = message.position(after: Field.type), message.continues(with: Field.bye, at: type) {
            return loop.fail(LoadError("the hub said \(message.shown)"))
        }
        listener?.received(message, on: self)
    }

    private func attach(_ opening: Opening) throws {
        self.opening = opening
        client.delegate = self
        startedAt = Clock.now()
        try client.open()
    }

    private var credentials: String {
        switch opening {
        case .token(let token): "\"token\":\"\(token)\""
        case .resume:
            "\"resume\":{\"sid\":\"\(String(decoding: sessionID, as: UTF8.self))\",\"secret\":\"\(String(decoding: secret, as: UTF8.self))\",\"lastSeq\":\(lastSequence)}"
        }
    }

    private func welcomed(by message: Span<UInt8>, _ id: Int) {
        guard message.integer(after: Field.id) == id, message.contains(Field.ok),
            let sessionID = message.string(after: Field.sessionID), let secret = message.string(after: Field.secret),
            let sequence = message.integer(after: Field.lastSequence), let interval = message.integer(after: Field.pingInterval)
        else { return loop.fail(LoadError("wrong answer to hello: \(message.shown)")) }
        if case .resume = opening {
            guard message.contains(Field.resumed), sessionID == self.sessionID else {
                return loop.fail(LoadError("not resumed: \(message.shown)"))
            }
        } else {
            lastSequence = sequence
        }
        (self.sessionID, self.secret, pingMilliseconds) = (sessionID, secret, interval)
        let now = Clock.now()
        (helloTime, attachTime) = (now - helloAt, now - startedAt)
        state = .attached
        whenAttached?(self)
    }
}
