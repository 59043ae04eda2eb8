internal import Glibc
public import Media

/// Where media time comes from.
public enum MonotonicClock {
    /// `CLOCK_MONOTONIC`: goes on through changes of the time of day, the same for all threads and processes of the host.
    public static func now() -> MediaTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MediaTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// The time of day at `MediaTime` 0, read now.
    public static func wallClockOrigin() -> WallClockOrigin {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        let wall = Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        return WallClockOrigin(unixMilliseconds: wall - now().milliseconds)
    }
}
