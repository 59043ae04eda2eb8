import DequeModule

/// The last pushes of a signaling session, kept until the client has seen them; bounded by number and bytes.
struct ReplayRing: Sendable {
    private var pushes = Deque<Push>()
    private var bytes = 0
    /// The sequence before the oldest push that can still be given again.
    private(set) var floor: UInt64 = 0

    mutating func append(_ push: Push, policy: SignalingPolicy) {
        pushes.append(push)
        bytes += push.payload.count
        while pushes.count > policy.replayPushes || (bytes > policy.replayBytes && pushes.count > 1) { dropFirst() }
    }

    /// The client has seen everything up to `sequence`.
    mutating func acknowledge(_ sequence: UInt64) {
        while let first = pushes.first, first.sequence <= sequence { dropFirst() }
        if pushes.isEmpty { pushes = Deque() }
    }

    /// The pushes after `sequence`; `nil` when some of them are no longer there.
    func after(_ sequence: UInt64) -> [Push]? {
        guard sequence >= floor else { return nil }
        return pushes.filter { $0.sequence > sequence }
    }

    private mutating func dropFirst() {
        let dropped = pushes.removeFirst()
        bytes -= dropped.payload.count
        floor = dropped.sequence
    }
}
