/// A difference between two clocks, as reports tell it that are each a little late: the smallest of the last ones is the best, and it is
/// followed slowly, so that a report more or less moves nothing that anybody could hear or see.
struct SteadyValue {
    /// The first reports find the value; from then on it is followed.
    static let settling = 4
    static let largestStep: Int64 = 5_000_000
    /// Less than this is left alone.
    static let tolerance: Int64 = 10_000_000

    private(set) var value: Int64?
    /// The value may still move by any amount.
    var isSettling: Bool { count < Self.settling }
    private var count = 0

    /// - Parameter wanted: What the reports up to now say.
    mutating func follow(_ wanted: Int64) {
        defer { count += 1 }
        guard let value, !isSettling else { return value = wanted }
        let error = wanted - value
        if abs(error) > Self.tolerance { self.value = value + min(max(error, -Self.largestStep), Self.largestStep) }
    }
}
