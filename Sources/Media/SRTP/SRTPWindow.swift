/// Where one stream is, and which of its last packets there have been: guesses the index of a packet from its 16 bits of sequence
/// number (RFC 3711 §3.3.1) and refuses replays (§3.3.2).
struct SRTPWindow {
    /// How far behind the newest a packet may be. 1,024 is what a retransmission history holds.
    static let span: UInt64 = 1_024
    /// An index has 48 bits; afterwards the key is used up.
    static let indices: UInt64 = 1 << 48

    enum Place: Equatable {
        case new
        case used
        /// Nobody knows any more whether it was used.
        case old
    }

    private(set) var highest: UInt64 = 0
    /// A ring: the bit of an index is its remainder. Those of indices above `highest` are clear.
    private var bits = InlineArray<16, UInt64>(repeating: 0)

    /// The rollover counter and this sequence number, so that the packet is as near as can be to the newest one.
    @inline(__always)
    func index(of sequence: UInt16) -> UInt64 {
        let (rollovers, newest, half) = (highest & ~0xffff, highest & 0xffff, UInt64(0x8000))
        let index = rollovers | UInt64(sequence)
        if newest < half {
            // Before the first wrap there is no earlier one to be late from.
            return UInt64(sequence) > newest + half && rollovers > 0 ? index &- 0x1_0000 : index
        }
        return newest - half > UInt64(sequence) ? index &+ 0x1_0000 : index
    }

    @inline(__always)
    func place(of index: UInt64) -> Place {
        if index > highest { return .new }
        guard highest &- index < Self.span else { return .old }
        return bits[Self.word(index)] & Self.bit(index) == 0 ? .new : .used
    }

    /// A packet that was authentic; it was `.new`.
    @inline(__always)
    mutating func mark(_ index: UInt64) {
        if index > highest {
            if index &- highest > 1 { clear(highest &+ 1, index) }
            bits[Self.word(index)] &= ~Self.bit(index)
            highest = index
        }
        bits[Self.word(index)] |= Self.bit(index)
    }

    /// Between the newest packet so far and a newer one some are missing.
    @inline(never)
    private mutating func clear(_ first: UInt64, _ end: UInt64) {
        guard end &- first < Self.span else {
            bits = InlineArray(repeating: 0)
            return
        }
        for index in first..<end { bits[Self.word(index)] &= ~Self.bit(index) }
    }

    @inline(__always)
    private static func word(_ index: UInt64) -> Int { Int(truncatingIfNeeded: index >> 6 & 15) }

    @inline(__always)
    private static func bit(_ index: UInt64) -> UInt64 { 1 &<< (index & 63) }
}
