import Glibc

/// C calls that several files need, in a Swift shape.
enum SystemCalls {
    static func describe(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    /// A TCP socket without Nagle's delay.
    static func tcpSocket(nonBlocking: Bool) throws -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | (nonBlocking ? Int32(SOCK_NONBLOCK.rawValue) : 0)
        let descriptor = socket(AF_INET, type, 0)
        guard descriptor >= 0 else { throw LoadError.system("socket", errno) }
        setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
        return descriptor
    }

    static func setOption<Value: BitwiseCopyable>(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Value) {
        var value = value
        // setsockopt(socket, level, option, value, size of the value)
        unsafe setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Value>.size))
    }

    /// - Returns: 0, or the error number (`EINPROGRESS` for a non-blocking socket).
    static func connect(_ descriptor: Int32, toLoopbackPort port: UInt16) -> Int32 {
        unsafe withLoopback(port) { unsafe Glibc.connect(descriptor, $0, $1) } == 0 ? 0 : errno
    }

    /// A port that nobody uses at this moment; the server binds it a moment later.
    static func freeLoopbackPort() throws -> UInt16 {
        let descriptor = try tcpSocket(nonBlocking: false)
        defer { close(descriptor) }
        guard unsafe withLoopback(0, { unsafe bind(descriptor, $0, $1) }) == 0 else { throw LoadError.system("bind", errno) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            // getsockname(socket, address, size of the address)
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { throw LoadError.system("getsockname", errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func withLoopback(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
