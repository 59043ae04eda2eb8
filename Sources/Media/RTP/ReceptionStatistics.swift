/// What a receiver knows about one stream (RFC 3550 A.1, A.3, A.8), and what its reports say.
///
/// Other than A.1 there is no probation, for every packet was authenticated; and a duplicate does not count as received, so that it
/// cannot hide a loss.
public struct ReceptionStatistics: Sendable {
    /// What became of a packet.
    public enum Reception: Hashable, Sendable {
        case inOrder
        /// Newer than all before it, with a gap in between.
        case afterGap
        case reordered
        case duplicate
        /// Far from what was expected; the next in sequence makes it a new beginning.
        case jumped
    }

    private static let maximumDropout: UInt16 = 3_000
    private static let maximumMisorder: UInt16 = 100

    public let clockRate: UInt32
    /// Different packets, since the last new beginning.
    public private(set) var received: UInt32 = 0
    public private(set) var duplicates: UInt64 = 0

    private var base: UInt32 = 0
    /// Wraps in the upper half, the highest sequence number in the lower.
    private var highest: UInt32 = 0
    private var isStarted = false
    private var expectedRestart: UInt16?
    /// Bit n: `highest` − n has come.
    private var window: UInt128 = 0
    private var jitterClock: JitterEstimate
    private var expectedBefore: UInt32 = 0
    private var receivedBefore: UInt32 = 0
    private var lastReport: (middle: UInt32, at: MediaTime)?

    public init(clockRate: UInt32) {
        self.clockRate = clockRate
        jitterClock = JitterEstimate(clockRate: clockRate)
    }

    public var highestSequence: UInt32? { isStarted ? highest : nil }

    /// In time stamp units.
    public var jitter: UInt32 { jitterClock.value }

    public var expected: UInt32 { isStarted ? highest &- base &+ 1 : 0 }

    /// Since the last new beginning; never below zero.
    public var lost: UInt32 { received < expected ? expected - received : 0 }

    @discardableResult
    @inline(__always)
    public mutating func receive(sequence: UInt16, timestamp: UInt32, at time: MediaTime) -> Reception {
        let reception = place(sequence)
        if reception == .inOrder || reception == .afterGap || reception == .reordered {
            received &+= 1
            jitterClock.receive(timestamp, at: time)
        } else if reception == .duplicate {
            duplicates &+= 1
        }
        return reception
    }

    @inline(__always)
    private mutating func place(_ sequence: UInt16) -> Reception {
        guard isStarted else {
            restart(at: sequence)
            return .inOrder
        }
        let ahead = sequence &- UInt16(truncatingIfNeeded: highest)
        if ahead == 0 { return .duplicate }
        if ahead < Self.maximumDropout { return advance(by: ahead) }
        let behind = 0 &- ahead
        if behind <= Self.maximumMisorder { return fill(behind) }
        guard expectedRestart == sequence else {
            expectedRestart = sequence &+ 1
            return .jumped
        }
        restart(at: sequence)
        return .inOrder
    }

    @inline(__always)
    private mutating func advance(by ahead: UInt16) -> Reception {
        highest &+= UInt32(ahead)
        window = ahead < 128 ? window << UInt128(ahead) | 1 : 1
        expectedRestart = nil
        return ahead == 1 ? .inOrder : .afterGap
    }

    private mutating func fill(_ behind: UInt16) -> Reception {
        let bit = UInt128(1) << UInt128(behind)
        guard window & bit == 0 else { return .duplicate }
        window |= bit
        // Older than the first one that was seen: the stream began earlier than thought.
        if highest &- UInt32(behind) < base, base - (highest &- UInt32(behind)) <= UInt32(Self.maximumMisorder) {
            base = highest &- UInt32(behind)
        }
        return .reordered
    }

    private mutating func restart(at sequence: UInt16) {
        isStarted = true
        // One cycle up, so that what comes reordered before the first is still above zero.
        base = 0x1_0000 | UInt32(sequence)
        highest = base
        window = 1
        received = 0
        expectedBefore = 0
        receivedBefore = 0
        expectedRestart = nil
        jitterClock.restart()
    }

    /// Notes the time of a sender report, for the round trip of the other side.
    public mutating func receiveSenderReport(ntp: UInt64, at time: MediaTime) {
        lastReport = (UInt32(truncatingIfNeeded: ntp >> 16), time)
    }

    /// The block of the next report (A.3); the fraction counts from the report before.
    public mutating func report(ssrc: UInt32, at time: MediaTime) -> ReportBlock {
        let expectedInterval = Int64(expected) - Int64(expectedBefore)
        let lostInterval = expectedInterval - (Int64(received) - Int64(receivedBefore))
        expectedBefore = expected
        receivedBefore = received
        let fraction = expectedInterval > 0 && lostInterval > 0 ? min(lostInterval << 8 / expectedInterval, 255) : 0
        return ReportBlock(
            ssrc: ssrc, fractionLost: UInt8(fraction), cumulativeLost: Int32(min(lost, 0x7f_ffff)),
            highestSequence: isStarted ? highest &- 0x1_0000 : 0, jitter: jitter, lastSenderReport: lastReport?.middle ?? 0,
            delaySinceLastSenderReport: lastReport.map { ReportBlock.units(time - $0.at) } ?? 0)
    }
}

/// Interarrival jitter (RFC 3550 A.8), in sixteenths as there.
private struct JitterEstimate: Sendable {
    let clockRate: UInt32
    private var transit: UInt32?
    private var sixteenths: Int64 = 0

    init(clockRate: UInt32) { self.clockRate = clockRate }

    var value: UInt32 { UInt32(truncatingIfNeeded: sixteenths >> 4) }

    @inline(__always)
    mutating func receive(_ timestamp: UInt32, at time: MediaTime) {
        let (seconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let arrival = seconds &* Int64(clockRate) &+ rest &* Int64(clockRate) / 1_000_000_000
        let now = UInt32(truncatingIfNeeded: arrival) &- timestamp
        defer { transit = now }
        guard let transit else { return }
        let difference = Int64(Int32(truncatingIfNeeded: now &- transit)).magnitude
        // A step of the sender's clock is not jitter.
        guard difference < 10 * UInt64(clockRate) else { return }
        sixteenths += Int64(difference) - ((sixteenths + 8) >> 4)
    }

    mutating func restart() { transit = nil }
}
