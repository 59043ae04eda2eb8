/// The checks that a peer has made lately, and from where: a check that an eavesdropper sends again is nothing new, and from another
/// address it is not the peer's. A ring of bounded size; what falls out of it is so old that the address has changed hands by then.
///
/// Whoever can hold a check back and deliver their copy first is on the path like a NAT, and is taken for one: media stays encrypted for
/// the peer alone.
struct ICETransactions: Sendable {
    enum Sighting {
        case first
        /// Sent again on the path that it was first seen on.
        case again
        /// From another path than the first time.
        case elsewhere
    }

    private struct Seen: Sendable {
        let transaction: STUNTransaction
        /// The path's hash: a collision would only answer a replay that changes nothing.
        let path: Int
    }

    private let capacity: Int
    private var ring: [Seen] = []
    private var oldest = 0

    init(capacity: Int) { self.capacity = capacity }

    mutating func note(_ transaction: STUNTransaction, from path: DatagramPath) -> Sighting {
        let path = path.hashValue
        if let known = ring.first(where: { $0.transaction == transaction }) { return known.path == path ? .again : .elsewhere }
        let seen = Seen(transaction: transaction, path: path)
        if ring.count < capacity {
            ring.append(seen)
        } else {
            ring[oldest] = seen
            oldest = (oldest + 1) % capacity
        }
        return .first
    }
}
