/// When each peer wants to be looked at again. A flat array: a thousand peers are looked through in a microsecond, at most once a grain.
struct Alarms {
    private let grain: Int64
    private var times: [Int64] = []
    private(set) var earliest = Int64.max

    init(grain: Duration = .milliseconds(5)) { self.grain = max(1, grain.inNanoseconds) }

    var next: MediaTime? { earliest == .max ? nil : MediaTime(nanoseconds: earliest) }

    mutating func resize(to count: Int) {
        while times.count < count { times.append(.max) }
    }

    /// Sooner than it was, or not at all. Rounded up to the grain.
    @inline(__always)
    mutating func advance(_ slot: Int, to time: MediaTime) {
        guard time.nanoseconds < times[slot] else { return }
        let rounded = round(time.nanoseconds)
        times[slot] = min(times[slot], rounded)
        earliest = min(earliest, rounded)
    }

    mutating func clear(_ slot: Int) { times[slot] = .max }

    /// The first slot from `slot` on that is due; it is cleared.
    mutating func takeDue(from slot: Int, at now: MediaTime) -> Int? {
        var slot = slot
        while slot < times.count {
            if times[slot] <= now.nanoseconds {
                times[slot] = .max
                return slot
            }
            slot += 1
        }
        return nil
    }

    /// After all that was due has been looked at.
    mutating func settle() { earliest = times.min() ?? .max }

    private func round(_ time: Int64) -> Int64 {
        let (quotient, rest) = time.quotientAndRemainder(dividingBy: grain)
        return rest <= 0 ? quotient * grain : (quotient + 1) &* grain
    }
}
