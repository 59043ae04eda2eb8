/// Closes the gaps that dropped padding leaves in a source's sequence: receivers must not take them for loss.
///
/// Only padding that comes in order is dropped; late padding has its number already and is sent on.
struct PaddingLedger {
    private static let memory = 64

    /// Sequences that were dropped, ascending, the last `memory` of them.
    private var dropped: [Int64] = []
    private var last = Int64.min
    private var total: Int64 = 0

    enum Place: Equatable {
        case number(Int64)
        /// It was dropped before: this is a copy.
        case dropped
        /// From before what is remembered.
        case tooOld
    }

    /// The sequence without the gaps.
    @inline(__always)
    func place(_ sequence: Int64) -> Place {
        if sequence > last { return .number(sequence - total) }
        return lookBack(sequence)
    }

    /// `sequence` was higher than any before, and is not sent on.
    mutating func drop(_ sequence: Int64) {
        if dropped.capacity == 0 { dropped.reserveCapacity(Self.memory) }
        if dropped.count == Self.memory { dropped.removeFirst() }
        dropped.append(sequence)
        last = sequence
        total += 1
    }

    private func lookBack(_ sequence: Int64) -> Place {
        var later: Int64 = 0
        for entry in dropped.reversed() {
            if entry == sequence { return .dropped }
            if entry < sequence { return .number(sequence - total + later) }
            later += 1
        }
        return dropped.count == Self.memory ? .tooOld : .number(sequence - total + later)
    }
}
