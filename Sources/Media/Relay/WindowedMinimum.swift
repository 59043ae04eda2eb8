/// The smallest value of the last one to two windows: what a delay would be without queues, following a clock's drift.
struct WindowedMinimum {
    private let window: Duration
    private var current: Int64?
    private var previous: Int64?
    private var windowEnd = MediaTime(nanoseconds: .min)

    init(window: Duration) { self.window = window }

    var value: Int64? {
        switch (current, previous) {
        case (let current?, let previous?): min(current, previous)
        case (let current?, nil): current
        case (nil, let previous): previous
        }
    }

    mutating func add(_ sample: Int64, at now: MediaTime) {
        if now >= windowEnd {
            previous = current
            current = sample
            windowEnd = now + window
        } else {
            current = min(current ?? sample, sample)
        }
    }

    mutating func reset() {
        current = nil
        previous = nil
    }
}
