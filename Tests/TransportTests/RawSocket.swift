import Glibc
import Synchronization

struct SocketError: Error, Equatable { let what: String }

/// A blocking TCP connection to this machine, nothing in between.
final class RawSocket: Sendable {
    private let descriptor: Int32
    private let buffered = Mutex<[UInt8]>([])

    /// `receiveBuffer` makes the kernel hold little for us: a peer notices soon that we do not read.
    /// A read that waits for longer than `patience` (s) throws.
    init(port: UInt16, receiveBuffer: Int32? = nil, patience: Int = 10) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SocketError(what: "socket: errno \(errno)") }
        var patience = timeval(tv_sec: patience, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer { unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size)) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw SocketError(what: "connect: errno \(errno)") }
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    func shutdownWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// `count` bytes, or what came before the end.
    func read(_ count: Int) throws -> [UInt8] {
        var held = buffered.withLock { held in
            defer { held = [] }
            return held
        }
        while held.count < count, try receive(into: &held) {}
        buffered.withLock { $0 = Array(held.dropFirst(count)) }
        return Array(held.prefix(count))
    }

    /// Everything the peer still sends. Throws when it does not close within the patience of a read.
    func readToEnd() throws -> [UInt8] { try read(Int.max) }

    /// One response with a `Content-Length`.
    func response(hasBody: Bool = true) throws -> (head: String, body: String) {
        let head = try read(until: "\r\n\r\n")
        let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.split(separator: " ").last ?? "") }
        guard hasBody, let length else { return (head, "") }
        return (head, String(decoding: try read(length), as: UTF8.self))
    }

    private func receive(into bytes: inout [UInt8]) throws -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
        if count > 0 { bytes += chunk[..<count] }
        // A reset is an end too: the peer closed with bytes of ours unread.
        if count < 0 && errno != ECONNRESET { throw SocketError(what: "recv: errno \(errno)") }
        return count > 0
    }
}
