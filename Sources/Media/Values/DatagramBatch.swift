/// Outgoing datagrams of one turn of the loop, in memory that is allocated once.
///
/// A writer asks for room (`withRoom`), writes a whole datagram in place and says its length; the owner of the socket hands all of
/// them to the kernel in one call. When the batch is full it is flushed in between, so a writer always finds room.
@safe public final class DatagramBatch {
    /// The largest datagram that is ever sent: an Ethernet frame's worth, and room for what SRTP adds.
    public static let slotBytes = 2_048

    public let capacity: Int
    public var count: Int { filled.value }

    private let filled = Confined(0)
    private let memory: UnsafeMutableRawPointer
    private let lengths: UnsafeMutablePointer<Int32>
    private let paths: UnsafeMutablePointer<DatagramPath>
    private let flush: (DatagramBatch) -> Void

    /// - Parameter flush: Sends what is there; called when the batch is full and by `send()`. The batch is emptied afterwards.
    public init(capacity: Int = 256, flush: @escaping (DatagramBatch) -> Void) {
        self.capacity = capacity
        self.flush = flush
        unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: capacity * Self.slotBytes, alignment: 64)
        unsafe lengths = .allocate(capacity: capacity)
        unsafe paths = .allocate(capacity: capacity)
        unsafe paths.initialize(repeating: DatagramPath(remote: SocketAddress(address: .any, port: 0), local: .any), count: capacity)
    }

    deinit {
        unsafe memory.deallocate()
        unsafe lengths.deallocate()
        unsafe paths.deallocate()
    }

    /// The next slot, `slotBytes` long. Nothing is sent unless `commit` follows.
    @inline(__always)
    public func next() -> UnsafeMutableRawPointer {
        if filled.value == capacity { send() }
        return unsafe memory + filled.value * Self.slotBytes
    }

    /// The datagram written to the slot that `next()` gave is `length` bytes long and goes to `path`.
    @inline(__always)
    public func commit(_ length: Int, to path: DatagramPath) {
        let index = filled.value
        unsafe lengths[index] = Int32(truncatingIfNeeded: length)
        unsafe paths[index] = path
        filled.value = index + 1
    }

    /// Sends all that is there.
    public func send() {
        guard count > 0 else { return }
        flush(self)
        filled.value = 0
    }

    public func datagram(_ index: Int) -> UnsafeRawBufferPointer {
        precondition(index < count)
        return unsafe UnsafeRawBufferPointer(start: memory + index * Self.slotBytes, count: Int(lengths[index]))
    }

    public func path(_ index: Int) -> DatagramPath {
        precondition(index < count)
        return unsafe paths[index]
    }
}
