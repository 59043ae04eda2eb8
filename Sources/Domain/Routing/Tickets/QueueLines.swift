/// The lines of all queues. In an array: asking one of them something copies nothing, as it would from a dictionary.
struct QueueLines: Sendable {
    private var indices: [QueueName: Int] = [:]
    private var lines: [QueueLine] = []

    /// A copy of the whole line; `nil`: nobody ever waited there.
    subscript(queue: QueueName) -> QueueLine? { indices[queue].map { lines[$0] } }

    var places: Int { lines.reduce(0) { $0 + $1.count } }
    /// Where somebody waits.
    var occupied: [QueueName] { indices.lazy.filter { lines[$0.value].count > 0 }.map(\.key) }

    func count(in queue: QueueName) -> Int {
        guard let index = indices[queue] else { return 0 }
        return lines[index].count
    }

    /// 1 for the ticket that is next; `nil` when it is not in this queue.
    func position(of rank: Rank, in queue: QueueName) -> Int? {
        guard let index = indices[queue] else { return nil }
        return lines[index].position(of: rank)
    }

    /// Counts those who came in ahead of others.
    func sequence(of queue: QueueName) -> UInt64 {
        guard let index = indices[queue] else { return 0 }
        return lines[index].sequence
    }

    /// Why the ticket of this rank may have lost places after `sequence`.
    func reason(for rank: Rank, in queue: QueueName, since sequence: UInt64) -> MovedBack? {
        guard let index = indices[queue] else { return nil }
        return lines[index].reason(for: rank, since: sequence)
    }

    mutating func insert(_ rank: Rank, into queue: QueueName, since: Instant, reason: MovedBack) {
        let index = indices[queue] ?? lines.count
        if index == lines.count {
            indices[queue] = index
            lines.append(QueueLine())
        }
        lines[index].insert(rank, since: since, reason: reason)
    }

    mutating func remove(_ rank: Rank, from queue: QueueName, since: Instant) {
        guard let index = indices[queue] else { return }
        lines[index].remove(rank, since: since)
    }
}
