/// The last packets of a video source, plain, for everybody who asks for one again: a byte ring and an index by sequence.
///
/// Takes its memory with the first packet.
@safe struct PacketHistory: ~Copyable {
    private struct Slot {
        var sequence: Int64
        /// Position in the endless stream of bytes written.
        var position: Int
        var offset: Int32
        var length: Int32
    }

    private static let slotCount = 2_048

    private let capacity: Int
    private var bytes: UnsafeMutableRawPointer?
    private var slots: UnsafeMutablePointer<Slot>?
    /// Where in the ring the next packet goes, and how many bytes went before.
    private var offset = 0
    private var written = 0

    init(capacity: Int) { self.capacity = capacity }

    deinit {
        unsafe bytes?.deallocate()
        unsafe slots?.deallocate()
    }

    private mutating func allocate() {
        unsafe bytes = .allocate(byteCount: capacity, alignment: 64)
        unsafe slots = .allocate(capacity: Self.slotCount)
        unsafe slots?.initialize(repeating: Slot(sequence: .min, position: 0, offset: 0, length: 0), count: Self.slotCount)
    }

    /// Remembers a packet under its unwrapped sequence.
    @inline(__always)
    mutating func store(_ packet: UnsafeRawPointer, length: Int, sequence: Int64) {
        if unsafe bytes == nil { allocate() }
        guard let bytes = unsafe bytes, let slots = unsafe slots, length <= capacity else { return }
        // A packet lies in one piece: what does not fit at the end begins at the start again.
        if length > capacity &- offset {
            written &+= capacity &- offset
            offset = 0
        }
        unsafe (bytes + offset).copyMemory(from: packet, byteCount: length)
        unsafe slots[Self.index(sequence)] = Slot(
            sequence: sequence, position: written, offset: Int32(truncatingIfNeeded: offset), length: Int32(truncatingIfNeeded: length))
        written &+= length
        offset &+= length
    }

    /// The packet's bytes, valid until the next `store`.
    @inline(__always)
    func packet(_ sequence: Int64) -> UnsafeRawBufferPointer? {
        guard let bytes = unsafe bytes, let slots = unsafe slots else { return nil }
        let slot = unsafe slots[Self.index(sequence)]
        guard slot.sequence == sequence, written &- slot.position <= capacity else { return nil }
        return unsafe UnsafeRawBufferPointer(start: bytes + Int(slot.offset), count: Int(slot.length))
    }

    /// True if a packet of this sequence was stored, or is so old that nobody can say.
    @inline(__always)
    func has(_ sequence: Int64) -> Bool {
        guard let slots = unsafe slots else { return false }
        return unsafe slots[Self.index(sequence)].sequence >= sequence
    }

    @inline(__always)
    private static func index(_ sequence: Int64) -> Int { Int(truncatingIfNeeded: sequence) & (slotCount - 1) }
}
