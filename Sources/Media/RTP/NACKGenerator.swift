/// How long and how often a lost packet is asked for.
public struct NACKPolicy: Hashable, Sendable {
    /// Packets arrive out of order; a gap is a loss only after this time, or when `reorderPackets` newer ones have come.
    public var reorderDelay: Duration = .milliseconds(10)
    public var reorderPackets: Int64 = 3
    /// Requests for one packet; then it is given up.
    public var attempts = 8
    /// Given up at this age: nobody waits longer for a picture.
    public var lifetime: Duration = .seconds(1)
    /// A second request waits for a round trip, and at least for this.
    public var minimumInterval: Duration = .milliseconds(20)
    /// Two requests of one stream are at least this far apart, and then go together.
    public var messageInterval: Duration = .milliseconds(10)
    /// More losses than this are a broken link; a key frame is cheaper.
    public var capacity = 256
    /// One packet is asked for, at most, for so many that came: where packets are lost because there are too many, asking for all of them
    /// again would make it worse and worse.
    public var arrivalsPerRequest = 2
    /// What may be asked for at once, after a time without loss.
    public var burst = 256

    public init() {}
}

/// Finds the gaps in a stream and says which packets to ask for again, and when. Memory is bounded by the policy.
public struct NACKGenerator: Sendable {
    private struct Missing {
        let sequence: Int64
        let since: MediaTime
        var due: MediaTime
        var attempts = 0
        /// Newer packets have made the loss certain. Those before it are certain, too.
        var isCertain = false
    }

    public let policy: NACKPolicy
    /// Measured round trip to the sender.
    public var roundTrip: Duration = .milliseconds(100)
    /// Packets that never came.
    public private(set) var givenUp: UInt64 = 0
    /// Packets that came after they were asked for.
    public private(set) var recovered: UInt64 = 0

    private var unwrapper = SequenceUnwrapper()
    private var highest: Int64?
    /// In order.
    private var missing: [Missing] = []
    /// No later than the first that is due; asked for with every packet, and so not searched for.
    private var earliest = MediaTime(nanoseconds: .max)
    private let reorderDelay: Int64
    private var lacksKeyFrame = false
    /// What has been earned by packets that came, `arrivalsPerRequest` for a request.
    private var credit: Int
    private var quietUntil = MediaTime(nanoseconds: .min)

    public init(policy: NACKPolicy = NACKPolicy()) {
        self.policy = policy
        credit = policy.burst * policy.arrivalsPerRequest
        reorderDelay = policy.reorderDelay.inNanoseconds
    }

    /// What is missing at present.
    public var missingCount: Int { missing.count }

    /// When `requests` has something to say.
    public var nextDeadline: MediaTime? { missing.isEmpty ? nil : max(earliest, quietUntil) }

    /// A packet of the stream came, as it was sent or unwrapped from a retransmission.
    /// - Parameter startsKeyFrame: Nothing before it is needed any more.
    @inline(__always)
    public mutating func receive(_ sequence: UInt16, at time: MediaTime, startsKeyFrame: Bool = false) {
        guard let highest else {
            highest = unwrapper.unwrap(sequence)
            return
        }
        credit = min(credit &+ 1, policy.burst &* policy.arrivalsPerRequest)
        let number = unwrapper.peek(sequence)
        if number == highest &+ 1 {
            self.highest = unwrapper.unwrap(sequence)
            if missing.isEmpty && !startsKeyFrame { return }
        } else if number > highest {
            gap(from: highest &+ 1, to: number, at: time)
            self.highest = unwrapper.unwrap(sequence)
        } else {
            fill(number)
        }
        if startsKeyFrame { forget(before: number) }
        hasten(at: time)
    }

    private mutating func gap(from first: Int64, to end: Int64, at time: MediaTime) {
        if end - first > policy.capacity - missing.count {
            // Too much to be asked for: start anew.
            givenUp += UInt64(missing.count) + UInt64(end - first)
            missing.removeAll(keepingCapacity: true)
            lacksKeyFrame = true
            return
        }
        let due = MediaTime(nanoseconds: time.nanoseconds + reorderDelay)
        earliest = missing.isEmpty ? due : min(earliest, due)
        for number in first..<end { missing.append(Missing(sequence: number, since: time, due: due)) }
    }

    private mutating func fill(_ number: Int64) {
        guard let index = missing.firstIndex(where: { $0.sequence == number }) else { return }
        if missing[index].attempts > 0 { recovered += 1 }
        missing.remove(at: index)
    }

    private mutating func forget(before number: Int64) {
        missing.removeAll { $0.sequence < number }
        lacksKeyFrame = false
    }

    /// Those that are certainly lost need not wait for the time. Once: what could not be asked for then waits as long as it was told.
    private mutating func hasten(at time: MediaTime) {
        guard let highest else { return }
        for index in missing.indices.reversed() {
            if missing[index].isCertain { return }
            guard highest - missing[index].sequence >= policy.reorderPackets else { continue }
            missing[index].isCertain = true
            guard missing[index].attempts == 0 else { continue }
            missing[index].due = min(missing[index].due, time)
            earliest = min(earliest, missing[index].due)
        }
    }

    /// Adds the sequence numbers to ask for now.
    /// - Returns: Whether something was lost for good, so that only a key frame helps. Said once.
    public mutating func requests(at time: MediaTime, into sequences: inout [UInt16]) -> Bool {
        let before = missing.count
        let old = time - policy.lifetime
        missing.removeAll { $0.due <= time && ($0.attempts >= policy.attempts || $0.since <= old) }
        if missing.count < before {
            givenUp += UInt64(before - missing.count)
            lacksKeyFrame = true
        }
        if time >= quietUntil { ask(at: time, into: &sequences) }
        earliest = missing.lazy.map(\.due).min() ?? MediaTime(nanoseconds: .max)
        defer { lacksKeyFrame = false }
        return lacksKeyFrame
    }

    private mutating func ask(at time: MediaTime, into sequences: inout [UInt16]) {
        let (later, answered) = (
            time + policy.minimumInterval, time + max(roundTrip + policy.reorderDelay, policy.minimumInterval)
        )
        for index in missing.indices where missing[index].due <= time {
            guard credit >= policy.arrivalsPerRequest else {
                // Not asked for, and not forgotten: more may have come by then.
                missing[index].due = later
                continue
            }
            credit -= policy.arrivalsPerRequest
            sequences.append(UInt16(truncatingIfNeeded: missing[index].sequence))
            missing[index].attempts += 1
            missing[index].due = answered
            quietUntil = time + policy.messageInterval
        }
    }
}
