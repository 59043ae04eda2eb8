/// Connections to Janus: as many idle ones as Visavis holds, and the active ones.
final class JanusConnections: WebSocketDelegate {
    let clients: [WebSocketClient]
    private let loop: EventLoop
    private var whenOpened: (() -> Void)?

    init(_ count: Int, loop: EventLoop, target: WebSocketTarget) throws {
        self.loop = loop
        clients = (0..<count).map { _ in WebSocketClient(loop: loop, target: target, maskKey: .random(in: .min ... .max)) }
        _ = try Ramp(loop: loop, inFlight: 64).run("connecting to Janus", count: count) { index, done in
            whenOpened = done
            clients[index].delegate = self
            try clients[index].open()
        }
    }

    func opened(_ client: WebSocketClient) { whenOpened?() }

    func received(_ message: Span<UInt8>, on client: WebSocketClient) {
        loop.fail(LoadError("Janus said unasked: \(message.shown)"))
    }
}
