/// Notices when a feed has nothing for a while.
struct GapMeter {
    private let threshold: Int64
    /// Where the last frame ended; milliseconds.
    private var end: Int64?

    init(threshold: Duration, begin: Int64) {
        self.threshold = threshold.components.seconds * 1_000 + threshold.components.attoseconds / 1_000_000_000_000_000
        end = begin
    }

    /// - Returns: The gap before the frame, if there is one.
    mutating func note(start: Int64, end newEnd: Int64) -> Range<Int64>? {
        defer { end = max(end ?? newEnd, newEnd) }
        guard let end, start - end > threshold else { return nil }
        return end..<start
    }

    /// - Returns: The gap at the end.
    mutating func finish(at time: Int64) -> Range<Int64>? {
        guard let end, time - end > threshold else { return nil }
        self.end = time
        return end..<time
    }

    /// What is missing until `time` was left out on purpose.
    mutating func skip(to time: Int64) { end = max(end ?? time, time) }
}
