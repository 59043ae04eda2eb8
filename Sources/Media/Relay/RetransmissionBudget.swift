/// What one receiver may be sent again: a part of what it is sent, and no more than so many packets a second.
struct RetransmissionBudget {
    private let share: Double
    private let burst: Double
    private var perSecond: RateLimit
    private var credit: Double
    /// Packets that were sent when the credit was last counted.
    private var counted: UInt32 = 0

    init(policy: RelayPolicy, at now: MediaTime) {
        share = policy.retransmissionShare
        burst = policy.retransmissionBurst
        credit = burst
        perSecond = RateLimit(perSecond: policy.retransmissionsPerSecond, at: now)
    }

    /// - Parameter sent: Packets that the receiver has been sent so far, of all its streams; wraps. Streams that end take theirs along.
    mutating func take(sent: UInt32, at now: MediaTime) -> Bool {
        let newlySent = Int32(bitPattern: sent &- counted)
        counted = sent
        credit = min(burst, credit + Double(max(0, newlySent)) * share)
        guard credit >= 1, perSecond.take(at: now) else { return false }
        credit -= 1
        return true
    }
}
