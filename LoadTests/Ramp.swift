/// Opens many connections, with a bounded number on their way at a time.
struct Ramp {
    private let loop: EventLoop
    private let inFlight: Int

    init(loop: EventLoop, inFlight: Int) {
        self.loop = loop
        self.inFlight = inFlight
    }

    /// - Parameter start: begins connection `index` and calls its second argument when it is done.
    /// - Returns: the nanoseconds until the last one was done.
    func run(_ what: String, count: Int, start: (Int, @escaping () -> Void) throws -> Void) throws -> UInt64 {
        let tally = Tally()
        var started = 0
        let begin = Clock.now()
        try loop.run(
            what,
            until: {
                while started < count, started - tally.done < inFlight {
                    do { try start(started) { tally.done += 1 } } catch { loop.fail(LoadError("\(what): \(error)")); break }
                    started += 1
                }
                return tally.done == count
            })
        return Clock.now() - begin
    }

    private final class Tally { var done = 0 }
}
