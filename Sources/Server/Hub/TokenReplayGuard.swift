import DequeModule
import Domain

/// Remembers the tokens that were used until they expire on their own, so that each opens one `hello`.
///
/// Tokens of one kind live equally long, so the oldest is at the front; memory is bounded by the rate of accepted tokens times their life.
struct TokenReplayGuard {
    private var used: Set<String> = []
    private var order = Deque<(id: String, until: Instant)>()

    /// Whether this is the token's first use.
    mutating func admit(_ id: String, until: Instant, at now: Instant) -> Bool {
        while let first = order.first, first.until <= now {
            order.removeFirst()
            used.remove(first.id)
        }
        guard used.insert(id).inserted else { return false }
        order.append((id, until))
        return true
    }
}
