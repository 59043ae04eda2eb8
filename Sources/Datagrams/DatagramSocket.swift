internal import CDatagrams
internal import Glibc
public import Media

/// One UDP port, for all who send to it. Takes and gives datagrams in batches, in memory that is allocated once; never blocks.
///
/// Confined to one thread. Addresses are those of `DatagramPath`: the one that was asked at comes with each datagram, and an answer
/// given to the same path leaves from there, which hosts with more than one address need. Link-local IPv6 addresses, which mean
/// nothing without an interface, are not served.
@safe public final class DatagramSocket {
    public let port: UInt16
    /// Whether IPv6 came with it, or the host had only IPv4 to offer.
    public let isDualStack: Bool
    /// As granted by the kernel, which counts what it needs for its own book-keeping.
    public let receiveBufferBytes: Int
    public let sendBufferBytes: Int
    /// Datagrams of one path are joined on their way in (`UDP_GRO`), and on their way out (`UDP_SEGMENT`).
    public let coalescesReceived: Bool
    public let coalescesSent: Bool

    let descriptor: Int32
    private let receiver: OpaquePointer
    private let sender: OpaquePointer
    private var errors: UInt64 = 0

    /// The largest batch that `send` takes.
    public static let sendBatch = 256

    public init(_ configuration: DatagramConfiguration = DatagramConfiguration()) throws(DatagramError) {
        var options = visavis_udp_options()
        options.address = visavis_address(configuration.address)
        options.port = configuration.port
        options.ipv4_only = configuration.ipv4Only ? 1 : 0
        options.coalesced = configuration.coalescesReceived ? 1 : 0
        options.receive_buffer = Int32(clamping: configuration.receiveBufferBytes)
        options.send_buffer = Int32(clamping: configuration.sendBufferBytes)
        var udp = visavis_udp()
        let result = unsafe visavis_udp_open(&options, &udp)
        guard result == 0 else {
            throw .cannotBind(address: "\(SocketAddress(address: configuration.address, port: configuration.port))", errno: -result)
        }
        if !configuration.coalescesSent { udp.segments = 0 }
        descriptor = udp.descriptor
        port = udp.port
        isDualStack = udp.is_ipv6 != 0
        receiveBufferBytes = Int(udp.receive_buffer)
        sendBufferBytes = Int(udp.send_buffer)
        coalescesReceived = udp.coalesced != 0
        coalescesSent = udp.segments != 0
        unsafe receiver = visavis_receiver_create(UInt32(clamping: configuration.receiveBatch), udp.coalesced)
        unsafe sender = visavis_sender_create(UInt32(Self.sendBatch), &udp)
    }

    deinit {
        close(descriptor)
        unsafe visavis_receiver_destroy(receiver)
        unsafe visavis_sender_destroy(sender)
    }

    /// Takes what has arrived, up to a batch. It lies in `datagram(_:)` until the next call.
    public func receive() throws(DatagramError) -> Arrivals {
        var isDrained: UInt8 = 0
        let count = unsafe visavis_receive(descriptor, receiver, &isDrained)
        guard count >= 0 else {
            errors += 1
            throw .system(call: "recvmmsg", errno: -count)
        }
        return unsafe Arrivals(count: Int(count), isDrained: isDrained != 0, first: visavis_received(receiver))
    }

    /// Sleeps until something arrives or the time is over. For programs that have no loop; a loop waits for its inbox as well.
    public func wait(atMost duration: Duration) -> Bool { visavis_wait(descriptor, -1, duration.inNanoseconds) & 1 != 0 }

    public var counters: DatagramCounters {
        let (incoming, outgoing) = unsafe (visavis_receiver_counters(receiver), visavis_sender_counters(sender))
        return DatagramCounters(
            received: ReceiveCounters(
                datagrams: incoming.datagrams, bytes: incoming.bytes, batches: incoming.calls, truncated: incoming.truncated,
                kernelDrops: incoming.kernel_drops, errors: errors),
            sent: SendCounters(
                datagrams: outgoing.datagrams, bytes: outgoing.bytes, messages: outgoing.messages, calls: outgoing.calls,
                dropped: outgoing.dropped, failed: outgoing.failed, lastErrno: outgoing.last_error))
    }

    /// Sends the whole batch. Meant for `DatagramBatch(capacity: DatagramSocket.sendBatch, flush: socket.send)`.
    public func send(_ batch: DatagramBatch) {
        for index in 0..<batch.count { unsafe add(batch.datagram(index), to: batch.path(index)) }
        flush()
    }

    /// Leaves with the next `flush()`, or before that when a batch is full; the bytes must stay where they are until then.
    @inline(__always)
    public func add(_ datagram: UnsafeRawBufferPointer, to path: DatagramPath) {
        unsafe visavis_sender_add(
            sender, datagram.baseAddress, UInt32(truncatingIfNeeded: datagram.count), visavis_address(path.remote.address),
            path.remote.port,
            visavis_address(path.local))
    }

    public func flush() { unsafe visavis_sender_flush(sender) }
}

extension visavis_address {
    @inline(__always)
    init(_ address: IPAddress) { self.init(high: address.high, low: address.low) }
}
