/// A point on the monotonic clock, in nanoseconds since an arbitrary origin. Never steps back; says nothing about the time of day.
public struct MediaTime: Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    public static func + (time: Self, duration: Duration) -> Self { Self(nanoseconds: time.nanoseconds + duration.inNanoseconds) }

    public static func - (time: Self, duration: Duration) -> Self { Self(nanoseconds: time.nanoseconds - duration.inNanoseconds) }

    public static func - (later: Self, earlier: Self) -> Duration { .nanoseconds(later.nanoseconds - earlier.nanoseconds) }

    public static func += (time: inout Self, duration: Duration) { time = time + duration }

    /// Whole milliseconds; for counters and RTCP.
    public var milliseconds: Int64 { nanoseconds / 1_000_000 }
}

extension Duration {
    /// The whole duration in nanoseconds; media lives far below the 292 years that fit.
    public var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

/// Ties the monotonic clock to the time of day once, at the start: sender reports must not step when somebody sets the clock.
public struct WallClockOrigin: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z at `MediaTime(nanoseconds: 0)`.
    public let unixMilliseconds: Int64

    public init(unixMilliseconds: Int64) { self.unixMilliseconds = unixMilliseconds }

    /// 64-bit NTP time stamp (RFC 3550 §4): seconds since 1900 in the upper half, their fraction in the lower.
    public func ntp(_ time: MediaTime) -> UInt64 {
        let nanoseconds = time.nanoseconds
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        var seconds = whole + unixMilliseconds / 1_000 + 2_208_988_800
        var fraction = rest + unixMilliseconds % 1_000 * 1_000_000
        while fraction < 0 {
            fraction += 1_000_000_000
            seconds -= 1
        }
        seconds += fraction / 1_000_000_000
        fraction %= 1_000_000_000
        return UInt64(truncatingIfNeeded: seconds) << 32 | (UInt64(fraction) << 32 / 1_000_000_000)
    }
}
