/// What falls due when, in slots of a quarter of a millisecond. Constant time, and no allocation once the slots have grown.
struct TimingWheel<Item> {
    static var grain: UInt64 { Clock.millisecond / 4 }
    /// A little more than a second: nothing may be due later.
    private static var slotCount: Int { 4_500 }

    private var slots: [[Item]]
    private var cursor: UInt64

    init(start: UInt64) {
        slots = Array(repeating: [], count: Self.slotCount)
        cursor = start / Self.grain
    }

    mutating func add(_ item: Item, at time: UInt64) {
        let slot = max(time / Self.grain, cursor)
        precondition(slot - cursor < UInt64(Self.slotCount), "later than the wheel is long")
        slots[Int(slot % UInt64(Self.slotCount))].append(item)
    }

    /// Hands over, slot by slot, what is due, into an array that is used again.
    /// - Returns: Whether there was something; nothing more is due otherwise.
    mutating func take(until now: UInt64, into due: inout [Item]) -> Bool {
        due.removeAll(keepingCapacity: true)
        while cursor < now / Self.grain {
            let slot = Int(cursor % UInt64(Self.slotCount))
            cursor += 1
            if !slots[slot].isEmpty {
                swap(&slots[slot], &due)
                return true
            }
        }
        return false
    }
}
