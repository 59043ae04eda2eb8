/// Where a source's RTP time lies on its sender's clock, by its sender reports.
///
/// A report pairs the two times when it is made, and a busy sender reads its clock late: by the smallest difference of the last ten reports
/// the reporter's own hesitation is left out.
struct ReportedTime {
    private static let kept = 10
    /// Media time stood still (a laptop slept), or began anew, when a report is this far from the others.
    private static let leap: Int64 = 1_000_000_000

    /// The sender's nanoseconds minus the source's.
    var offset: Int64? { steady.value }
    var isSettling: Bool { steady.isSettling }

    private var samples: [Int64] = []
    private var steady = SteadyValue()

    /// - Parameters:
    ///   - ntp: Nanoseconds on the sender's clock.
    ///   - media: Nanoseconds of media.
    mutating func observe(ntp: Int64, media: Int64) {
        let sample = ntp - media
        if let known = samples.min(), abs(sample - known) > Self.leap { self = ReportedTime() }
        if samples.count == Self.kept { samples.removeFirst() }
        samples.append(sample)
        steady.follow(samples.min() ?? sample)
    }
}
