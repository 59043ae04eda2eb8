/// What a receiver says about one stream (RFC 3550 §6.4.1).
public struct ReportBlock: Hashable, Sendable {
    public var ssrc: UInt32
    /// In 1/256, since the report before.
    public var fractionLost: UInt8
    /// 24 bits, signed.
    public var cumulativeLost: Int32
    public var highestSequence: UInt32
    /// In time stamp units.
    public var jitter: UInt32
    /// The middle 32 bits of the NTP time of the last sender report; 0 when there was none.
    public var lastSenderReport: UInt32
    /// In 1/65536 s.
    public var delaySinceLastSenderReport: UInt32

    public static let byteCount = 24

    public init(
        ssrc: UInt32, fractionLost: UInt8, cumulativeLost: Int32, highestSequence: UInt32, jitter: UInt32, lastSenderReport: UInt32,
        delaySinceLastSenderReport: UInt32
    ) {
        self.ssrc = ssrc
        self.fractionLost = fractionLost
        self.cumulativeLost = cumulativeLost
        self.highestSequence = highestSequence
        self.jitter = jitter
        self.lastSenderReport = lastSenderReport
        self.delaySinceLastSenderReport = delaySinceLastSenderReport
    }

    /// From our sender report to this block and back. `nil` when the peer has seen no report yet, or says what cannot be.
    /// - Parameter ntp: Now, by the clock that wrote the sender report.
    public func roundTrip(at ntp: UInt64) -> Duration? {
        guard lastSenderReport != 0 else { return nil }
        let units = UInt32(truncatingIfNeeded: ntp >> 16) &- lastSenderReport &- delaySinceLastSenderReport
        guard units < 60 << 16 else { return nil }
        return .nanoseconds((Int64(units) * 1_000_000_000) >> 16)
    }

    /// In 1/65536 s.
    static func units(_ duration: Duration) -> UInt32 {
        let nanoseconds = max(duration.inNanoseconds, 0)
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return UInt32(clamping: seconds << 16 + rest << 16 / 1_000_000_000)
    }

    init(_ octets: Octets, at offset: Int) {
        ssrc = octets.uint32(offset)
        fractionLost = octets[offset + 4]
        cumulativeLost = Int32(bitPattern: octets.uint24(offset + 5) << 8) >> 8
        highestSequence = octets.uint32(offset + 8)
        jitter = octets.uint32(offset + 12)
        lastSenderReport = octets.uint32(offset + 16)
        delaySinceLastSenderReport = octets.uint32(offset + 20)
    }

    func write(to writer: inout OctetWriter) {
        writer.uint32(ssrc)
        writer.uint8(fractionLost)
        writer.uint24(UInt32(bitPattern: max(min(cumulativeLost, 0x7f_ffff), -0x80_0000)) & 0xff_ffff)
        writer.uint32(highestSequence)
        writer.uint32(jitter)
        writer.uint32(lastSenderReport)
        writer.uint32(delaySinceLastSenderReport)
    }
}
