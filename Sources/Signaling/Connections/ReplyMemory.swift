import DequeModule

/// Which requests were asked and what they were answered, so that a request sent again after a resume is not done again.
struct ReplyMemory: Sendable {
    enum Admission: Hashable, Sendable {
        /// Not seen before: do it.
        case fresh
        /// Being done: its answer will come.
        case inFlight
        /// Done: this was the answer.
        case answered(Reply)
        /// Done so long ago that the answer is forgotten.
        case forgotten
        case tooMany
    }

    private var inFlight: Set<Int64> = []
    private var replies = Deque<(id: Int64, reply: Reply)>()
    /// The highest id whose answer was dropped; whether anything up to it was done cannot be told any more.
    private var forgotten: Int64 = 0

    mutating func admit(_ id: Int64, _ method: Method, policy: SignalingPolicy) -> Admission {
        if method.isRepeatable { return .fresh }
        if inFlight.contains(id) { return .inFlight }
        if let known = replies.last(where: { $0.id == id }) { return .answered(known.reply) }
        guard id > forgotten else { return .forgotten }
        guard inFlight.count < policy.requestsInFlight else { return .tooMany }
        inFlight.insert(id)
        return .fresh
    }

    mutating func answer(_ id: Int64, _ reply: Reply, policy: SignalingPolicy) {
        guard inFlight.remove(id) != nil else { return }
        replies.append((id, reply))
        if replies.count > policy.keptReplies { forgotten = max(forgotten, replies.removeFirst().id) }
    }
}
