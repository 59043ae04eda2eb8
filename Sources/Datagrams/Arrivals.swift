public import CDatagrams
public import Media

/// The datagrams that one call took from the kernel. Gone with the next call.
@safe public struct Arrivals {
    public let count: Int
    /// Nothing more was waiting.
    public let isDrained: Bool
    @usableFromInline let first: UnsafeMutablePointer<visavis_datagram>

    init(count: Int, isDrained: Bool, first: UnsafeMutablePointer<visavis_datagram>) {
        self.count = count
        self.isDrained = isDrained
        unsafe self.first = first
    }

    /// The bytes may be changed where they lie.
    @inlinable @inline(__always)
    public func datagram(_ index: Int) -> UnsafeMutableRawBufferPointer {
        precondition(index < count)
        return unsafe UnsafeMutableRawBufferPointer(start: first[index].bytes, count: Int(first[index].length))
    }

    @inlinable @inline(__always)
    public func path(_ index: Int) -> DatagramPath {
        precondition(index < count)
        let (remote, local) = unsafe (first[index].remote, first[index].local)
        return unsafe DatagramPath(
            remote: SocketAddress(address: IPAddress(high: remote.high, low: remote.low), port: first[index].remote_port),
            local: IPAddress(high: local.high, low: local.low))
    }
}
