/// Why somebody else is now served before a customer who was ahead of them.
public enum MovedBack: String, Sendable, Codable {
    /// By the rules, or a supervisor's word, somebody else's matter goes first.
    case priority
    /// Somebody came back who had been waiting longer: their agent was lost, or sent them on.
    case returned
    /// A supervisor moved somebody here, or this customer elsewhere.
    case moved
    /// The time that somebody had booked has come.
    case appointment
    /// The rules were changed.
    case plan
}

/// The tickets of one queue in the order in which they are served, and who came in ahead of others lately.
struct QueueLine: Sendable {
    private struct Overtaking: Sendable {
        let sequence: UInt64
        /// `nil`: everybody may have been overtaken.
        let rank: Rank?
        let reason: MovedBack
    }

    private struct Age: Comparable, Sendable {
        let since: Instant
        let id: TicketID

        static func < (left: Self, right: Self) -> Bool {
            left.since != right.since ? left.since < right.since : left.id < right.id
        }
    }

    /// So many are remembered; when more happened since somebody was told their place, the latest reason stands for all.
    private static let remembered = 128

    private(set) var places = RankedSet<Rank>()
    private var ages = RankedSet<Age>()
    private var overtakings: [Overtaking] = []
    private(set) var sequence: UInt64 = 0

    var count: Int { places.count }
    var oldest: Instant? { ages.first?.since }

    mutating func insert(_ rank: Rank, since: Instant, reason: MovedBack) {
        guard places.insert(rank) else { return }
        ages.insert(Age(since: since, id: rank.id))
        guard let place = places.rank(of: rank), place < places.count - 1 else { return }
        overtook(rank, reason)
    }

    mutating func remove(_ rank: Rank, since: Instant) {
        places.remove(rank)
        ages.remove(Age(since: since, id: rank.id))
    }

    mutating func reordered(_ reason: MovedBack) { overtook(nil, reason) }

    /// 1 for the ticket that is next; `nil` when it is not in this queue.
    func position(of rank: Rank) -> Int? {
        places.rank(of: rank).map { $0 + 1 }
    }

    /// Why the ticket of this rank may have lost places after `sequence`.
    func reason(for rank: Rank, since sequence: UInt64) -> MovedBack? {
        for overtaking in overtakings.reversed() {
            guard overtaking.sequence > sequence else { break }
            guard let other = overtaking.rank else { return overtaking.reason }
            if other < rank { return overtaking.reason }
        }
        return overtakings.last?.reason
    }

    private mutating func overtook(_ rank: Rank?, _ reason: MovedBack) {
        sequence += 1
        if overtakings.count >= 2 * Self.remembered { overtakings.removeFirst(Self.remembered) }
        overtakings.append(Overtaking(sequence: sequence, rank: rank, reason: reason))
    }
}
