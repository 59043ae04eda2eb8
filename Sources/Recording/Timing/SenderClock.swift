/// How one participant's clock, as its sender reports tell it, stands to ours.
///
/// A report takes some time to come; the smallest difference of the last minute is the one with the least queueing in it. Microphone,
/// camera and screen of a participant have this clock in common: that is what keeps the lips in step with the voice.
struct SenderClock {
    /// The sender's clock was set when a report is this far from the others.
    private static let leap: Int64 = 2_000_000_000

    /// Our nanoseconds minus the sender's.
    var offset: Int64? { steady.value }

    private var samples = Window()
    private var steady = SteadyValue()

    /// - Parameter ntp: 64-bit time stamp (RFC 3550 §4).
    mutating func observe(ntp: UInt64, at arrival: Int64) {
        let sample = arrival - Self.nanoseconds(ntp)
        // What we knew is void.
        if let known = samples.value, abs(sample - known) > Self.leap { self = SenderClock() }
        samples.add(sample, at: arrival)
        steady.follow(samples.value ?? sample)
    }

    static func nanoseconds(_ ntp: UInt64) -> Int64 {
        Int64(ntp >> 32) * 1_000_000_000 + Int64(((ntp & 0xffff_ffff) * 1_000_000_000) >> 32)
    }

    /// The smallest sample of the last half to whole minute.
    struct Window {
        private static let length: Int64 = 30_000_000_000

        private var current: Int64?
        private var previous: Int64?
        private var end = Int64.min

        var value: Int64? {
            guard let current, let previous else { return current ?? previous }
            return min(current, previous)
        }

        mutating func add(_ sample: Int64, at time: Int64) {
            if time >= end {
                previous = current
                current = sample
                end = time + Self.length
            } else {
                current = min(current ?? sample, sample)
            }
        }
    }
}
