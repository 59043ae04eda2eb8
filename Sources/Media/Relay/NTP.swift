/// NTP time stamps as plain nanoseconds since 1900, so that they can be subtracted.
enum NTP {
    static func nanoseconds(_ stamp: UInt64) -> Int64 {
        let fraction = ((stamp & 0xffff_ffff) * 1_000_000_000) >> 32
        return Int64(stamp >> 32) * 1_000_000_000 + Int64(fraction)
    }
}

extension WallClockOrigin {
    func nanoseconds(at time: MediaTime) -> Int64 { NTP.nanoseconds(ntp(time)) }
}
