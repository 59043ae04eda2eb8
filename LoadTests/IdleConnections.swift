/// The crowd: authenticated connections that only say `ping` as often as the hub asks for.
final class IdleConnections {
    /// Connections on their way at a time while the crowd arrives; a resume storm knows no such courtesy.
    private static let arriving = 256
    private static let ping = Array(#"{"m":"ping"}"#.utf8)

    let connections: [HubConnection]
    private let loop: EventLoop
    private var interval: UInt64 = 0
    private var cursor = 0
    private var startedAt: UInt64 = 0

    init(_ count: Int, loop: EventLoop, target: WebSocketTarget) {
        self.loop = loop
        connections = (0..<count).map { _ in HubConnection(loop: loop, target: target, maskKey: .random(in: .min ... .max)) }
    }

    func connect(tokens: [String]) throws -> AttachFigures {
        let figures = try attachAll("connecting", inFlight: Self.arriving) { try $1.attach(token: tokens[$0]) }
        interval = UInt64(connections[0].pingMilliseconds) * Clock.millisecond
        startPinging()
        return figures
    }

    /// Cuts every socket without a word, then brings all back at once.
    func storm() throws -> AttachFigures {
        loop.housekeeping = nil
        for connection in connections { connection.cut() }
        let figures = try attachAll("resuming", inFlight: connections.count) { try $1.resume() }
        startPinging()
        return figures
    }

    private func attachAll(_ what: String, inFlight: Int, _ start: (Int, HubConnection) throws -> Void) throws -> AttachFigures {
        var (hello, attach) = (Histogram(), Histogram())
        let elapsed = try Ramp(loop: loop, inFlight: inFlight).run(what, count: connections.count) { index, done in
            connections[index].whenAttached = { _ in done() }
            try start(index, connections[index])
        }
        for connection in connections {
            connection.whenAttached = nil
            hello.record(connection.helloTime)
            attach.record(connection.attachTime)
        }
        return AttachFigures(count: connections.count, elapsed: elapsed, hello: hello, attach: attach)
    }

    /// Spread evenly over the interval, as a crowd's pings are.
    private func startPinging() {
        (startedAt, cursor) = (Clock.now(), 0)
        loop.housekeeping = { [unowned self] now in
            let due = Int(Double(now - startedAt) / Double(interval) * Double(connections.count))
            while cursor < due {
                connections[cursor % connections.count].client.send(Self.ping.span)
                cursor += 1
            }
        }
    }
}
