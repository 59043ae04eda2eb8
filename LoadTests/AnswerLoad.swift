/// Requests and answers over some connections of one server, in rounds that another server's rounds alternate with.
final class AnswerLoad {
    private static let warmUp = Clock.second / 2

    private let loop: EventLoop
    private let process: ChildProcess
    private let streams: [AnswerStream]
    private let tally: AnswerTally
    private let window: Int
    private var latency = Histogram()
    private var rates: [Double] = []
    private var cores: [CoreUse] = []

    init(_ streams: [AnswerStream], tally: AnswerTally, window: Int, process: ChildProcess, loop: EventLoop) {
        (self.streams, self.tally, self.window, self.process, self.loop) = (streams, tally, window, process, loop)
    }

    var figures: AnswerFigures { AnswerFigures(rates: rates, cores: cores, latency: latency) }

    /// - Parameter other: what shares the server core, and must not run meanwhile.
    func round(seconds: Int, pausing other: ChildProcess?) throws {
        other?.pause()
        defer { other?.proceed() }
        tally.isAsking = true
        for stream in streams { for _ in 0..<window { stream.ask() } }
        try spend(Self.warmUp)
        tally.latency.reset()
        let (begin, meter) = (Clock.now(), try CoreMeter(server: process.pid))
        try spend(UInt64(seconds) * Clock.second)
        rates.append(Double(tally.latency.total) / (Double(Clock.now() - begin) / Double(Clock.second)))
        cores.append(try meter.use())
        latency.add(tally.latency)
        tally.isAsking = false
        try loop.run("the last answers", timeout: 30, until: { tally.outstanding == 0 })
    }

    private func spend(_ duration: UInt64) throws {
        let end = Clock.now() + duration
        try loop.run("asking", until: { Clock.now() >= end })
    }
}
