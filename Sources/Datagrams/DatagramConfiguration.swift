public import Media

/// How a socket is opened.
public struct DatagramConfiguration: Hashable, Sendable {
    /// `.any`: all addresses of the host, IPv6 and IPv4.
    public var address: IPAddress
    /// 0: the kernel chooses one.
    public var port: UInt16
    /// Leaves IPv6 out. Without it a host that has none is served over IPv4 all the same.
    public var ipv4Only: Bool
    /// Datagrams of one path that arrive together are taken from the kernel as one (`UDP_GRO`).
    public var coalescesReceived: Bool
    /// Datagrams to one path, of one batch and equally long, are given to the kernel as one (`UDP_SEGMENT`).
    public var coalescesSent: Bool
    /// What is asked of the kernel, in bytes; `DatagramSocket.receiveBufferBytes` says what it gave.
    public var receiveBufferBytes: Int
    public var sendBufferBytes: Int
    /// Datagrams, or groups of them, that one system call takes.
    public var receiveBatch: Int
    /// How long a busy loop lets datagrams gather before it looks at the socket again. Added to a datagram's way at most, and only while
    /// others come as closely; zero never waits.
    public var gathering: Duration

    /// The buffers hold what 400 calls send in 40 ms: so long may the loop be kept from its work before anything is lost.
    public init(
        address: IPAddress = .any, port: UInt16 = 0, ipv4Only: Bool = false, coalescesReceived: Bool = true, coalescesSent: Bool = true,
        receiveBufferBytes: Int = 8 << 20, sendBufferBytes: Int = 4 << 20, receiveBatch: Int = 64,
        gathering: Duration = .microseconds(250)
    ) {
        self.address = address
        self.port = port
        self.ipv4Only = ipv4Only
        self.coalescesReceived = coalescesReceived
        self.coalescesSent = coalescesSent
        self.receiveBufferBytes = receiveBufferBytes
        self.sendBufferBytes = sendBufferBytes
        self.receiveBatch = receiveBatch
        self.gathering = gathering
    }
}
