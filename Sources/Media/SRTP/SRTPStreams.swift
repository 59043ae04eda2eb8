/// What is known of one SSRC.
protocol SRTPStream {
    init(source: UInt32)
    var source: UInt32 { get }
}

/// A stream that comes in.
struct SRTPReceivedStream: SRTPStream {
    let source: UInt32
    var window = SRTPWindow()

    init(source: UInt32) { self.source = source }
}

/// A stream that goes out.
struct SRTPSentStream: SRTPStream {
    let source: UInt32
    var window = SRTPWindow()
    /// The first four bytes of the tags of the window's packets, by the remainder of the index.
    var tags = InlineArray<1_024, UInt32>(repeating: 0)

    init(source: UInt32) { self.source = source }
}

/// The streams of one direction by SSRC: open addressing, never more than half full. Looking up does not allocate; streams stay
/// until the end and do not move. SSRCs may be chosen so that they collide: the limit bounds what that costs.
@safe final class SRTPStreams<Stream: SRTPStream> {
    typealias Reference = UnsafeMutablePointer<Stream>

    let limit: Int
    private(set) var count = 0
    private var slots: UnsafeMutablePointer<Reference?>
    /// The slots are a power of two; the upper bits of the hash are the slot.
    private var shift: UInt32

    init(limit: Int) {
        self.limit = limit
        shift = 32 - 4
        unsafe slots = Self.emptySlots(1 << 4)
    }

    deinit {
        for slot in 0..<capacity { unsafe slots[slot]?.deallocate() }
        unsafe slots.deallocate()
    }

    var isFull: Bool { count >= limit }

    @inline(__always)
    func find(_ source: UInt32) -> Reference? {
        var slot = home(source)
        while let stream = unsafe slots[slot] {
            if unsafe stream.pointee.source == source { return unsafe stream }
            slot = (slot + 1) & (capacity - 1)
        }
        return nil
    }

    func add(to footprint: inout Footprint, source: UInt32, bytes: Int) {
        footprint.add(self, bytes: 64)
        unsafe footprint.add(slots + home(source), bytes: MemoryLayout<Reference?>.stride)
        if let stream = unsafe find(source) { unsafe footprint.add(stream, bytes: bytes) }
    }

    /// For an SSRC that is not there, as long as there is room.
    func insert(_ source: UInt32) -> Reference {
        precondition(!isFull)
        if count * 2 >= capacity { grow() }
        let stream = Reference.allocate(capacity: 1)
        unsafe stream.initialize(to: Stream(source: source))
        unsafe place(stream)
        count += 1
        return unsafe stream
    }

    private var capacity: Int { 1 << Int(32 - shift) }

    /// Fibonacci hashing.
    @inline(__always)
    private func home(_ source: UInt32) -> Int { Int((source &* 0x9e37_79b1) &>> shift) }

    private func place(_ stream: Reference) {
        var slot = unsafe home(stream.pointee.source)
        while unsafe slots[slot] != nil { slot = (slot + 1) & (capacity - 1) }
        unsafe slots[slot] = unsafe stream
    }

    private func grow() {
        let (old, oldCapacity) = unsafe (slots, capacity)
        shift -= 1
        unsafe slots = Self.emptySlots(capacity)
        for slot in 0..<oldCapacity {
            if let stream = unsafe old[slot] { unsafe place(stream) }
        }
        unsafe old.deallocate()
    }

    private static func emptySlots(_ count: Int) -> UnsafeMutablePointer<Reference?> {
        let slots = UnsafeMutablePointer<Reference?>.allocate(capacity: count)
        unsafe slots.initialize(repeating: nil, count: count)
        return unsafe slots
    }
}
