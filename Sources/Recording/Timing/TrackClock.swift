internal import Media

/// Puts one RTP source's time stamps on the recording's clock, in nanoseconds since it began.
///
/// Before the first sender report a packet belongs where it would have come without any queueing; afterwards where the reports put it. The
/// difference is made up in small steps: at most 5 ms a packet while the clocks find each other, at most 1 ms later on. Only when it is
/// more than a second (a laptop slept) is there a jump, and only forward. Times of growing time stamps always grow.
struct TrackClock {
    static let largestStep: Int64 = 5_000_000
    static let settledStep: Int64 = 1_000_000
    private static let largestSlew: Int64 = 1_000_000_000
    /// Whatever the reports say: nothing is heard or seen after it came, nor that long before.
    private static let bounds: ClosedRange<Int64> = -10_000_000_000...1_000_000_000

    private let rate: Int64
    private var unwrapper = RTPTimestampUnwrapper()
    /// A time stamp and where it belongs; moved along so that nothing overflows.
    private var anchor: (rtp: Int64, time: Int64)?
    private var last: (rtp: Int64, time: Int64)?
    private var reported = ReportedTime()
    private var isSettled = false
    private var offsets = SenderClock.Window()

    init(rate: Int64) { self.rate = rate }

    mutating func unwrap(_ timestamp: UInt32) -> Int64 { unwrapper.unwrap(timestamp) }

    mutating func observe(ntp: UInt64, rtp: UInt32) {
        // A report may come before all packets: they are counted from it, then.
        let media = unwrapper.last == nil ? unwrapper.unwrap(rtp) : unwrapper.peek(rtp)
        reported.observe(ntp: SenderClock.nanoseconds(ntp), media: duration(media))
    }

    /// - Parameters:
    ///   - rtp: Unwrapped; not before that of the last call.
    ///   - arrival: Nanoseconds since the recording began.
    mutating func place(_ rtp: Int64, arrival: Int64, sender: SenderClock) -> Int64 {
        if let last, rtp <= last.rtp { return last.time }
        let wanted = target(rtp, arrival: arrival, sender: sender)
        guard let anchor else { return settle(rtp, max(0, wanted)) }
        var time = anchor.time + duration(rtp - anchor.rtp)
        let error = wanted - time
        if abs(error) <= Self.largestSlew {
            let step = isSettled ? Self.settledStep : Self.largestStep
            time += min(max(error, -step), step)
            if abs(error) <= Self.settledStep, !reported.isSettling { isSettled = true }
        } else if error > 0 {
            time = wanted
        } else {
            // Our time is ahead by more than a second: it stands until the source has caught up.
            time -= min(-error, duration(rtp - anchor.rtp))
        }
        return settle(rtp, time)
    }

    /// Moves what was placed last to where the reports put it, as nothing that was placed is written yet.
    /// - Returns: By how many nanoseconds; 0 while the reports do not say.
    mutating func rebase(sender: SenderClock) -> Int64 {
        guard let last, let offset = reported.offset, let senderOffset = sender.offset else { return 0 }
        let shift = duration(last.rtp) + offset + senderOffset - last.time
        guard abs(shift) <= Self.largestSlew else { return 0 }
        anchor = (last.rtp, last.time + shift)
        self.last = anchor
        return shift
    }

    private mutating func settle(_ rtp: Int64, _ time: Int64) -> Int64 {
        let time = max(time, (last?.time ?? -1) + 1)
        anchor = (rtp, time)
        last = (rtp, time)
        return time
    }

    private mutating func target(_ rtp: Int64, arrival: Int64, sender: SenderClock) -> Int64 {
        let media = duration(rtp)
        if let offset = reported.offset, let senderOffset = sender.offset {
            return arrival + min(max(media + offset + senderOffset - arrival, Self.bounds.lowerBound), Self.bounds.upperBound)
        }
        offsets.add(arrival - media, at: arrival)
        return media + (offsets.value ?? arrival - media)
    }

    /// By whole seconds, then the rest: time stamps of hours times a billion still fit.
    private func duration(_ ticks: Int64) -> Int64 {
        let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: rate)
        return seconds * 1_000_000_000 + rest * 1_000_000_000 / rate
    }
}
