import Datagrams
import Glibc
import Media
import Testing

extension IPAddress {
    static let loopback = IPAddress(ipv4: 0x7f00_0001)
    /// Another address of the same host: everything in 127/8 is.
    static let secondLoopback = IPAddress(ipv4: 0x7f00_0002)
    static let loopbackIPv6 = IPAddress(high: 0, low: 1)
}

extension DatagramPath {
    init(to address: IPAddress, port: UInt16, from local: IPAddress = .any) {
        self.init(remote: SocketAddress(address: address, port: port), local: local)
    }
}

/// A datagram with the bytes copied out, because a batch's memory is used again.
struct Letter: Hashable {
    var bytes: [UInt8]
    var path: DatagramPath
}

extension DatagramSocket {
    /// Sends in one batch, in this order.
    func send(_ letters: [Letter]) {
        let batch = DatagramBatch(capacity: DatagramSocket.sendBatch) { self.send($0) }
        for letter in letters { batch.append(letter.bytes, to: letter.path) }
        batch.send()
    }

    func send(_ bytes: [UInt8], to path: DatagramPath) { send([Letter(bytes: bytes, path: path)]) }

    /// Larger than a batch's slot, by another socket of the same kind.
    func sendAlone(_ bytes: [UInt8], to path: DatagramPath) throws {
        let descriptor = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var name = sockaddr_in6()
        name.sin6_family = sa_family_t(AF_INET6)
        name.sin6_port = path.remote.port.bigEndian
        unsafe withUnsafeMutableBytes(of: &name.sin6_addr) { field in
            unsafe field.storeBytes(of: path.remote.address.high.bigEndian, as: UInt64.self)
            unsafe field.storeBytes(of: path.remote.address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        let sent = unsafe withUnsafePointer(to: &name) { pointer in
            // sendto(socket, bytes, length, flags, address, its size)
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
        try #require(sent == bytes.count)
    }

    /// Waits until that many have come.
    func receive(_ count: Int) throws -> [Letter] {
        var letters: [Letter] = []
        while letters.count < count {
            try #require(wait(atMost: .seconds(5)), "\(letters.count) of \(count) datagrams came")
            let arrivals = try receive()
            for index in 0..<arrivals.count {
                letters.append(Letter(bytes: unsafe Array(arrivals.datagram(index)), path: arrivals.path(index)))
            }
        }
        return letters
    }
}

extension DatagramBatch {
    func append(_ bytes: [UInt8], to path: DatagramPath) {
        unsafe next().copyMemory(from: bytes, byteCount: bytes.count)
        commit(bytes.count, to: path)
    }
}
