/// When a source is asked for a key frame: at most once an interval, again if none comes, never forgotten in between.
struct KeyFrameRequests {
    private(set) var isWanted = false
    /// Somebody asked after the last request went out.
    private var isUrgent = false
    private var lastSent: MediaTime?
    private let interval: Duration
    private let retry: Duration

    init(interval: Duration, retry: Duration) {
        self.interval = interval
        self.retry = retry
    }

    mutating func ask() {
        isWanted = true
        isUrgent = true
    }

    /// A key frame began.
    mutating func arrived() {
        isWanted = false
        isUrgent = false
    }

    /// When the next request may go out; nil while none is wanted.
    var deadline: MediaTime? {
        guard isWanted else { return nil }
        guard let lastSent else { return MediaTime(nanoseconds: .min) }
        return lastSent + (isUrgent ? interval : retry)
    }

    /// True if a request goes out now.
    mutating func take(at now: MediaTime) -> Bool {
        guard let deadline, deadline <= now else { return false }
        lastSent = now
        isUrgent = false
        return true
    }
}
