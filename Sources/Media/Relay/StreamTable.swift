/// What each SSRC of a sender is. A handful, looked through in order: one word a comparison.
@safe struct StreamTable: ~Copyable {
    enum Role {
        case media, retransmission
        /// Authenticated, but of no section; or an RTCP sender.
        case stranger
    }

    struct Entry {
        var ssrc: UInt32
        var role: Role
        /// Alive as long as the peer has it among its sources.
        unowned(unsafe) var source: Source?
    }

    let capacity: Int
    private(set) var count = 0
    private let entries: UnsafeMutablePointer<Entry>

    init(capacity: Int) {
        self.capacity = capacity
        unsafe entries = .allocate(capacity: capacity)
    }

    deinit {
        unsafe entries.deinitialize(count: count)
        unsafe entries.deallocate()
    }

    func add(to footprint: inout Footprint) { unsafe footprint.add(entries, bytes: count * MemoryLayout<Entry>.stride) }

    var isFull: Bool { count == capacity }

    /// Where the SSRC stands; −1 when it was never seen.
    @inline(__always)
    func index(of ssrc: UInt32) -> Int {
        for index in 0..<count where unsafe entries[index].ssrc == ssrc { return index }
        return -1
    }

    @inline(__always)
    subscript(_ index: Int) -> Entry {
        precondition(index >= 0 && index < count)
        return unsafe entries[index]
    }

    /// Adds an SSRC or changes what it is.
    /// - Returns: False when the table is full.
    @discardableResult
    mutating func set(_ ssrc: UInt32, _ role: Role, source: Source?) -> Bool {
        let index = index(of: ssrc)
        if index >= 0 {
            unsafe entries[index] = Entry(ssrc: ssrc, role: role, source: source)
            return true
        }
        guard !isFull else { return false }
        unsafe (entries + count).initialize(to: Entry(ssrc: ssrc, role: role, source: source))
        count += 1
        return true
    }

    /// A source goes: its SSRCs stay known (SRTP remembers them too), but are nobody's.
    mutating func forget(_ source: Source) {
        for index in 0..<count where unsafe entries[index].source === source {
            unsafe entries[index] = Entry(ssrc: entries[index].ssrc, role: .stranger, source: nil)
        }
    }
}
