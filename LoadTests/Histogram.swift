/// Counts of durations in logarithmic buckets: constant memory, no allocation per record, and a relative error below
/// one part in `2^precision`.
struct Histogram {
    private static let precision = 6
    private static let subBuckets = 1 << precision

    private var counts = [UInt64](repeating: 0, count: subBuckets * (65 - precision))
    private(set) var total: UInt64 = 0

    mutating func record(_ nanoseconds: UInt64) {
        counts[Self.bucket(of: nanoseconds)] += 1
        total += 1
    }

    mutating func reset() {
        for index in counts.indices { counts[index] = 0 }
        total = 0
    }

    mutating func add(_ other: Histogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        total += other.total
    }

    /// The largest value of the bucket in which the quantile lies, so that it is never flattered.
    func nanoseconds(atQuantile quantile: Double) -> UInt64 {
        var remaining = max(1, (Double(total) * quantile).rounded(.up))
        for (index, count) in counts.enumerated() where count > 0 {
            remaining -= Double(count)
            if remaining <= 0 { return Self.largestValue(in: index) }
        }
        return 0
    }

    /// Values below `subBuckets` have a bucket each; above, every power of two is cut into `subBuckets` equal parts.
    private static func bucket(of value: UInt64) -> Int {
        guard value >= UInt64(subBuckets) else { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - precision
        return (shift + 1) * subBuckets + Int(value >> UInt64(shift)) - subBuckets
    }

    private static func largestValue(in bucket: Int) -> UInt64 {
        guard bucket >= subBuckets else { return UInt64(bucket) }
        let shift = UInt64(bucket / subBuckets - 1)
        let mantissa = UInt64(bucket % subBuckets + subBuckets)
        return (mantissa << shift) + ((1 << shift) - 1)
    }
}
