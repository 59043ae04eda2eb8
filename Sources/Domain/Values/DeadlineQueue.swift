import HeapModule

/// Deadlines by key, earliest first: setting, moving and clearing one costs O(log n).
///
/// A moved or cleared deadline leaves its old heap entry behind, which is passed over when it surfaces; the heap is rebuilt
/// once such entries outnumber the living ones, so memory stays in proportion.
struct DeadlineQueue<Key: Hashable & Sendable>: Sendable {
    private struct Entry: Comparable, Sendable {
        let instant: Instant
        let order: UInt64
        let key: Key

        static func == (left: Self, right: Self) -> Bool { left.order == right.order }
        static func < (left: Self, right: Self) -> Bool { (left.instant, left.order) < (right.instant, right.order) }
    }

    private var heap = Heap<Entry>()
    private var current: [Key: (instant: Instant, order: UInt64)] = [:]
    private var nextOrder: UInt64 = 0

    var count: Int { current.count }

    /// The deadline of `key`; assigning replaces it, `nil` clears it.
    subscript(key: Key) -> Instant? {
        get { current[key]?.instant }
        set {
            guard let newValue else {
                current[key] = nil
                return
            }
            if current[key]?.instant == newValue { return }
            nextOrder += 1
            current[key] = (newValue, nextOrder)
            heap.insert(Entry(instant: newValue, order: nextOrder, key: key))
            if heap.count > 2 * current.count + 64 { rebuild() }
        }
    }

    /// The earliest deadline.
    var next: Instant? {
        mutating get {
            dropStale()
            return heap.min?.instant
        }
    }

    /// Moves every deadline before `instant` to it.
    mutating func postpone(to instant: Instant) {
        // In the order in which they were set, so that a schedule plays the same way each time.
        let early = current.filter { $0.value.instant < instant }.sorted { $0.value.order < $1.value.order }
        for (key, _) in early { self[key] = instant }
    }

    /// Takes out the earliest key whose deadline is at or before `now`.
    mutating func popDue(_ now: Instant) -> Key? {
        dropStale()
        guard let entry = heap.min, entry.instant <= now else { return nil }
        heap.removeMin()
        current[entry.key] = nil
        return entry.key
    }

    private mutating func dropStale() {
        while let entry = heap.min, current[entry.key]?.order != entry.order { heap.removeMin() }
    }

    private mutating func rebuild() {
        heap = Heap(current.map { Entry(instant: $0.value.instant, order: $0.value.order, key: $0.key) })
    }
}
