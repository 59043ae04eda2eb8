import Foundation
import Media

/// The addresses of this host's interfaces that are up.
enum HostAddresses {
    /// - Parameter loopback: Whether clients may be on this host.
    static func all(loopback: Bool) -> [IPAddress] {
        var list: UnsafeMutablePointer<ifaddrs>?
        // getifaddrs(3): freed below.
        guard unsafe getifaddrs(&list) == 0 else { return [] }
        defer { unsafe freeifaddrs(list) }
        var found: [IPAddress] = []
        var entry = unsafe list
        while let interface = unsafe entry {
            let isUp = unsafe interface.pointee.ifa_flags & UInt32(IFF_UP) != 0
            let isLoopback = unsafe interface.pointee.ifa_flags & UInt32(IFF_LOOPBACK) != 0
            if isUp, !isLoopback || loopback, let name = unsafe interface.pointee.ifa_addr, let address = unsafe IPAddress(socket: name),
                !address.isLinkLocal, !found.contains(address)
            {
                found.append(address)
            }
            unsafe entry = interface.pointee.ifa_next
        }
        return found
    }
}

extension IPAddress {
    /// A numeric address, IPv4 or IPv6.
    init?(_ text: String) {
        var four = in_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            self.init(ipv4: UInt32(bigEndian: four.s_addr))
            return
        }
        var six = in6_addr()
        guard unsafe inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        self.init(six)
    }

    /// `nil` for other families than IPv4 and IPv6.
    fileprivate init?(socket name: UnsafeMutablePointer<sockaddr>) {
        switch Int32(unsafe name.pointee.sa_family) {
        case AF_INET:
            let address = unsafe UnsafeRawPointer(name).loadUnaligned(as: sockaddr_in.self)
            self.init(ipv4: UInt32(bigEndian: address.sin_addr.s_addr))
        case AF_INET6: self.init(unsafe UnsafeRawPointer(name).loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default: return nil
        }
    }

    private init(_ address: in6_addr) {
        let words = unsafe withUnsafeBytes(of: address) { bytes in
            unsafe (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        self.init(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
    }

    /// fe80::/10: good for nothing without the name of an interface.
    var isLinkLocal: Bool { high >> 54 == 0x3fa }
}
