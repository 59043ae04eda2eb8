/// The waiting tickets of one queue in the order in which they are served.
///
/// A sorted array: finding costs O(log n), and what an insertion or removal moves is 32 bytes a ticket.
struct TicketLine: Sendable {
    struct Place: Hashable, Comparable, Sendable {
        let enqueuedAt: Instant
        let order: UInt64
        let id: TicketID

        static func < (left: Self, right: Self) -> Bool {
            (left.enqueuedAt, left.order, left.id) < (right.enqueuedAt, right.order, right.id)
        }
    }

    private(set) var places: [Place] = []

    var count: Int { places.count }

    mutating func insert(_ ticket: Ticket) {
        let place = Place(ticket)
        let index = firstIndex(notBefore: place)
        guard index == places.count || places[index] != place else { return }
        places.insert(place, at: index)
    }

    mutating func remove(_ ticket: Ticket) {
        let place = Place(ticket)
        let index = firstIndex(notBefore: place)
        guard index < places.count, places[index] == place else { return }
        places.remove(at: index)
    }

    /// 1 for the ticket that is next; `nil` when it is not in this queue.
    func position(of ticket: Ticket) -> Int? {
        let place = Place(ticket)
        let index = firstIndex(notBefore: place)
        return index < places.count && places[index] == place ? index + 1 : nil
    }

    private func firstIndex(notBefore place: Place) -> Int {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension TicketLine.Place {
    init(_ ticket: Ticket) {
        enqueuedAt = ticket.enqueuedAt
        order = ticket.order
        id = ticket.id
    }
}
