/// Which peer's datagrams come from a remote address. One look-up a packet, so: open addressing, two words a comparison.
///
/// Only addresses with a verified STUN request get in.
@safe struct PathTable: ~Copyable {
    private struct Entry {
        var remote: SocketAddress
        /// −1 is free.
        var peer: Int32
    }

    private var entries: UnsafeMutablePointer<Entry>
    private var mask: Int
    private(set) var count = 0

    init() {
        mask = 63
        unsafe entries = .allocate(capacity: 64)
        unsafe entries.initialize(repeating: Self.free, count: 64)
    }

    deinit { unsafe entries.deallocate() }

    private static var free: Entry { Entry(remote: SocketAddress(address: .any, port: 0), peer: -1) }

    /// The peer's index, or −1.
    @inline(__always)
    func peer(at remote: SocketAddress) -> Int {
        var slot = Self.hash(remote) & mask
        while true {
            let entry = unsafe entries + slot
            if unsafe entry.pointee.peer < 0 { return -1 }
            if unsafe entry.pointee.remote == remote { return unsafe Int(entry.pointee.peer) }
            slot = (slot + 1) & mask
        }
    }

    /// Inserts or replaces.
    mutating func set(_ remote: SocketAddress, peer: Int) {
        if (count + 1) * 2 > mask { grow() }
        var slot = Self.hash(remote) & mask
        while unsafe entries[slot].peer >= 0 {
            if unsafe entries[slot].remote == remote {
                unsafe entries[slot].peer = Int32(peer)
                return
            }
            slot = (slot + 1) & mask
        }
        unsafe entries[slot] = Entry(remote: remote, peer: Int32(peer))
        count += 1
    }

    /// Removes the address if it is this peer's.
    mutating func remove(_ remote: SocketAddress, of peer: Int) {
        var slot = Self.hash(remote) & mask
        while unsafe entries[slot].peer >= 0 {
            if unsafe entries[slot].remote == remote {
                if unsafe entries[slot].peer == Int32(peer) { close(slot) }
                return
            }
            slot = (slot + 1) & mask
        }
    }

    /// Moves later entries of the chain up, so that no grave is needed.
    private mutating func close(_ freed: Int) {
        count -= 1
        var hole = freed
        var slot = (freed + 1) & mask
        while unsafe entries[slot].peer >= 0 {
            let home = unsafe Self.hash(entries[slot].remote) & mask
            if (slot - home) & mask >= (slot - hole) & mask {
                unsafe entries[hole] = entries[slot]
                hole = slot
            }
            slot = (slot + 1) & mask
        }
        unsafe entries[hole] = Self.free
    }

    private mutating func grow() {
        let old = unsafe entries
        let oldCapacity = mask + 1
        mask = oldCapacity * 2 - 1
        count = 0
        unsafe entries = .allocate(capacity: mask + 1)
        unsafe entries.initialize(repeating: Self.free, count: mask + 1)
        for slot in 0..<oldCapacity where unsafe old[slot].peer >= 0 {
            unsafe set(old[slot].remote, peer: Int(old[slot].peer))
        }
        unsafe old.deallocate()
    }

    @inline(__always)
    private static func hash(_ remote: SocketAddress) -> Int {
        var mixed = remote.address.high ^ (remote.address.low &* 0x9e37_79b9_7f4a_7c15) ^ UInt64(remote.port) << 32
        mixed = (mixed ^ mixed >> 29) &* 0xbf58_476d_1ce4_e5b9
        return Int(truncatingIfNeeded: mixed >> 33)
    }
}
