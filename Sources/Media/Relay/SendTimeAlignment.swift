/// Moves a sender's absolute send times onto the relay's clock.
///
/// A receiver's estimator puts all that it receives on one time line; with two senders' clocks on it, it would see nonsense. The offset
/// is the smallest that was seen lately, so that the delay of queues on the way stays in the times, and the estimate covers the way
/// from end to end.
struct SendTimeAlignment {
    private var reference: UInt32?
    private var minimum = WindowedMinimum(window: .seconds(10))
    private var offset: UInt32 = 0
    private var settled = MediaTime(nanoseconds: .min)

    /// - Returns: The time to write instead of `sendTime`.
    @inline(__always)
    mutating func align(_ sendTime: UInt32, at now: MediaTime) -> UInt32 {
        let difference = (now.absoluteSendTime &- sendTime) & 0xff_ffff
        guard let reference else {
            reference = difference
            offset = difference
            return now.absoluteSendTime
        }
        // Signed, 24 bits: −32…32 s around the first.
        let sample = Int64(Int32(bitPattern: (difference &- reference) << 8) >> 8)
        minimum.add(sample, at: now)
        if now >= settled { settle(at: now) }
        return (sendTime &+ offset) & 0xff_ffff
    }

    /// A few steps a second follow the drift of a clock, and cost nothing a packet.
    private mutating func settle(at now: MediaTime) {
        settled = now + .seconds(1)
        guard let reference, let minimum = minimum.value else { return }
        offset = (reference &+ UInt32(truncatingIfNeeded: minimum)) & 0xff_ffff
    }
}
