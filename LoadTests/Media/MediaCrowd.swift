import Media

/// The calls through one server, and the measurements that they are used for.
final class MediaCrowd {
    /// As long as it takes until a stream's packet history, which takes its memory as it fills, has gone round once.
    private static let warmUp = 3 * Clock.second
    private static let reportInterval = Clock.second
    private static let silence = Clock.second / 10
    private static let unhurriedCalls = 50
    /// What making sealed media takes at most, for each packet; and what is made beyond what is measured.
    private static let sealing = Clock.millisecond / 500
    private static let margin = Clock.second / 4

    let server: any MediaServer
    let engine: MediaEngine
    private let loop: EventLoop
    private var nextReport: UInt64 = 0

    init(_ server: any MediaServer, loop: EventLoop) throws {
        self.server = server
        self.loop = loop
        engine = try MediaEngine(server.places)
        loop.housekeeping = { [unowned self] now in work(at: now) }
    }

    deinit { loop.housekeeping = nil }

    var calls: Int { engine.endpoints.count / 2 }

    /// Until there are that many. Returns when media goes through each of them both ways.
    /// - Parameter speed: Of the first packets; less for a server that is slowed down.
    func grow(to count: Int, speed: Double = 1) throws {
        while calls < count {
            let (first, second) = try engine.addCall()
            try server.connect(first, second, over: engine)
            try loop.run("connecting call \(calls)", timeout: 60, until: { first.isConnected && second.isConnected })
        }
        // The first packets are encrypted as they leave, and key frames asked for: a large crowd takes its time.
        let unhurried = speed * min(1, Double(Self.unhurriedCalls) / Double(count))
        engine.mode = .paced(MediaPace(speed: unhurried, endpoints: engine.endpoints.count, start: Clock.now()))
        try loop.run(
            "the first packets of \(count) calls", timeout: Int(30 / unhurried), busy: true,
            until: { engine.endpoints.allSatisfy { $0.incoming.allSatisfy { $0.received > 0 } } })
        try fallSilent()
    }

    /// As fast as the server forwards: `window` packets of each endpoint are under way.
    func saturate(window: Int, seconds: Int) throws -> ForwardingFigures {
        engine.saturate(window: window)
        return try measure("saturating", seconds: seconds)
    }

    /// 30 pictures and 50 audio packets a second from each endpoint, `speed` times as fast.
    /// - Parameter sealed: Made beforehand where that is possible; then nothing that the server asks for is answered.
    func pace(speed: Double = 1, seconds: Int, sealed: Bool) throws -> ForwardingFigures {
        guard sealed, engine.canSeal else {
            engine.mode = .paced(MediaPace(speed: speed, endpoints: engine.endpoints.count, start: Clock.now()))
            return try measure("sending at a pace", seconds: seconds)
        }
        let duration = Self.warmUp + UInt64(seconds) * Clock.second + Self.margin
        let packets = Double(engine.endpoints.count) * MediaFormat.packetsPerSecond * speed * Double(duration) / Double(Clock.second)
        try SealedMedia.requireMemory(packets: Int(packets))
        let start = Clock.now() + UInt64(packets) * Self.sealing
        let media = try SealedMedia(engine.endpoints, speed: speed, start: start, duration: duration)
        media.begin(at: Clock.now())
        try loop.run("the start", busy: true, until: { Clock.now() >= start })
        engine.mode = .sealed(media)
        return try measure("sending at a pace", seconds: seconds)
    }

    /// Only what is sent meanwhile is counted.
    func saturate(window: Int, packets: Int, timeout: Int) throws -> Int {
        engine.saturate(window: window)
        engine.delivery.reset()
        try loop.run("\(packets) packets", timeout: timeout, busy: true, until: { engine.delivery.packets >= packets })
        try fallSilent()
        return engine.delivery.packets
    }

    private func work(at now: UInt64) {
        do { try engine.turn() } catch { loop.fail(LoadError("\(error)")) }
        server.keepAlive(at: now)
        if now >= nextReport {
            nextReport = now + Self.reportInterval
            engine.sendReports()
        }
    }

    private func measure(_ what: String, seconds: Int) throws -> ForwardingFigures {
        try spend(Self.warmUp, what)
        for endpoint in engine.endpoints {
            for stream in endpoint.outgoing { stream.beginCounting() }
            for stream in endpoint.incoming { stream.resetCounts() }
        }
        engine.delivery.reset()
        let (begin, meter, before) = (Clock.now(), try CoreMeter(server: server.process.pid), try ProcessFigures(of: server.process.pid))
        try spend(UInt64(seconds) * Clock.second, what)
        let (elapsed, delivery) = (Clock.now() - begin, engine.delivery)
        let streams = engine.endpoints.flatMap(\.outgoing)
        for stream in streams { stream.endCounting() }
        let sent = streams.reduce(0) { $0 + $1.sent }
        let (cores, after) = (try meter.use(), try ProcessFigures(of: server.process.pid))
        // Sequence numbers that were given out are used: the next measurement goes on behind them.
        if case .sealed(let media) = engine.mode { try loop.run("the rest", busy: true, until: { media.isExhausted }) }
        try fallSilent()
        return ForwardingCount(
            calls: calls, elapsed: elapsed, delivery: delivery, sent: sent,
            lost: streams.reduce(0) { $0 + $1.lost }, before: before, after: after, cores: cores
        ).figures
    }

    /// Never sleeps: the next packet is due within microseconds.
    private func spend(_ duration: UInt64, _ what: String) throws {
        let end = Clock.now() + duration
        try loop.run(what, timeout: Int(duration / Clock.second) + 30, busy: true, until: { Clock.now() >= end })
    }

    /// Stops sending and waits until nothing more arrives; what is missing then is lost.
    private func fallSilent() throws {
        engine.mode = .silent
        var (packets, since) = (-1, Clock.now())
        try loop.run(
            "the last packets", timeout: 30, busy: true,
            until: {
                if packets != engine.delivery.packets { (packets, since) = (engine.delivery.packets, Clock.now()) }
                return Clock.now() > since + Self.silence
            })
        for endpoint in engine.endpoints { for stream in endpoint.outgoing { stream.giveUp() } }
    }
}
