/// Messages relayed by the hub between the two sides of each pair: as many as it can carry, then at a fixed rate.
final class RelayLoad {
    private enum Mode { case draining, saturating }
    private static let warmUp = Clock.second

    private let loop: EventLoop
    private let server: ServerProcess
    private var sides: [RelaySide] = []
    private var mode = Mode.draining
    private var outstanding = 0
    private var latency = Histogram()

    init(pairs: [SessionPair], loop: EventLoop, server: ServerProcess) {
        self.loop = loop
        self.server = server
        for pair in pairs {
            let customer = RelaySide(pair.connections.customer, session: pair.session, load: self)
            let agent = RelaySide(pair.connections.agent, session: pair.session, load: self)
            (customer.peer, agent.peer) = (agent, customer)
            sides += [customer, agent]
        }
    }

    /// Keeps `window` messages under way per pair, half of them in each direction.
    func saturate(window: Int, seconds: Int) throws -> RelayFigures {
        mode = .saturating
        for side in sides { for _ in 0..<window / 2 { send(from: side, stamp: Clock.now()) } }
        return try measure("relaying", seconds: seconds, pace: nil)
    }

    /// Sends `rate` messages a second, evenly. Each is stamped with the moment at which it was *due*, so that a delay
    /// of the load test's own counts against the result and is not left out of it.
    func pace(rate: Double, seconds: Int) throws -> RelayFigures {
        let (begin, interval) = (Clock.now(), Double(Clock.second) / rate)
        var count = 0
        return try measure("relaying at half the rate", seconds: seconds) { [self] in
            let due = Int(Double(Clock.now() - begin) / interval)
            while count < due {
                send(from: sides[count % sides.count], stamp: begin + UInt64(Double(count) * interval))
                count += 1
            }
            if outstanding > Int(rate) { loop.fail(LoadError("the hub is more than a second behind at \(Int(rate)) messages/s")) }
        }
    }

    func delivered(to side: RelaySide, stamp: UInt64) {
        let now = Clock.now()
        outstanding -= 1
        latency.record(now - stamp)
        if mode == .saturating, let peer = side.peer { send(from: peer, stamp: now) }
    }

    func fail(_ error: LoadError) { loop.fail(error) }

    private func send(from side: RelaySide, stamp: UInt64) {
        outstanding += 1
        side.send(stamp: stamp)
    }

    private func measure(_ what: String, seconds: Int, pace: (() -> Void)?) throws -> RelayFigures {
        try spend(Self.warmUp, what, pace)
        latency.reset()
        let (begin, meter) = (Clock.now(), try CoreMeter(server: server.process.pid))
        try spend(UInt64(seconds) * Clock.second, what, pace)
        let figures = RelayFigures(latency, elapsed: Clock.now() - begin, cores: try meter.use())

        mode = .draining
        try loop.run("the last relayed messages", timeout: 10, until: { outstanding == 0 })
        return figures
    }

    /// With a pace the loop does not sleep: the next message is due within microseconds.
    private func spend(_ duration: UInt64, _ what: String, _ pace: (() -> Void)?) throws {
        let end = Clock.now() + duration
        try loop.run(
            what, timeout: Int(duration / Clock.second) + 30, busy: pace != nil,
            until: {
                pace?()
                return Clock.now() >= end
            })
    }
}
