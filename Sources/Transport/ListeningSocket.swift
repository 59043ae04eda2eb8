import CWebSockets
import Glibc

/// A bound, listening TCP socket. Ours and not libwebsockets', for three reasons: a failure to bind is a typed error,
/// port 0 can say what it became, and the limit of connections holds before libwebsockets spends anything on one.
final class ListeningSocket {
    let descriptor: Int32
    let port: UInt16

    init(host: String?, port: UInt16) throws(TransportError) {
        let name = host ?? "*"
        let address = try Self.socketAddress(host: host, port: port)
        let descriptor = socket(Int32(address.storage.ss_family), visavis_socket_type(), 0)
        guard descriptor >= 0 else { throw .cannotListen(host: name, port: port, errno: errno) }
        do throws(TransportError) {
            Self.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
            if Int32(address.storage.ss_family) == AF_INET6 { Self.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, host == nil ? 0 : 1) }
            var storage = address.storage
            let status = unsafe withUnsafePointer(to: &storage) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, address.length) }
            }
            guard status == 0, listen(descriptor, 1024) == 0 else {
                throw errno == EADDRINUSE ? .addressInUse(host: name, port: port) : .cannotListen(host: name, port: port, errno: errno)
            }
            self.port = Self.boundPort(descriptor)
            self.descriptor = descriptor
        } catch {
            _ = CWebSockets.close(descriptor)
            throw error
        }
    }

    deinit { _ = CWebSockets.close(descriptor) }

    /// The next connection; `nil` when none waits, or none can be had (`errno` says which).
    func accept() -> Int32? {
        while true {
            let accepted = visavis_accept(descriptor)
            if accepted >= 0 {
                Self.set(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
                return accepted
            }
            if errno != EINTR && errno != ECONNABORTED { return nil }
        }
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        unsafe _ = setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func socketAddress(host: String?, port: UInt16) throws(TransportError) -> (storage: sockaddr_storage, length: socklen_t)
    {
        var storage = sockaddr_storage()
        var four = sockaddr_in()
        if let host, unsafe inet_pton(AF_INET, host, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: four, as: sockaddr_in.self) }
            return (storage, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
        var six = sockaddr_in6()
        guard unsafe inet_pton(AF_INET6, host ?? "::", &six.sin6_addr) == 1 else { throw .invalidHost(host ?? "*") }
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: six, as: sockaddr_in6.self) }
        return (storage, socklen_t(MemoryLayout<sockaddr_in6>.size))
    }

    private static func boundPort(_ descriptor: Int32) -> UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe _ = getsockname(descriptor, $0, &length) }
        }
        // The port stands at the same place in both families.
        return unsafe withUnsafeBytes(of: &storage) { unsafe UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self)) }
    }
}
